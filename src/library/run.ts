import type { RunResult } from '../model/result.js';
import type { RunOptions } from '../run/options.js';
import { planRun } from '../run/plan.js';
import { runPlan } from '../run/run-plan.js';
import { checkedOptions } from './check-options.js';
import { runEntries } from './option-schemas.js';
import { inOptionWords } from './option-words.js';

/** of-stacks.ts says what it does, and loads it. */
export async function run(options: RunOptions): Promise<RunResult> {
  const checked = checkedOptions(runEntries, options);
  const { signal = new AbortController().signal, onProgress = () => undefined } = checked;
  return inOptionWords(async () => {
    const plan = await planRun(checked);
    return (await runPlan(plan, signal, onProgress)).result;
  });
}
