import { availableParallelism } from 'node:os';
import { machineVersion } from '../config/qemu/machine.js';
import { candidatesOf, type Runner } from '../gate/candidates.js';
import { judgeDisk, keyOf, type Subject } from '../gate/judge-disk.js';
import { machineIdOf, nearestRelease } from '../gate/release.js';
import type { Configuration } from '../model/configuration.js';
import { type FaultId, faultIds } from '../model/fault.js';
import type { DiskVerdict, GateResult, UnjudgedDisk } from '../model/gate-result.js';
import type { ResultRow, RunResult } from '../model/result.js';
import type { DiskSite, SiteFault } from '../model/site.js';
import type { ConfigNote, VmAssumption, VmDefinition, VmDisk } from '../model/vm-disk.js';
import { disposableReason } from '../report/site-rows.js';
import type { Progress, RunOptions } from './options.js';
import { planRun, type RunPlan } from './plan.js';
import { type ConfigOptions, type ReadConfigs, readConfigs } from './read-configs.js';
import { usageError } from './usage-error.js';
import { blkcheckVersion } from './versions.js';

export interface GateOptions {
  readonly configs: ConfigOptions;
  /** Scenarios, search and profile; the machines come from the definitions. */
  readonly run: RunOptions;
}

/** The definitions of some files, and what is to be proved of them. */
export interface GatePlan {
  readonly read: ReadConfigs;
  readonly subjects: readonly Subject[];
  readonly unjudged: readonly UnjudgedDisk[];
  readonly assumptions: readonly VmAssumption[];
  readonly plan: RunPlan;
}

/** @throws UsageError for mistakes in files and names, and where there is no disk at all. */
export async function planGate({ configs, run }: GateOptions): Promise<GatePlan> {
  const read = await readConfigs(configs);
  const base = await planRun(run);
  const disks = read.files.flatMap(({ file, definitions }) =>
    definitions.flatMap((definition) =>
      definition.disks.map((disk) => ({ file, definition, disk, site: siteOf(read, disk) })),
    ),
  );
  const reasonOf = (disk: VmDisk) => disposableReason(disk, read.sites);
  const judged = disks.filter(({ disk }) => reasonOf(disk) === '');
  const subjects = judged.map(({ file, definition, disk, site }): Subject => {
    const runner = runnerOf(definition, read.qemuVersion, base);
    const candidates = candidatesOf(disk, site, runner);
    return { file, machine: definition.name, disk, site, candidates };
  });
  return {
    read,
    subjects,
    unjudged: [...disposableOf(disks, reasonOf), ...skippedOf(read)],
    assumptions: assumptionsOf(read, subjects, base),
    plan: planFor(base, subjects, run),
  };
}

function siteOf({ sites }: ReadConfigs, disk: VmDisk): DiskSite {
  const site = sites.get(disk);
  if (site === undefined) throw new Error(`${disk.id} has no site`);
  return site;
}

/** The version that somebody says, else the profile's, with the machine type that is written. */
function runnerOf(definition: VmDefinition, qemuVersion: string, { profile }: RunPlan): Runner {
  const release = qemuVersion === '' ? profile.qemu : nearestRelease(qemuVersion).release;
  const type = definition.machineType?.known === true ? definition.machineType.value : '';
  const version = machineVersion(type);
  return { release, machine: machineIdOf(version === null ? '' : version.join('.'), release) };
}

interface DiskOfFile {
  readonly file: string;
  readonly definition: VmDefinition;
  readonly disk: VmDisk;
}

function disposableOf(
  disks: readonly DiskOfFile[],
  reasonOf: (disk: VmDisk) => string,
): readonly UnjudgedDisk[] {
  return disks
    .filter(({ disk }) => reasonOf(disk) !== '')
    .map(({ file, definition, disk }) => ({
      id: disk.id,
      machine: definition.name,
      file,
      at: disk.at,
      reason: `disposable: ${reasonOf(disk)}`,
    }));
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
  const byKey = new Map<string, Configuration>();
  for (const { candidates } of subjects)
    for (const configuration of candidates.configurations)
      byKey.set(keyOf(configuration), configuration);
  const configurations = [...byKey.values()];
  const scenarios = base.scenarios.filter(
    ({ method }) => method === 'proof' || run.runs !== undefined,
  );
  if (scenarios.length === 0) throw usageError('no fixed scenario is selected', 'add --runs');
  const jobs = configurations.length * scenarios.length;
  const workers = run.jobs ?? (jobs > inlineJobsMax ? availableParallelism() : 0);
  return { ...base, configurations, scenarios, faults: faultsOf(subjects), workers };
}

