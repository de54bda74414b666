import { availableParallelism } from 'node:os';
import { candidatesOf } from '../gate/candidates.js';
import { keyOf, type Subject } from '../gate/judge-disk.js';
import { refusedMachine } from '../gate/refused.js';
import { type RunnerOf, runnerFor } from '../gate/release.js';
import type { Configuration } from '../model/configuration.js';
import { type FaultId, faultIds } from '../model/fault.js';
import type { DiskVerdict, UnjudgedDisk } from '../model/gate-result.js';
import { unjudgedReason } from '../model/site.js';
import type { VmAssumption, VmDefinition, VmDisk } from '../model/vm-disk.js';
import { gateAssumptions } from './gate-assumptions.js';
import type { RunOptions } from './options.js';
import { planRun, type RunPlan } from './plan.js';
import { type ConfigOptions, type ReadConfigs, readConfigs } from './read-configs.js';
import { usageError } from './usage-error.js';

export interface GateOptions {
  readonly configs: ConfigOptions;
  /** Scenarios, search and profile; the machines come from the definitions. */
  readonly run: RunOptions;
  /** Which disks are judged, as far as any is. */
  readonly isWanted: (disk: DiskName) => boolean;
}

/** Enough to find a disk again. */
export interface DiskName {
  readonly file: string;
  readonly machine: string;
  readonly id: string;
}

/** The definitions of some files, and what is to be proved of them. */
export interface GatePlan {
  readonly read: ReadConfigs;
  readonly subjects: readonly Subject[];
  readonly unjudged: readonly UnjudgedDisk[];
  /** Machines that do not start, and have no disk of which that could be said. */
  readonly refused: readonly DiskVerdict[];
  readonly assumptions: readonly VmAssumption[];
  readonly plan: RunPlan;
}

/** @throws UsageError for mistakes in files and names, and where there is no disk at all. */
export async function planGate({ configs, run, isWanted }: GateOptions): Promise<GatePlan> {
  const read = await readConfigs(configs);
  const base = await planRun(run);
  const runnerOf = runnerFor(read.qemuVersion, base.profile.qemu, base.assume !== 'nothing');
  const found = disksOf(read);
  const kept = found.filter(({ disk }) => unjudgedReason(disk, read.sites) === '');
  const wanted = kept.filter(({ file, definition, disk }) =>
    isWanted({ file, machine: definition.name, id: disk.id }),
  );
  const subjects = wanted.map((each) => subjectOf(each, read, runnerOf));
  const judged = new Set(wanted.map(({ definition }) => definition));
  return {
    read,
    subjects,
    unjudged: [...listedOf(found, read), ...skippedOf(read)],
    refused: refusedOf(read, kept),
    assumptions: gateAssumptions(subjects, [...judged].map(runnerOf), base.crashRecovery),
    plan: planFor(base, subjects, run),
  };
}

function refusedOf({ files }: ReadConfigs, kept: readonly DiskOfFile[]): readonly DiskVerdict[] {
  const judged = new Set(kept.map(({ definition }) => definition));
  return files.flatMap(({ file, definitions }) =>
    definitions
      .filter((definition) => !judged.has(definition))
      .flatMap((definition) => refusedMachine(file, definition) ?? []),
  );
}

interface DiskOfFile {
  readonly file: string;
  readonly format: string;
  readonly definition: VmDefinition;
  readonly disk: VmDisk;
}

function disksOf({ files }: ReadConfigs): readonly DiskOfFile[] {
  return files.flatMap(({ file, format, definitions }) =>
    definitions.flatMap((definition) =>
      definition.disks.map((disk) => ({ file, format, definition, disk })),
    ),
  );
}

function subjectOf(
  { file, format, definition, disk }: DiskOfFile,
  { sites }: ReadConfigs,
  runnerOf: RunnerOf,
): Subject {
  const site = sites.get(disk);
  if (site === undefined) throw new Error(`${disk.id} has no site`);
  const { runner } = runnerOf(definition);
  const candidates = candidatesOf(disk, site, runner);
  const { name: machine, notes: machineNotes } = definition;
  return { file, format, machine, machineNotes, disk, site, candidates };
}

function listedOf(found: readonly DiskOfFile[], { sites }: ReadConfigs): readonly UnjudgedDisk[] {
  return found.flatMap(({ file, definition, disk }) => {
    const reason = unjudgedReason(disk, sites);
    if (reason === '') return [];
    const { id, at } = disk;
    return [{ id, machine: definition.name, file, at, reason }];
  });
}

function skippedOf({ files }: ReadConfigs): readonly UnjudgedDisk[] {
  return files.flatMap(({ file, definitions }) =>
    definitions.flatMap(({ name, skipped }) =>
      skipped.map((drive) => ({ ...drive, machine: name, file })),
    ),
  );
}

/** Fixed scripts are proved; what is sampled elsewhere runs only where a number of runs is named. */
function planFor(base: RunPlan, subjects: readonly Subject[], run: RunOptions): RunPlan {
  const all = subjects.flatMap(({ candidates }) => candidates.configurations);
  const byKey = new Map(all.map((each): [string, Configuration] => [keyOf(each), each]));
  const configurations = [...byKey.values()];
  const scenarios = base.scenarios.filter(
    ({ method }) => method === 'proof' || run.runs !== undefined,
  );
  if (scenarios.length === 0) throw usageError('no fixed scenario is selected', 'add --runs');
  const jobs = configurations.length * scenarios.length;
  const workers = run.jobs ?? (jobs > inlineJobsMax ? availableParallelism() : 0);
  return { ...base, configurations, scenarios, faults: faultsOf(subjects), workers };
}

/**
 * A worker takes about 0.3 s to start, and warms up by itself; a proof takes some 20 ms. So many are
 * done sooner on one thread.
 */
const inlineJobsMax = 150;

function faultsOf(subjects: readonly Subject[]): readonly FaultId[] {
  const wanted = new Set<string>(
    subjects.flatMap(({ site }) => (site.faults.known ? site.faults.value : [])),
  );
  return faultIds.filter((fault) => wanted.has(fault));
}
