import { availableParallelism } from 'node:os';
import type { DiskSubject } from '../../gate/judge-disk.js';
import { distinct } from '../../model/distinct.js';
import { type FaultId, faultIds } from '../../model/fault.js';
import type { ConfigNote, VmAssumption } from '../../model/vm-disk.js';
import { type ConfigOptions, type ReadConfigs, readConfigs } from '../definitions/read-configs.js';
import type { RunOptions } from '../options.js';
import { planRun, type RunPlan } from '../plan.js';
import { isForThisThread } from '../scenarios/scenario-source.js';
import { usageError } from '../usage-error.js';
import { gateAssumptions } from './gate-assumptions.js';
import { type DiskName, type GateSubjects, subjectsOf } from './gate-subjects.js';
import { newerReleaseNotes } from './newer-releases.js';

export interface GateOptions {
  readonly configs: ConfigOptions;
  /** Scenarios, search and profile; the machines come from the definitions. */
  readonly run: RunOptions;
  /** Which disks are judged, as far as any is. */
  readonly isWanted: (disk: DiskName) => boolean;
}

/** The definitions of some files, and what is to be proved of them. */
export interface GatePlan extends Omit<GateSubjects, 'runners' | 'newer'> {
  readonly read: ReadConfigs;
  readonly assumptions: readonly VmAssumption[];
  /** Disks of which something else would be said on a newer QEMU. */
  readonly newerNotes: readonly ConfigNote[];
  readonly plan: RunPlan;
}

/** @throws UsageError for mistakes in files and names, and where there is no disk at all. */
export async function planGate({ configs, run, isWanted }: GateOptions): Promise<GatePlan> {
  const read = await readConfigs(configs);
  const base = await planRun(run);
  const { runners, newer, ...found } = subjectsOf(read, {
    profile: base.profile,
    assume: base.assume,
    isWanted,
  });
  const plan = planFor(base, found.subjects, run);
  return {
    ...found,
    read,
    assumptions: gateAssumptions(found.subjects, runners, base.crashRecovery),
    newerNotes: await newerReleaseNotes(newer, plan.scenarios),
    plan,
  };
}

/** Fixed scripts are proved; what is sampled elsewhere runs only where a number of runs is named. */
function planFor(base: RunPlan, subjects: readonly DiskSubject[], run: RunOptions): RunPlan {
  const configurations = distinct(subjects.flatMap(({ candidates }) => candidates.configurations));
  const scenarios = base.scenarios.filter(
    ({ method }) => method === 'proof' || run.runs !== undefined,
  );
  if (scenarios.length === 0) throw usageError('no fixed scenario is selected', 'add --runs');
  const jobs = configurations.length * scenarios.length;
  const isHere = scenarios.some(({ source }) => isForThisThread(source));
  const wanted = run.jobs ?? (jobs > inlineJobsMax ? availableParallelism() : 0);
  const workers = isHere ? 0 : wanted;
  return { ...base, configurations, scenarios, faults: faultsOf(subjects), workers };
}

/**
 * A worker takes about 0.3 s to start, and warms up by itself; a proof takes some 20 ms. So many are
 * done sooner on one thread.
 */
const inlineJobsMax = 150;

function faultsOf(subjects: readonly DiskSubject[]): readonly FaultId[] {
  const wanted = new Set<string>(
    subjects.flatMap(({ site }) => (site.faults.known ? site.faults.value : [])),
  );
  return faultIds.filter((fault) => wanted.has(fault));
}
