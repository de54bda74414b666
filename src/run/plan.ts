import { availableParallelism } from 'node:os';
import type { Profile } from '../catalogue/dimensions/profiles.js';
import { bootingFaults, faults as catalogued } from '../catalogue/faults.js';
import { versionRefusals } from '../catalogue/refusals/version-refusals.js';
import type { Configuration } from '../model/configuration.js';
import type { FaultId } from '../model/fault.js';
import type { Assumption, RunResult } from '../model/result.js';
import { type Assume, assumeOf } from './assume.js';
import { assumptionsOf } from './configurations/assumptions.js';
import { configurationsOf } from './configurations/configurations.js';
import { type Dimensions, namedVersions, selectDimensions } from './configurations/dimensions.js';
import { existingOf } from './configurations/existing.js';
import { select } from './configurations/filter.js';
import { profileOf } from './configurations/profile.js';
import {
  type UnreadVersion,
  unreadHosts,
  unreadMachines,
  unreadVersions,
} from './configurations/unread-versions.js';
import { optionLimits } from './option-limits.js';
import type { RunOptions } from './options.js';
import { type ReductionName, reductions } from './reduction-names.js';
import { isForThisThread } from './scenarios/scenario-source.js';
import { type PlannedScenario, selectScenarios } from './scenarios/select-scenarios.js';
import { usageError } from './usage-error.js';
import { within } from './within.js';

/** A run with nothing left to decide: all that is behind it works from this. */
export interface RunPlan {
  readonly profile: Profile;
  readonly configurations: readonly Configuration[];
  readonly scenarios: readonly PlannedScenario[];
  readonly faults: readonly FaultId[];
  /** Generated runs for each row. */
  readonly runs: number;
  readonly seed: number;
  /** Executions of a proof, for each row. */
  readonly executionsMax: number;
  /** Reductions of proofs that are switched off. */
  readonly without: readonly ReductionName[];
  /** Proofs look at a second fault as well. */
  readonly crashRecovery: boolean;
  /** What is taken for granted of releases that are not known. */
  readonly assume: Assume;
  /** Versions that were named and are not known, whatever is assumed of them. */
  readonly unread: readonly UnreadVersion[];
  /** 0 for no limit. */
  readonly timeMs: number;
  /** Worker threads; 0 runs everything on this one. */
  readonly workers: number;
  readonly assumptions: readonly Assumption[];
  readonly notApplicable: RunResult['notApplicable'];
  readonly notRun: RunResult['notRun'];
}

const runsDefault = 1000;
/** Executions of a proof, where nobody says how many. */
export const executionsUsual = 1_000_000;
const seedDefault = 1;

/** The memory for the rows is bounded. */
const rowsMax = 100_000;

/** Starting a worker takes as long as some thousand generated runs, or some hundred proofs. */
const inlineRunsMax = 20_000;
const runsPerProof = 50;

/**
 * Makes options total.
 *
 * @throws UsageError for what does not exist, is out of range, or leaves nothing to run.
 */
