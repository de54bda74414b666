import type { ViolationKind } from '../../model/verdict.js';
import type { CrashState } from '../../stack/crash-state.js';
import type { Machine } from '../../stack/machine.js';
import { isComplete, isDispatch, type Move, subjectOf } from '../../stack/moves.js';
import { createSimulator } from '../../stack/simulate.js';
import { phase, resetWorld, type World } from '../../stack/world.js';
import type { Subject } from '../attempt.js';
import { createSwitch } from './branching.js';
import type { Exhausted, Failure, KnownKinds, Limits } from './exhaust.js';
import { type Explored, explore, type Visitor } from './explore.js';
import { makesSure } from './fault-view.js';
import { lookAt } from './look-at.js';
import { mayOverlap } from './overlaps.js';
import type { Exploration } from './plan.js';
import type { Reductions } from './reductions.js';
import { holdsEverything } from './sureness.js';
import { createWatch, isExhausted, markExhausted, type Watch, type WatchContext } from './watch.js';
import { witnessOf } from './witness.js';

/** What the last exploration left: explorations follow one another. */
let memory: World | null = null;

/** Goes through the schedules once and looks at each fault where it may show something new. */
export function exploreFaults(
  subject: Omit<Subject, 'fault'>,
  exploration: Exploration,
  reductions: Reductions,
  limits: Limits,
  known: KnownKinds,
): readonly Exhausted[] {
  const { program, world } = createSimulator(subject.script, exploration.stack, memory);
  memory = world;
  resetWorld(world);
  const nature = createSwitch(holdsEverything);
  const machine: Machine = { stack: exploration.stack, program, world, chooser: nature };
  const { checks } = subject.oracleOf(subject.script);
  const watches = exploration.views.map((view) => createWatch(view, checks, known(view.fault)));
  const found: Found[] = [];
  const path: Move[] = [];
  const onBroken = (watch: Watch, kind: ViolationKind, crash: CrashState) => {
    const real = { ...subject, fault: watch.view.fault };
    const broken = { path, crash, watch, isDeep: exploration.isDeep };
    found.push({ watch, failure: { kind, attempt: witnessOf(real, broken, kind) } });
    if (limits.endsAtFirst) for (const each of watches) markExhausted(each);
  };
  const { executionsMax, isOver } = limits;
  const overlaps = mayOverlap(subject.script);
  const context = { machine, nature, reductions, overlaps, executionsMax, isOver, onBroken };
  const explored = explore(
    machine,
    exploration.order,
    reductions,
    path,
    visitorOf(context, exploration, watches, limits),
  );
  return watches.map((watch) => exhaustedOf(watch, explored, found, limits));
}

/** A failure, and the fault under which it was found. */
interface Found {
  readonly watch: Watch;
  readonly failure: Failure;
}

function exhaustedOf(
  watch: Watch,
  { schedules, isCutShort }: Explored,
  found: readonly Found[],
  { endsAtFirst }: Limits,
): Exhausted {
  const { view, crashPoints, exercised, crashStates, executions } = watch;
  const isEnded = endsAtFirst === true && found.length > 0;
  const isWhole = !isCutShort && !watch.isCutShort;
  const isCovered = isExhausted(watch) || isWhole;
  return {
    fault: view.fault,
    failures: found.filter((each) => each.watch === watch).map(({ failure }) => failure),
    isComplete: isCovered && !isEnded,
    schedules,
    crashPoints,
    exercised,
    crashStates,
    executions,
  };
}

type Saved = Pick<Watch, 'checks' | 'openWrites' | 'isStale'>;

function savedOf({ checks, openWrites, isStale }: Watch): Saved {
  return { checks, openWrites: [...openWrites], isStale };
}

function copyOf(saved: Saved | undefined): Saved | undefined {
  return saved && { ...saved, openWrites: [...saved.openWrites] };
}

function visitorOf(
  context: WatchContext,
  exploration: Exploration,
  watches: readonly Watch[],
  limits: Limits,
): Visitor {
  const isDone = (watch: Watch) => isExhausted(watch) || watch.isCutShort;
  return {
    before(moves) {
      for (const watch of watches)
        if (!isDone(watch) && isDue(context, watch, moves)) lookAt(context, watch);
    },
    after(move) {
      for (const watch of watches) note(context.machine, exploration, watch, move);
    },
    save: () => watches.map(savedOf),
    restore(saved) {
      for (const [at, watch] of watches.entries())
        Object.assign(watch, copyOf((saved as readonly Saved[])[at]));
    },
    isEnough: () => watches.every(isDone) || limits.isOver(),
  };
}

/** Whether the fault must strike here: after one of these moves less of what is there can be lost. */
function isDue(
  { machine, reductions }: WatchContext,
  { isStale, view }: Watch,
  moves: readonly Move[],
): boolean {
  if (view.fault === 'none') return moves.length === 0;
  if (!reductions.crashPoints) return true;
  if (!isStale) return false;
  return moves.length === 0 || moves.some((move) => isLast(machine, move, view));
}

function isLast(machine: Machine, move: Move, view: Watch['view']): boolean {
  if (isComplete(move)) return makesSure(machine, subjectOf(move), view);
  return isDispatch(move) && view.dispatchMakesSure;
}

/** What the move added for the fault to take or to spare. */
function note(machine: Machine, { order }: Exploration, watch: Watch, move: Move): void {
  const { world } = machine;
  const operation = subjectOf(move);
  const isRequest = isComplete(move) || isDispatch(move);
  const phases = isRequest ? (world.phases[operation] ?? 0) : 0;
  const startsWrite = isRequest && (phases & -phases) === phase.write;
  if (startsWrite) watch.openWrites.push(operation);
  if (!isComplete(move) || startsWrite || order === 'every') watch.isStale = true;
}
