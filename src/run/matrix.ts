import type { Selected } from '../advise/matrix/fields.js';
import { machinesOf, productOf } from '../advise/matrix/machines.js';
import { type MatrixAnswer, matrixOf } from '../advise/matrix/matrix.js';
import type { Dimension } from '../catalogue/dimension.js';
import { dimensions } from '../catalogue/dimensions.js';
import { machineFaults } from '../catalogue/faults.js';
import { unreadWords } from '../catalogue/nearest-release.js';
import type { Profile } from '../catalogue/profiles.js';
import type { Refusal } from '../catalogue/refusal.js';
import { refusalOf } from '../catalogue/refusals.js';
import { versionRefusals } from '../catalogue/version-refusals.js';
import { type Configuration, qemuReleaseIds } from '../model/configuration.js';
import type { FaultId } from '../model/fault.js';
import type { MatrixResult } from '../model/matrix-result.js';
import { type Assume, assumeOf } from './assume.js';
import { inferredReleases } from './assumptions.js';
import { usualConfiguration } from './configurations.js';
import { namedVersions, selectFaults, selectValues, valuesIn, wordsFor } from './dimensions.js';
import { exitCodeOf } from './exit-code.js';
import { select } from './filter.js';
import { guestJudgeOf, type Judged, judgedScenarios } from './judged-scenarios.js';
import type { RunOptions } from './options.js';
import { profileOf } from './profile.js';
import type { BehaviourProof } from './prove-behaviours.js';
import { type PlannedScenario, selectScenarios } from './select-scenarios.js';
import { settleBy } from './settle-outcomes.js';
import { stackName } from './stack-words.js';
import {
  type UnreadVersion,
  unreadHosts,
  unreadMachines,
  unreadVersions,
  wordsOfUnread,
} from './unread-versions.js';
import { usageError } from './usage-error.js';
import { blkcheckVersion } from './versions.js';

/** Of the options of a run those that select; what is not said is all there is. */
export interface MatrixOptions extends RunOptions {
  /** The only dimensions of which everything is looked at; of the others the profile's value. */
  readonly vary?: readonly string[];
  /** Prove each behaviour too. */
  readonly prove?: boolean;
}

export interface MatrixOutcome {
  readonly result: MatrixResult;
  /** Where proof and analysis differ, a sentence each: a bug of blkcheck. */
  readonly blkcheckBugs: readonly string[];
}

function variedKeys({ vary = [] }: MatrixOptions): readonly string[] {
  const names = dimensions.map(({ key }) => key);
  const domain = { what: 'dimension', names, whenAbsent: names, whenExcluding: names };
  return select(vary, domain);
}

/**
 * What does not vary unless somebody asks for it: a matrix is of one release, and a guest that retries
 * fsync loses what werror=ignore does.
 */
const fixed: readonly string[] = ['qemu', 'fsync-error'];

/**
 * Nor do these today: since barriers are gone the order of the queue decides nothing, and a larger atomic
 * unit only spares what a smaller one tears. Machine types have both values of dpofua, config-wce=off is
 * for few, and so is a queue of another depth.
 */
const fixedToday: readonly string[] = [
  'elevator',
  'atomic-unit',
  'dpofua',
  'config-wce',
  'queue-depth',
];

/** Nor does what a guest with a device that it switched off has in common with cache=writethrough. */
const leftOutToday: Readonly<Record<string, readonly string[]>> = {
  'guest-write-cache': ['device-off'],
};

/** The values of a dimension that varies, where nobody says which. */
function variedValues(
  dimension: Dimension,
  profile: Profile,
  { vary }: MatrixOptions,
): readonly string[] {
  const all = valuesIn(dimension, profile);
  const left = vary === undefined ? leftOutToday[dimension.key] : undefined;
  return left === undefined ? all : all.filter((value) => !left.includes(value));
}

/** The steps of the action plans are changes of one release, and vary where that is the only one. */
const patchedRelease = '0.11';

function selectedBy(options: MatrixOptions, profile: Profile): readonly Selected[] {
  const varied = variedKeys(options);
  const usual = usualConfiguration(profile);
  const releases = select(wordsFor('qemu', options, qemuReleaseIds), {
    what: 'QEMU release',
    names: qemuReleaseIds,
    whenAbsent: [profile.qemu],
    whenExcluding: qemuReleaseIds,
  });
  const isOld = releases.every((release) => release === patchedRelease);
  const isVaried = ({ key, part }: Dimension) => {
    if (options.vary !== undefined) return varied.includes(key);
    return !fixed.includes(key) && (isOld || (part !== 'patches' && !fixedToday.includes(key)));
  };
  const values = selectValues(options, profile, (dimension) =>
    isVaried(dimension) ? variedValues(dimension, profile, options) : [dimension.read(usual)],
  );
  return dimensions.map((dimension) => ({
    dimension,
    values: values.get(dimension.key) ?? [],
  }));
}

