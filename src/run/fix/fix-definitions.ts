import { spelled } from '../../catalogue/cures/notations/spelling.js';
import { takenFor, takingSteps, takingWords } from '../../catalogue/cures/standing.js';
import type { DiskSubject } from '../../gate/judge-disk.js';
import { type LikeDisks, likeDisks } from '../../gate/like-disks.js';
import { standingOf } from '../../gate/standing.js';
import type { Configuration } from '../../model/configuration.js';
import type {
  AppliedChange,
  DefinitionsFixResult,
  DisksFix,
  FixOption,
  StackFix,
} from '../../model/fix-result.js';
import type { DiskVerdict } from '../../model/gate-result.js';
import type { Verdict } from '../../model/verdict.js';
import type { Fact, Position, VmDisk } from '../../model/vm-disk.js';
import { existsFor } from '../../scenario/scenario.js';
import { type ConfigOptions, type ReadConfigs, readConfigs } from '../definitions/read-configs.js';
import { type ExitCode, exitCodeOf } from '../exit-code.js';
import { gateAssumptions } from '../gate/gate-assumptions.js';
import { subjectsOf } from '../gate/gate-subjects.js';
import { checkDisksFound } from '../gate/without-disks.js';
import type { Progress } from '../options.js';
import { planRun } from '../plan.js';
import { type JudgedScenario, judgedScenarios } from '../scenarios/judged-scenarios.js';
import { type ChangeOptions, headerOf, keptBy } from './fix.js';
import { createFixer, type FixerAnswer } from './fixer.js';

export interface FixDefinitionsOptions {
  readonly configs: ConfigOptions;
  readonly change: ChangeOptions;
  /** Called before each answer, with the disk that it is about. */
  readonly onProgress: (progress: Progress) => void;
}

export interface FixDefinitionsOutcome {
  readonly result: DefinitionsFixResult;
  readonly read: ReadConfigs;
  readonly subjects: readonly DiskSubject[];
  /** What only a bug of blkcheck explains, a sentence each. */
  readonly blkcheckBugs: readonly string[];
}

/**
 * Looks for what makes each disk of definitions safe, whichever of the stacks it is that it may be.
 * Only fixed scripts are judged, as where definitions are run.
 *
 * @throws UsageError for mistakes in files and names, and where there is no disk at all.
 */
export async function runFixDefinitions({
  configs,
  change,
  onProgress,
}: FixDefinitionsOptions): Promise<FixDefinitionsOutcome> {
  const { diskClass, keep, ...options } = change;
  const kept = keptBy(keep);
  const read = await readConfigs(configs);
  const { judged, others, plan } = await planFor(options);
  const { profile } = plan;
  const isWanted = () => true;
  const found = subjectsOf(read, { profile, assume: plan.assume, isWanted });
  const { subjects, runners } = found;
  checkDisksFound({ ...found, read }, configs.names);
  const signal = change.signal ?? new AbortController().signal;
  const fixer = createFixer({ plan, judged, diskClass, kept, signal });
  const settled = await settleAll(likeDisks(subjects), { judged, fixer, signal, onProgress });
  const result: DefinitionsFixResult = {
    ...headerOf(plan, others, exitCodeFor(settled, found.refused, signal)),
    assumptions: gateAssumptions(subjects, runners, false),
    answers: settled.map(({ disks }) => disks),
    unjudged: found.unjudged,
    templates: read.templates,
    strangers: read.strangers,
  };
  return { result, read, subjects, blkcheckBugs: settled.flatMap(bugsOf) };
}

/** With what disks are settled. */
interface Settling extends Pick<FixDefinitionsOptions, 'onProgress'> {
  readonly judged: readonly JudgedScenario[];
  readonly fixer: Fixer;
  readonly signal: AbortSignal;
}

/** One after the other, as long as nobody ends it: what was found until then is kept, and what is left is told. */
async function settleAll(
  groups: readonly LikeDisks[],
  { judged, fixer, signal, onProgress }: Settling,
): Promise<readonly Settled[]> {
  const settled: Settled[] = [];
  for (const [at, group] of groups.entries()) {
    if (signal.aborted) {
      settled.push(unsettled(group, 'interrupted', 'inconclusive'));
      continue;
    }
    const unsafe = settled.filter(({ verdict }) => verdict === 'unsafe').length;
    onProgress({ done: at, total: groups.length, unsafe, last: group.subjects[0].disk.id });
    settled.push(await settle(group, fixer, judged));
  }
  return settled;
}

function bugsOf({ answer }: Settled): readonly string[] {
  return answer?.blkcheckBugs ?? [];
}

function exitCodeFor(
  settled: readonly Settled[],
  refused: readonly DiskVerdict[],
  { aborted }: AbortSignal,
): ExitCode {
  return exitCodeOf({
    blkcheckBug: settled.flatMap(bugsOf).length > 0,
    interrupted: aborted,
    vacuous: false,
    workloadBug: settled.some(({ answer }) => answer?.trouble.workloadBug === true),
    verdicts: [...settled, ...refused].map(({ verdict }) => verdict),
  });
}

