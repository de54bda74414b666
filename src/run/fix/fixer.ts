import { costliest, type FixAnswer, findSafe, type Priced } from '../../advise/fix/fix.js';
import { choicesFor, type DimensionChanges } from '../../advise/fix/neighbours.js';
import { behavioursOf, guestFactorOf, storageFactorOf } from '../../analysis/factors.js';
import { changeRows } from '../../catalogue/changes/changes.js';
import { openDimensions, valueWords } from '../../catalogue/cures/telling-values.js';
import { dimensions } from '../../catalogue/dimensions/dimensions.js';
import type { Profile } from '../../catalogue/dimensions/profiles.js';
import type { DiskClassId } from '../../catalogue/disk-classes.js';
import { holdsWhatever, type UnknownCode } from '../../catalogue/evidence.js';
import { standInsOf } from '../../catalogue/releases/stand-ins.js';
import type { Configuration } from '../../model/configuration.js';
import type { FaultId } from '../../model/fault.js';
import type { FixOption, StackFix } from '../../model/fix-result.js';
import { worstOf } from '../../model/verdict.js';
import type { Assume } from '../assume.js';
import { valuesIn } from '../configurations/dimensions.js';
import { stackName } from '../configurations/stack-words.js';
import type { ExitFacts } from '../exit-code.js';
import type { RunPlan } from '../plan.js';
import {
  type GuestJudge,
  guestJudgeOf,
  type JudgedScenario,
} from '../scenarios/judged-scenarios.js';
import { createCostOf } from './commit-costs.js';
import { createReferee, type Referee, type Ruling, ruledTogether } from './referee.js';
import { canBeSaid, distanceOf, type WrittenDisk } from './said.js';

export interface FixerOptions {
  /** Scenarios and search; configurations and faults come with each question. */
  readonly plan: RunPlan;
  readonly judged: readonly JudgedScenario[];
  readonly diskClass: DiskClassId;
  /** Dimensions that must stay as they are. */
  readonly kept: readonly string[];
  readonly signal: AbortSignal;
}

export interface FixerQuestion extends WrittenDisk {
  readonly faults: readonly FaultId[];
  /** Why the disk is not known to be safe whatever is found; '' for nothing. */
  readonly doubt: string;
  /** What is unsafe only by code that nobody knows is not known to be. */
  readonly unknownCode: readonly UnknownCode[];
  /** Those on each release, where the disk is taken for what it is on the worst of them. */
  readonly byRelease?: readonly (readonly Configuration[])[];
}

export interface FixerAnswer {
  readonly fix: StackFix;
  /** What only a bug of blkcheck explains, a sentence each. */
  readonly blkcheckBugs: readonly string[];
  readonly trouble: Pick<ExitFacts, 'interrupted' | 'workloadBug'>;
}

type TogetherRuling = ReturnType<typeof ruledTogether>;

/** So many candidates are proved before the search for a fix is given up. */
const proofsMax = 8;

/**
 * Whether the analysis knows of nothing that can break, under any of the faults. Of a release that
 * nobody ran or read, only what holds on all that stand in for it is known, as in a run.
 */
function createIsSafe(
  { workloadsOf, judge }: GuestJudge,
  faults: readonly FaultId[],
  assume: Assume,
) {
  const isKnownSafe = (configuration: Configuration): boolean => {
    const guest = guestFactorOf(configuration);
    const storage = storageFactorOf(configuration, faults);
    const workloads = workloadsOf(configuration.guest);
    return behavioursOf(guest, storage).every((each) => judge(each, workloads).kinds.length === 0);
  };
  return (configuration: Configuration): boolean => {
    const standIns = standInsOf(configuration);
    const looked = assume === 'nearest' ? standIns.slice(0, 1) : standIns;
    return (looked.length === 0 ? [configuration] : looked).every(isKnownSafe);
  };
}

/** What code that nobody knows alone makes unsafe may be safe. */
function asOfUnknownCode(ruling: Ruling, unknown: readonly UnknownCode[], reason: string): Ruling {
  if (ruling.verdict !== 'unsafe' || holdsWhatever(unknown, ruling.rules)) return ruling;
  return { ...ruling, verdict: 'inconclusive', reason };
}

/** All that the disk may be together; on the worst of its releases, where that is assumed. */
function ruledAsIs(
  { configurations, byRelease = [] }: FixerQuestion,
  rulings: readonly Ruling[],
): TogetherRuling {
  const rulingOf = new Map(configurations.map((each, at) => [JSON.stringify(each), rulings[at]]));
  const all = byRelease.map((own) => {
    const known = own.map((each) => rulingOf.get(JSON.stringify(each)));
    return ruledTogether(
      own,
      known.filter((each) => each !== undefined),
    );
  });
  return worstOf(all, ({ verdict }) => verdict) ?? ruledTogether(configurations, rulings);
}