/** @throws UsageError where there are more cells than can be counted, or no machine at all. */
function checkSize(
  selected: readonly Selected[],
  faults: readonly FaultId[],
  usual: Configuration,
  more: readonly Refusal[],
) {
  if (productOf(selected) * faults.length > Number.MAX_SAFE_INTEGER)
    throw usageError('more cells are selected than can be counted', 'narrow it, or --vary');
  if (machinesOf(selected, usual, more).configurations > 0) return;
  const first = selected.reduce(
    (made, { dimension, values: [value = ''] }) => dimension.write(made, value),
    usual,
  );
  throw usageError(`there is no such machine: ${refusalOf(first, more)}`);
}

function valuesOf(key: string, selected: readonly Selected[]): readonly string[] {
  return selected.find(({ dimension }) => dimension.key === key)?.values ?? [];
}

/** A cell has no rules, which say whether another release fails as well. */
function checkUnread([first]: readonly UnreadVersion[], assume: Assume): void {
  if (first === undefined || assume !== 'nothing') return;
  const { named, looked } = wordsOfUnread(first);
  throw usageError(
    `a matrix has no ${unreadWords(named)}`,
    `--assume nearest looks at ${looked} in its place; \`blkcheck run\` judges what holds in every release`,
  );
}

function manyScripts({ name }: PlannedScenario) {
  return { scenario: name, reason: 'is many scripts, which the analysis does not look at' };
}

function summaryOf({ grid, cells }: MatrixAnswer, bugs: number): MatrixResult['summary'] {
  const sum = (of: 'unsafe' | 'inconclusive') => grid.reduce((total, cell) => total + cell[of], 0);
  const [unsafe, inconclusive] = [sum('unsafe'), sum('inconclusive')];
  const exitCode = exitCodeOf({
    blkcheckBug: bugs > 0,
    interrupted: false,
    vacuous: false,
    workloadBug: false,
    verdicts: grid.map(({ verdict }) => verdict),
  });
  return { safe: cells - unsafe - inconclusive, unsafe, inconclusive, exitCode };
}

/** The prover is loaded only where it is asked for. */
async function proved(
  judged: readonly Judged[],
  behaviours: MatrixAnswer['behaviours'],
): Promise<BehaviourProof> {
  const { proveBehaviours } = await import('./prove-behaviours.js');
  return proveBehaviours(judged, behaviours);
}

const nothingProved: BehaviourProof = { executions: 0, differences: [] };

/**
 * Judges every configuration of the selection under every fault, and says with as few conditions
 * as possible which are unsafe.
 *
 * @throws UsageError for what does not exist, and a selection that leaves nothing or too much.
 */
export async function runMatrix(options: MatrixOptions): Promise<MatrixOutcome> {
  const profile = profileOf(options.profile ?? 'default');
  const selected = selectedBy(options, profile);
  const faults = selectFaults(options, machineFaults);
  const usual = usualConfiguration(profile);
  const assume = assumeOf(options.assume ?? 'nothing');
  const unread = unreadVersions(options);
  checkUnread(unread, assume);
  const refusals = versionRefusals(namedVersions(options));
  checkSize(selected, faults, usual, refusals);
  const { scenarios, notApplicable } = await selectScenarios(options, profile, {
    kernels: valuesOf('guest-kernel', selected),
    mounts: valuesOf('mount', selected),
  });
  const { judged, others } = await judgedScenarios(scenarios);
  const answer = matrixOf({
    selected,
    faults,
    usual,
    ...guestJudgeOf(judged),
    settle: settleBy(assume),
    refusals,
  });
  const { behaviours, conditions, selected: looked, ...counts } = answer;
  const proof = options.prove === true ? await proved(judged, behaviours) : nothingProved;
  const axes = looked.map(({ dimension, values }) => ({ key: dimension.key, values }));
  const result: MatrixResult = {
    schemaVersion: 1,
    blkcheckVersion: blkcheckVersion(),
    profile: profile.id,
    assumptions: inferredReleases(valuesOf('qemu', selected), {
      assume,
      unread,
      hosts: unreadHosts(options),
      machines: unreadMachines(options),
    }),
    axes: [{ key: 'fault', values: faults }, ...axes],
    scenarios: judged.map(({ scenario }) => scenario.name),
    leftOut: [...others.map(manyScripts), ...notApplicable],
    ...counts,
    behaviours: behaviours.length,
    basis: options.prove === true ? 'analysis and proof' : 'analysis',
    executions: proof.executions,
    conditions: conditions.map(({ example: { configuration, fault }, ...condition }) => ({
      ...condition,
      example: { configuration: stackName(configuration, profile), fault },
    })),
    summary: summaryOf(answer, proof.differences.length),
  };
  return { result, blkcheckBugs: bugsIn(proof, profile) };
}

function bugsIn({ differences }: BehaviourProof, profile: Profile): readonly string[] {
  return differences.map(
    ({ configuration, fault, says }) => `${stackName(configuration, profile)}:${fault}: ${says}`,
  );
}