async function planFor(options: Omit<ChangeOptions, 'diskClass' | 'keep'>) {
  // What a proof of a few stacks takes is less than what workers take to start.
  const plan = { ...(await planRun(options)), workers: 0 };
  const { judged, others } = await judgedScenarios(plan.scenarios);
  const scenarios = judged.map(({ scenario }) => scenario);
  return { judged, others, plan: { ...plan, scenarios } };
}

type Fixer = ReturnType<typeof createFixer>;

interface Settled {
  readonly disks: DisksFix;
  readonly verdict: Verdict;
  /** null where there was nothing to ask. */
  readonly answer: FixerAnswer | null;
}

function disksOf({ subjects }: LikeDisks): DisksFix['disks'] {
  return subjects.map(({ disk: { id, at }, machine, file }) => ({ id, machine, file, at }));
}

function unsettled(group: LikeDisks, reason: string, verdict: Verdict): Settled {
  return { disks: { disks: disksOf(group), fix: null, reason }, verdict, answer: null };
}

/** Whether there is something to ask of every guest that the disk may have. */
function areAsked(
  configurations: readonly Configuration[],
  judged: readonly JudgedScenario[],
): boolean {
  return configurations.every(({ guest }) =>
    judged.some(({ scenario }) => existsFor(scenario, guest)),
  );
}

async function settle(
  group: LikeDisks,
  fixer: Fixer,
  judged: readonly JudgedScenario[],
): Promise<Settled> {
  const { subjects, candidates, faults, unread } = group;
  const { configurations, unmodelled, refused, unknownCode, byRelease = [] } = candidates;
  const doubt = unmodelled.length === 0 ? unread : `not modelled: ${unmodelled.join(', ')}`;
  if (configurations.length === 0) {
    return refused === ''
      ? unsettled(group, doubt, 'inconclusive')
      : unsettled(group, `QEMU refuses it: ${refused}`, 'unsafe');
  }
  if (!areAsked(configurations, judged))
    return unsettled(group, 'none of the scenarios exists for its guest', 'inconclusive');
  const { disk } = subjects[0];
  const answer = await fixer({
    configurations,
    faults,
    doubt,
    unknownCode,
    byRelease: byRelease.map((each) => each.configurations),
    notation: disk.notation,
    standing: standingOf(disk),
  });
  const fix = inTheirWords(answer.fix, subjects[0], configurations);
  return {
    disks: { disks: disksOf(group), fix, reason: '' },
    verdict: fix.current.verdict,
    answer,
  };
}

/** The place of the setting itself, and not of one that beats it. */
function writtenAt(fact: Fact<unknown> | null): Position | null {
  const { origin } = fact ?? {};
  return origin?.kind === 'file' && origin.over === undefined ? origin.at : null;
}

/** What a definition says of each thing that can be changed in it. */
const facts: Readonly<Record<string, (disk: VmDisk) => Fact<unknown> | null>> = {
  cache: ({ direct, noFlush }) => (writtenAt(direct) === null ? noFlush : direct),
  aio: ({ aio }) => aio,
  frontend: ({ frontend }) => frontend,
  werror: ({ werror }) => werror,
  dpofua: ({ dpofua }) => dpofua,
  'config-wce': ({ configWce }) => configWce,
};

/** Where the definition sets it, or the disk where it does not. */
function placeIn(disk: VmDisk, fact: Fact<unknown> | null): string {
  const { file, line, column } = writtenAt(fact) ?? disk.at;
  return `${file}:${line}:${column}`;
}

/** A change in the words of the definition, and where it has them; as it is where it has none. */
function inItsWords(disk: VmDisk, on: Configuration, change: AppliedChange): AppliedChange {
  const { key, to } = change;
  const { taken, isEnough } = takenFor(standingOf(disk), on, key, to);
  if (isEnough) return { ...change, spelled: takingWords(taken), how: takingSteps(taken) };
  const found = spelled(disk.notation, on, key, to);
  const factOf = facts[key];
  if (found === null || factOf === undefined || found.place === 'outside') return change;
  const how = `${found.words} (${placeIn(disk, factOf(disk))})`;
  if (taken.length === 0) return { ...change, spelled: found.words, how };
  return {
    ...change,
    spelled: `${found.words}, ${takingWords(taken)}`,
    how: `${how}, and ${takingSteps(taken)}`,
  };
}

/** Changes with the words of the definition for them, and where it has them. */
function inTheirWords(
  fix: StackFix,
  { disk }: DiskSubject,
  [on]: readonly Configuration[],
): StackFix {
  if (on === undefined) return fix;
  const optionOf = (option: FixOption) => ({
    ...option,
    changes: option.changes.map((change) => inItsWords(disk, on, change)),
  });
  return { ...fix, options: fix.options.map(optionOf), cheaper: fix.cheaper.map(optionOf) };
}
