import type { Baseline } from '../../gate/baseline/schema.js';
import type { NamedText } from '../definitions/config-inputs.js';
import { baselineText } from '../files/baseline-text.js';
import type { RunPlan } from '../plan.js';

/**
 * The baseline that a base is; null for a revision, and for a folder.
 *
 * @param base - a revision, a folder, or a file; or the text of a baseline
 * @param plan - what is compared with it was judged so
 * @param qemu - the version that was named; '' for none
 * @throws UsageError with the mistakes of a baseline, and for one that was written under other conditions.
 */
export async function baselineOfBase(
  base: string | NamedText,
  plan: RunPlan,
  qemu: string,
): Promise<Baseline | null> {
  const named = typeof base === 'string' ? { name: base, text: baselineText(base) } : base;
  const { name, text } = named;
  if (text === null) return null;
  const [{ readBaseline }, { checkExamined, examinedOf }] = await Promise.all([
    import('./read-baseline.js'),
    import('./examined.js'),
  ]);
  const read = readBaseline(name, text);
  checkExamined(read, examinedOf(plan, qemu));
  return read.baseline;
}