/** Starting a worker takes as long as so many proofs. */
const inlineJobsMax = 150;

function faultsOf(subjects: readonly Subject[]): readonly FaultId[] {
  const wanted = new Set(subjects.flatMap(({ site }) => siteFaultsOf(site)));
  return faultIds.filter((fault) => wanted.has(fault));
}

function siteFaultsOf({ faults }: DiskSite): readonly SiteFault[] {
  return faults.known ? faults.value : [];
}

function assumptionsOf(
  read: ReadConfigs,
  subjects: readonly Subject[],
  { profile }: RunPlan,
): readonly VmAssumption[] {
  const { qemuVersion } = read;
  const takenFor = qemuVersion === '' ? '' : nearestRelease(qemuVersion).takenFor;
  const isOther = subjects.some(
    ({ site }) =>
      site.guest.system.origin.kind === 'file' &&
      site.guest.system.known &&
      site.guest.system.value !== 'linux',
  );
  const faults = new Set(subjects.flatMap(({ site }) => siteFaultsOf(site)));
  const left = [...faults].filter((fault) => !faultIds.some((id) => id === fault));
  return [
    qemuVersion === ''
      ? { key: 'qemu', value: profile.qemu, by: 'no version is given: the profile' }
      : { key: 'qemu', value: qemuVersion, by: takenFor === '' ? 'it was given' : takenFor },
    ...(isOther ? [{ key: 'guest', value: 'linux', by: 'other systems are judged as Linux' }] : []),
    ...(left.length === 0
      ? []
      : [{ key: 'faults', value: `without ${left.join(', ')}`, by: 'not modelled' }]),
  ];
}

/** Runs what was planned. */
export async function runGate(
  gate: GatePlan,
  interrupt: AbortSignal,
  onProgress: (progress: Progress) => void,
): Promise<{ readonly result: GateResult; readonly run: RunResult | null }> {
  const { plan, subjects } = gate;
  if (plan.configurations.length === 0) return { result: resultOf(gate, null), run: null };
  const { runPlan } = await import('./run-plan.js');
  const { result } = await runPlan(plan, interrupt, onProgress);
  return { result: resultOf({ ...gate, subjects }, result), run: result };
}

function resultOf(gate: GatePlan, run: RunResult | null): GateResult {
  const { read, subjects, unjudged, assumptions, plan } = gate;
  const rows = new Map<string, ResultRow[]>();
  for (const row of run?.results ?? []) {
    const key = keyOf(row.configuration);
    rows.set(key, [...(rows.get(key) ?? []), row]);
  }
  const disks = subjects.map((subject) => judgeDisk(subject, rows));
  const count = (wanted: DiskVerdict['verdict']) =>
    disks.filter(({ verdict }) => verdict === wanted).length;
  return {
    schemaVersion: 1,
    blkcheckVersion: blkcheckVersion(),
    profile: plan.profile.id,
    interrupted: run?.interrupted ?? false,
    assumptions,
    disks,
    unjudged,
    notes: notesOf(read),
    waivers: [],
    comparison: null,
    summary: {
      safe: count('safe'),
      unsafe: count('unsafe'),
      inconclusive: count('inconclusive'),
      unjudged: unjudged.length,
      waived: 0,
      exitCode: exitCodeFor(run, count('unsafe'), count('inconclusive')),
    },
  };
}

function notesOf({ files }: ReadConfigs): readonly ConfigNote[] {
  return files.flatMap(({ definitions }) =>
    definitions.flatMap(({ notes, disks }) => [...notes, ...disks.flatMap((disk) => disk.notes)]),
  );
}

/** A run's own trouble counts before what it found. */
function exitCodeFor(run: RunResult | null, unsafe: number, inconclusive: number): number {
  const trouble = run?.summary.exitCode ?? 0;
  if (trouble === 70 || trouble === 130) return trouble;
  if (unsafe > 0 || (run?.summary.workloadBugs.length ?? 0) > 0) return 1;
  return inconclusive > 0 ? 3 : 0;
}