export async function planRun(options: RunOptions): Promise<RunPlan> {
  const profile = profileOf(options.profile ?? 'default');
  const dimensions = selectDimensions(options, profile);
  const runs = within('runs', options.runs ?? runsDefault, optionLimits.runs);
  const seed = within('seed', options.seed ?? seedDefault, optionLimits.seed);
  const wanted = options.maxExecutions ?? executionsUsual;
  const executionsMax = within('max-executions', wanted, optionLimits.maxExecutions);
  const timeMs = 1000 * positive('time', options.timeSeconds ?? 0, optionLimits.timeSeconds.max);
  const assume = assumeOf(options.assume ?? 'nothing');
  const unread = unreadVersions(options);
  const { configurations, notRun } = existingOf(
    configurationsOf(profile, dimensions),
    profile,
    versionRefusals(namedVersions(options)),
  );
  if (options.crashRecovery === true) checkBooting(dimensions.faults);
  const kernel = guestKernelOf(dimensions);
  const { scenarios, suites, notApplicable } = await selectScenarios(options, profile, {
    kernels: [kernel],
    mounts: dimensions.values.get('mount') ?? [],
  });
  const rows = configurations.length * scenarios.length * (dimensions.faults.length + 1);
  if (rows > rowsMax) {
    throw usageError(`${rows} rows are selected; the limit is ${rowsMax}`, 'narrow a filter');
  }
  return {
    profile,
    configurations,
    scenarios,
    faults: dimensions.faults,
    runs,
    seed,
    executionsMax,
    without: withoutOf(options),
    crashRecovery: options.crashRecovery === true,
    assume,
    unread,
    timeMs,
    workers: workersOf(options, scenarios, effortOf(scenarios, rows / scenarios.length, runs)),
    assumptions: [
      ...assumptionsOf(profile, dimensions, suites, {
        assume,
        unread,
        hosts: unreadHosts(options),
        machines: unreadMachines(options),
      }),
      ...alignedWrites(scenarios),
      ...(options.crashRecovery === true ? [secondFaultAssumed] : []),
    ],
    notApplicable,
    notRun,
  };
}

/** What no setting says of the guest, and a verdict on torn pages rests on. */
function alignedWrites(scenarios: readonly PlannedScenario[]): readonly Assumption[] {
  const units = scenarios.flatMap(({ direct, atomicBytes }) => (direct ? [atomicBytes] : []));
  if (units.length === 0) return [];
  const value = [...new Set(units)].map((bytes) => `O_DIRECT-aligned-${bytes}`).join(',');
  return [{ key: 'guest-writes', value, origin: 'profile' }];
}

/** @throws UsageError where a fault leaves no recovery to be interrupted, each with the reason. */
function checkBooting(faults: readonly FaultId[]): void {
  const reasons = catalogued
    .filter(({ id, noBootBecause }) => faults.includes(id) && noBootBecause !== '')
    .map(({ id, noBootBecause }) => `${id} (${noBootBecause})`);
  if (reasons.length === 0) return;
  const text = `--crash-recovery: no second boot after ${reasons.join(', nor after ')}`;
  throw usageError(text, `--fault ${bootingFaults.join(',')}`);
}

/** Which scenarios exist depends on it, so there is one in a run. */
function guestKernelOf({ values }: Dimensions): string {
  const [kernel, ...others] = values.get('guest-kernel') ?? [];
  if (kernel !== undefined && others.length === 0) return kernel;
  throw usageError('a run has one guest kernel; name one');
}
const secondFaultAssumed: Assumption = {
  key: 'crash-recovery',
  value: 'power-loss',
  origin: 'flag',
};

function withoutOf({ without = [] }: RunOptions): readonly ReductionName[] {
  const names = reductions.map(({ id }) => id);
  return select<ReductionName>(without, {
    what: 'reduction',
    names,
    whenAbsent: [],
    whenExcluding: names,
  });
}

/** In generated runs, which take about as long on every machine. */
function effortOf(scenarios: readonly PlannedScenario[], rowsEach: number, runs: number): number {
  const runsOf = ({ method, source }: PlannedScenario) => {
    if (method === 'sample') return runs;
    return runsPerProof * (source.kind === 'bounded' ? 10 ** (source.family.requests - 1) : 1);
  };
  return rowsEach * scenarios.reduce((sum, scenario) => sum + runsOf(scenario), 0);
}

function workersOf(
  { jobs }: RunOptions,
  scenarios: readonly PlannedScenario[],
  effort: number,
): number {
  const wanted = jobs === undefined ? undefined : within('jobs', jobs, optionLimits.jobs);
  if (scenarios.some(({ source }) => isForThisThread(source))) return 0;
  if (wanted !== undefined) return wanted;
  return effort <= inlineRunsMax ? 0 : Math.min(availableParallelism(), optionLimits.jobs.max);
}

function positive(name: string, value: number, max: number): number {
  if (value >= 0 && value <= max) return value;
  throw usageError(`${name} is a number of seconds up to ${max}, not ${value}`);
}
