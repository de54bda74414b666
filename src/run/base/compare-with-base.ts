import { compared } from '../../gate/compare.js';
import { lostDisks } from '../../gate/gone.js';
import type { Waiving } from '../../gate/waivers.js';
import type { GateResult } from '../../model/gate-result.js';
import type { ReadConfigs } from '../definitions/read-configs.js';
import { type GateOptions, type GatePlan, planGate } from '../gate/gate-plan.js';
import { baseFiles } from './base-files.js';
import { lostFilesOf } from './lost-files.js';

/** What is judged now, and another state of it. */
interface Comparison {
  /** A revision or a folder. */
  readonly base: string;
  /** The names as they were written, with their patterns. */
  readonly given: readonly string[];
  readonly now: GateResult;
  readonly read: ReadConfigs;
  readonly waiving: Waiving;
  /** Judges the disks of the base. */
  readonly judge: (gate: GatePlan) => Promise<GateResult>;
}

/**
 * Only what differs from another state of the files.
 *
 * @throws UsageError where the base is neither a folder nor a revision.
 */
export async function comparedWithBase(
  options: GateOptions,
  { base, given, now, read, waiving, judge }: Comparison,
): Promise<GateResult> {
  const { configs } = options;
  const baseOf = baseFiles(base, { names: configs.names, given }, configs.siteFile);
  const { folder, names, siteFile, dispose } = baseOf;
  try {
    const pastConfigs = { ...configs, names, siteFile, pastFolder: folder };
    const gate = await planGate({ ...options, configs: pastConfigs });
    const before = await judge(gate);
    const lostFileOf = await lostFilesOf(read, gate.read, baseOf, configs.names);
    const lost = lostDisks(now.disks, before.disks, lostFileOf);
    const { isSelected } = baseOf;
    const past = { name: base, result: before, isSelected };
    return compared({ ...now, disks: [...now.disks, ...lost] }, past, waiving);
  } finally {
    dispose();
  }
}
