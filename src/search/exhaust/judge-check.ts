import type { Violation } from '../../model/aftermath.js';
import type { Check } from '../../scenario/checks.js';
import type { Recovery } from '../../scenario/recovery/recovery.js';
import { NotAgainError } from '../minimise/not-again-error.js';
import { branchOver, type CrashTree, read, visitWitness } from './crash-tree.js';
import { walkRecovery } from './walk-recovery.js';
import { isKnown, type Watch, type WatchContext } from './watch.js';

/** In executions: most crash points have fewer, and one of them may read tens of thousands of sectors. */
const asksEvery = 1024;

/** Judges one promise on every crash state of the tree, until all that it can find was found. */
export function judgeCheck(
  tree: CrashTree,
  check: Check,
  context: WatchContext,
  watch: Watch,
): void {
  const { reductions } = context;
  const isEnough = () => isKnown(watch, check) || watch.isCutShort;
  tree.isEnough = false;
  if (check.lendRecovery !== null && reductions.sharedRecovery && reductions.lazyStates) {
    check.lendRecovery((recovery) => judgeOutcomes(tree, recovery, context, watch, isEnough));
    return;
  }
  // A judgement ends at what it finds, before it has read what another kind of violation shows in.
  for (let before = -1; before < watch.found.size && !isEnough(); ) {
    before = watch.found.size;
    judgeAgain(tree, check, context, watch, isEnough);
  }
}

function judgeAgain(
  tree: CrashTree,
  check: Check,
  context: WatchContext,
  watch: Watch,
  isEnough: () => boolean,
): void {
  const judge = () => {
    if (!context.reductions.lazyStates) readAll(tree, watch);
    return check.judge(tree.aftermath, watch.found);
  };
  branchOver(tree, judge, (violation) => {
    if (mayCount(context, watch) && violation !== null) report(tree, context, watch, violation);
    tree.isEnough = isEnough();
  });
}

function judgeOutcomes<State, Outcome>(
  tree: CrashTree,
  recovery: Recovery<State, Outcome>,
  context: WatchContext,
  watch: Watch,
  isEnough: () => boolean,
): void {
  walkRecovery(tree, recovery, context.reductions.checksums, watch.found, (outcome) => {
    const judge = () => recovery.judge(outcome, tree.aftermath, watch.found);
    const isJudged = mayCount(context, watch);
    for (let found = isJudged ? judge() : null; found !== null; found = judge())
      report(tree, context, watch, found);
    tree.isEnough = isEnough();
  });
}

/**
 * Counts an execution, unless it is one more than there may be: that is left out, so that a proof that
 * needs just as many as it may have is one. One crash point may have more states than there is time for.
 */
function mayCount({ executionsMax, isOver }: WatchContext, watch: Watch): boolean {
  if (watch.executions >= executionsMax) {
    watch.isCutShort = true;
    return false;
  }
  watch.executions += 1;
  if (watch.executions % asksEvery === 0 && isOver()) watch.isCutShort = true;
  return true;
}

/** Notes a kind of violation, with a disk that shows it. What was noted is not looked for again. */
function report(
  tree: CrashTree,
  { onBroken }: WatchContext,
  watch: Watch,
  { kind }: Violation,
): void {
  visitWitness(tree, () => {
    watch.found.add(kind);
    onBroken(watch, kind, tree.crash);
  });
  if (!watch.found.has(kind)) throw new NotAgainError(`no disk shows the ${kind} that was found`);
}

/** Decides all that is open, whether anybody reads it or not. */
function readAll(tree: CrashTree, { openWrites }: Watch): void {
  const { program } = tree.crash.machine;
  for (const write of openWrites) {
    const lba = program.lba[write] ?? 0;
    for (let sector = 0; sector < (program.sectorCount[write] ?? 0); sector += 1)
      read(tree, lba + sector);
  }
}
