import type { Selected } from '../../advise/matrix/fields.js';
import { type MatrixAnswer, matrixOf } from '../../advise/matrix/matrix.js';
import type { Profile } from '../../catalogue/dimensions/profiles.js';
import { machineFaults } from '../../catalogue/faults.js';
import type { Refusal } from '../../catalogue/refusals/refusal.js';
import { versionRefusals } from '../../catalogue/refusals/version-refusals.js';
import { unreadWords } from '../../catalogue/releases/nearest-release.js';
import type { FaultId } from '../../model/fault.js';
import type { MatrixResult } from '../../model/matrix-result.js';
import { type Assume, assumeOf } from '../assume.js';
import { inferredReleases } from '../configurations/assumptions.js';
import { usualConfiguration } from '../configurations/configurations.js';
import { namedVersions, selectFaults } from '../configurations/dimensions.js';
import { profileOf } from '../configurations/profile.js';
import { stackName } from '../configurations/stack-words.js';
import {
  type UnreadVersion,
  unreadHosts,
  unreadMachines,
  unreadVersions,
  wordsOfUnread,
} from '../configurations/unread-versions.js';
import { exitCodeOf } from '../exit-code.js';
import type { EffortOption, RunOptions } from '../options.js';
import { guestJudgeOf, type JudgedScenario } from '../scenarios/judged-scenarios.js';
import { selectScenarios } from '../scenarios/select-scenarios.js';
import { usageError } from '../usage-error.js';
import { blkcheckVersion } from '../versions.js';
import { checkSize, selectedBy } from './matrix-selection.js';
import { type MatrixWorkloads, workloadsFor } from './matrix-workloads.js';
import type { BehaviourProof } from './prove-behaviours.js';
import { settleBy } from './settle-outcomes.js';

/** Of the options of a run those that select; what is not said is all there is, of faults as well. */
export interface MatrixOptions extends Omit<RunOptions, EffortOption> {
  /**
   * The only dimensions of which everything is looked at, by their keys; of the others the profile's value. By
   * default all, but for those that decide nothing in the profile's release.
   */
  readonly vary?: readonly string[];
  /** Proves each behaviour too, and compares; not by default, because it takes longer. */
  readonly prove?: boolean;
}

export interface MatrixOutcome {
  readonly result: MatrixResult;
  /** Where proof and analysis differ, a sentence each: a bug of blkcheck. */
  readonly blkcheckBugs: readonly string[];
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

function summaryOf(
  { grid, cells }: MatrixAnswer,
  { bugs, isUnsettled }: MatrixWorkloads,
  differences: number,
): MatrixResult['summary'] {
  const sum = (of: 'unsafe' | 'inconclusive') => grid.reduce((total, cell) => total + cell[of], 0);
  const [unsafe, inconclusive] = [sum('unsafe'), sum('inconclusive')];
  const verdicts = grid.map(({ verdict }) => verdict);
  const exitCode = exitCodeOf({
    blkcheckBug: differences > 0,
    interrupted: false,
    vacuous: false,
    workloadBug: bugs.length > 0,
    verdicts: isUnsettled ? [...verdicts, 'inconclusive'] : verdicts,
  });
  const safe = cells - unsafe - inconclusive;
  return { safe, unsafe, inconclusive, workloadBugs: bugs, exitCode };
}

/** The prover is loaded only where it is asked for. */
async function proved(
  judged: readonly JudgedScenario[],
  behaviours: MatrixAnswer['behaviours'],
): Promise<BehaviourProof> {
  const { proveBehaviours } = await import('./prove-behaviours.js');
  return proveBehaviours(judged, behaviours);
}

const nothingProved: BehaviourProof = { executions: 0, differences: [] };

interface Question {
  readonly options: MatrixOptions;
  readonly profile: Profile;
  readonly selected: readonly Selected[];
  readonly faults: readonly FaultId[];
  readonly assume: Assume;
  readonly unread: readonly UnreadVersion[];
  readonly refusals: readonly Refusal[];
}

/** @throws UsageError for what does not exist, and a selection that leaves nothing or too much. */
function questionOf(options: MatrixOptions): Question {
  const profile = profileOf(options.profile ?? 'default');
  const selected = selectedBy(options, profile);
  const faults = selectFaults(options, machineFaults);
  const assume = assumeOf(options.assume ?? 'nothing');
  const unread = unreadVersions(options);
  checkUnread(unread, assume);
  const refusals = versionRefusals(namedVersions(options));
  checkSize(selected, faults, usualConfiguration(profile), refusals);
  return { options, profile, selected, faults, assume, unread, refusals };
}

/** What was looked at. */
function lookedAt(
  { options, profile, selected, faults, assume, unread }: Question,
  { selected: looked }: MatrixAnswer,
) {
  const [machines, hosts] = [unreadMachines(options), unreadHosts(options)];
  return {
    profile: profile.id,
    assumptions: inferredReleases(valuesOf('qemu', selected), { assume, unread, hosts, machines }),
    axes: [
      { key: 'fault', values: faults },
      ...looked.map(({ dimension, values }) => ({ key: dimension.key, values })),
    ],
  };
}

function conditionsIn({ conditions }: MatrixAnswer, profile: Profile): MatrixResult['conditions'] {
  return conditions.map(({ example: { configuration, fault }, ...condition }) => ({
    ...condition,
    example: { configuration: stackName(configuration, profile), fault },
  }));
}

/**
 * Judges every configuration of the selection under every fault, and says with as few conditions
 * as possible which are unsafe.
 *
 * @throws UsageError for what does not exist, and a selection that leaves nothing or too much.
 */
export async function runMatrix(options: MatrixOptions): Promise<MatrixOutcome> {
  const question = questionOf(options);
  const { profile, selected, faults, assume, refusals } = question;
  const { scenarios, notApplicable } = await selectScenarios(options, profile, {
    kernels: valuesOf('guest-kernel', selected),
    mounts: valuesOf('mount', selected),
  });
  const workloads = await workloadsFor(scenarios, faults, profile);
  const { judged, leftOut } = workloads;
  const usual = usualConfiguration(profile);
  const settle = settleBy(assume);
  const answer = matrixOf({ selected, faults, usual, ...guestJudgeOf(judged), settle, refusals });
  const { behaviours, conditions: _conditions, selected: _selected, ...counts } = answer;
  const isProved = options.prove === true && judged.length > 0;
  const proof = isProved ? await proved(judged, behaviours) : nothingProved;
  const result: MatrixResult = {
    schemaVersion: 1,
    blkcheckVersion: blkcheckVersion(),
    ...lookedAt(question, answer),
    scenarios: judged.map(({ scenario }) => scenario.name),
    leftOut: [...leftOut, ...notApplicable],
    ...counts,
    behaviours: behaviours.length,
    basis: isProved ? 'analysis and proof' : 'analysis',
    executions: proof.executions,
    conditions: conditionsIn(answer, profile),
    summary: summaryOf(answer, workloads, proof.differences.length),
  };
  return { result, blkcheckBugs: bugsIn(proof, profile) };
}

function bugsIn({ differences }: BehaviourProof, profile: Profile): readonly string[] {
  return differences.map(
    ({ configuration, fault, says }) => `${stackName(configuration, profile)}:${fault}: ${says}`,
  );
}