/** The disk as it is, and the candidates in their order until one is proved. */
async function rulingsOn(
  question: FixerQuestion,
  candidates: readonly Priced[],
  { rule }: Referee,
): Promise<readonly [current: TogetherRuling, ...ofCandidates: TogetherRuling[]]> {
  const { configurations: current, doubt, unknownCode } = question;
  const [first, ...others] = candidates.slice(0, proofsMax);
  // Together, because what shows that the workloads themselves are right is then shown once.
  const asked = first?.configurations ?? [];
  const ruled = await rule([...current, ...asked]);
  const known = ruled.slice(0, current.length);
  const judged = known.map((each) => asOfUnknownCode(each, unknownCode, doubt));
  const own = ruledAsIs(question, judged);
  const rulings = first === undefined ? [] : [ruledTogether(asked, ruled.slice(current.length))];
  for (const { configurations } of others) {
    const last = rulings.at(-1);
    if (own.interrupted || last?.interrupted || last?.verdict === 'safe') break;
    rulings.push(ruledTogether(configurations, await rule(configurations)));
  }
  return [own, ...rulings];
}

function reasonOf(
  { safe, isCut }: FixAnswer,
  rulings: readonly Ruling[],
  { interrupted, verdict, reason, when }: TogetherRuling,
  doubt: string,
): string {
  if (interrupted) return 'interrupted';
  if (verdict === 'inconclusive' && when === '') return reason;
  if (doubt !== '') return doubt;
  if (verdict === 'safe') return '';
  if (isCut) return 'the search for neighbours ended at its limit';
  if (safe.length > 0 && !rulings.some((ruling) => ruling.verdict === 'safe'))
    return rulings.at(-1)?.reason || 'none of the first candidates could be proved';
  return '';
}

/** Where a definition says raw, the one that has a node in its place is no example of it. */
function nameOfOne(configurations: readonly Configuration[], profile: Profile): string {
  const [first] = configurations;
  const example = configurations.find(({ image }) => image.format !== 'protocol') ?? first;
  return example === undefined ? '' : stackName(example, profile);
}

/** What nobody changes, because it was named or because nothing changes it. */
function keysKept(
  kept: readonly string[],
  choices: readonly DimensionChanges[],
): readonly string[] {
  const isChoice = (key: string) => choices.some(({ dimension }) => dimension.key === key);
  const isKept = (key: string) => {
    const row = changeRows.find((each) => each.key === key);
    return row === undefined || (row.isTold === true && !isChoice(key));
  };
  return dimensions.map(({ key }) => key).filter((key) => kept.includes(key) || isKept(key));
}

/** What answers one question after the other, and remembers what it learns of the scenarios. */
export function createFixer({ plan, judged, diskClass, kept, signal }: FixerOptions) {
  const { profile } = plan;
  const costOf = createCostOf(judged, diskClass);
  const judge = guestJudgeOf(judged);
  const exist = (dimension: (typeof dimensions)[number]) => valuesIn(dimension, profile);
  const optionOf = (
    { configurations, changes, cost }: Priced,
    ruling: Ruling | undefined,
  ): FixOption => ({
    configuration: nameOfOne(configurations, profile),
    notKnown: valueWords(openDimensions(configurations), configurations),
    changes,
    verdict: ruling?.verdict ?? 'safe',
    basis: ruling?.basis ?? 'analysis',
    cost,
  });
  return async (question: FixerQuestion): Promise<FixerAnswer> => {
    const { configurations, faults, doubt } = question;
    const reached = (dimension: (typeof dimensions)[number]) =>
      exist(dimension).filter((to) => canBeSaid(question, dimension, to));
    const isSafe = createIsSafe(judge, faults, plan.assume);
    const choices = choicesFor(configurations, reached, kept);
    const answer = findSafe({
      configurations,
      choices,
      isSafe,
      costOf,
      distanceOf: ({ key, to }) => distanceOf(question, key, to),
    });
    const candidates = answer.safe.filter(({ changes }) => changes.length > 0);
    const referee = createReferee({ ...plan, faults }, signal, isSafe);
    const [current, ...rulings] = await rulingsOn(question, candidates, referee);
    const proved = rulings.findIndex(({ verdict }) => verdict === 'safe');
    const chosen = candidates[proved];
    const options = candidates.map((each, at) => optionOf(each, rulings[at]));
    const own = { configurations, changes: [], cost: costliest(configurations, costOf) };
    const { kinds, rules, because, when } = current;
    const isDoubtful = doubt !== '' && current.verdict === 'safe';
    const verdict = isDoubtful ? ('inconclusive' as const) : current.verdict;
    const fix: StackFix = {
      faults,
      current: { ...optionOf(own, current), verdict, kinds, rules, because, when },
      chosen: chosen === undefined ? '' : (options[proved]?.configuration ?? ''),
      options,
      cheaper: answer.cheaper.map((each) => optionOf(each, undefined)),
      tried: answer.tried,
      kept: keysKept(kept, choices),
      proof: referee.total(),
      reason: reasonOf(answer, rulings, current, doubt),
    };
    return { fix, blkcheckBugs: referee.bugs(), trouble: referee.trouble() };
  };
}
