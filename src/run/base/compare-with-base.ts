import type { Baseline } from '../../gate/baseline/schema.js';
import { type Base, compared } from '../../gate/compare.js';
import { type LostFileOf, lostDisks } from '../../gate/gone.js';
import type { Waiving } from '../../gate/waivers.js';
import type { GateResult } from '../../model/gate-result.js';
import type { ReadConfigs } from '../definitions/read-configs.js';
import { type GateOptions, type GatePlan, planGate } from '../gate/gate-plan.js';
import { baseFiles } from './base-files.js';
import { lostFilesOf } from './lost-files.js';

/** What is judged now, and another state of it. */
export interface Comparison {
  /** A revision, a folder, or a baseline. */
  readonly base: string;
  /** What a baseline holds; null for the others. */
  readonly baseline: Baseline | null;
  /** The names as they were written, with their patterns. */
  readonly given: readonly string[];
  readonly now: GateResult;
  readonly read: ReadConfigs;
  readonly waiving: Waiving;
  /** Judges the disks of the base. */
  readonly judge: (gate: GatePlan) => Promise<GateResult>;
}

/** Another state of the disks. */
interface Past extends Base {
  readonly lostFileOf: LostFileOf;
}

/**
 * Only what differs from another state of the files.
 *
 * @throws UsageError where the base is none that there is.
 */
export async function comparedWithBase(
  options: GateOptions,
  comparison: Comparison,
): Promise<GateResult> {
  const { now, waiving, baseline } = comparison;
  const past = await (baseline === null
    ? judgedPast(options, comparison)
    : keptPast(options, comparison, baseline));
  const lost = lostDisks(now.disks, past.result.disks, past.lostFileOf);
  const assumptions = [...now.assumptions, ...versionsOf(comparison)];
  return compared({ ...now, assumptions, disks: [...now.disks, ...lost] }, past, waiving);
}

/** What another version wrote is compared, and it is said: what differs may be blkcheck. */
function versionsOf({ base, baseline, now }: Comparison): GateResult['assumptions'] {
  const version = baseline?.blkcheckVersion ?? now.blkcheckVersion;
  if (version === now.blkcheckVersion) return [];
  return [{ key: 'base', value: `blkcheck ${version}`, by: `${base} was written by it` }];
}

/** What definitions of before are judged to be. */
async function judgedPast(
  options: GateOptions,
  { base, given, read, judge }: Comparison,
): Promise<Past> {
  const { configs } = options;
  const baseOf = baseFiles(base, { names: configs.names, given }, configs.siteFile);
  const { folder, names, siteFile, isSelected, dispose } = baseOf;
  try {
    const pastConfigs = { ...configs, names, siteFile, pastFolder: folder };
    const gate = await planGate({ ...options, configs: pastConfigs });
    const result = await judge(gate);
    const lostFileOf = await lostFilesOf(read, gate.read, baseOf, configs.names);
    return { name: base, result, isSelected, lostFileOf };
  } finally {
    dispose();
  }
}

/** What they were judged to be when the baseline was written. */
async function keptPast(
  { configs: { names, texts = [] } }: GateOptions,
  { base, given, now, read }: Comparison,
  baseline: Baseline,
): Promise<Past> {
  // What compares with a revision loads nothing of this.
  const { disksOfBaseline } = await import('./baseline-base.js');
  const selected = { names, given, hasTexts: texts.length > 0 };
  const { disks, isSelected } = disksOfBaseline(baseline, selected, read, now.disks);
  const files = disks.map(({ file }) => ({ file }));
  const placesOf = (file: string) => [file];
  const lostFileOf = await lostFilesOf(read, { files }, { placesOf }, names);
  return { name: base, result: { ...now, disks }, isSelected, isKept: true, lostFileOf };
}
