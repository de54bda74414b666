import {
  hasToCome,
  isFenceStep,
  isLocalStep,
  isThreadDone,
  isWaitedFor,
  type Regard,
  waitsForRequests,
} from '../../stack/guest/threads-ahead.js';
import type { Machine } from '../../stack/machine.js';
import {
  completeMoves,
  dispatchMoves,
  type Move,
  stepMoves,
  subjectOf,
} from '../../stack/moves.js';
import { flushesAfter, phase } from '../../stack/world.js';
import { commitsOthers, endsAlike } from './closed-round.js';
import { isFlush } from './idle-flushes.js';
import { leastCompletions } from './least-completions.js';

/**
 * Which events are followed.
 *
 * - `every`: all of them.
 * - `lazy`: the guest and its queue go first, completions come when somebody waits for them.
 * - `lazy-sure`: the same for faults that spare all that completed, where what a flush covers does not show.
 * - `completions`: the guest goes first, and its writes reach the device at once; completions, and
 *   flushes that the guest sends, come in every order that makes no more sure than another.
 * - `straight`: one schedule, in which everything completes as soon as it may.
 * - `late-dispatch`: for a fault that takes nothing from the device: what matters is what got there,
 *   so dispatches are what comes late, and completions cost nothing.
 */
export type Order = 'every' | 'completions' | 'lazy' | 'lazy-sure' | 'late-dispatch' | 'straight';

/**
 * The events to follow from here, in a fixed order; none at the end of a schedule. `isPartial`: of
 * those that nobody can tell the order of, one is enough.
 */
export function selectMoves(machine: Machine, order: Order, isPartial: boolean): readonly Move[] {
  switch (order) {
    case 'every':
      return everyMove(machine);
    case 'completions':
      return isPartial ? completionMoves(machine) : everyMove(machine);
    case 'lazy':
    case 'lazy-sure':
      return isPartial ? lazyMoves(machine, order === 'lazy') : lazyMovesInAnyOrder(machine);
    case 'late-dispatch':
      return isPartial ? lateDispatchMoves(machine) : lateDispatchMovesInAnyOrder(machine);
    case 'straight':
      return everyMove(machine).slice(0, 1);
  }
}

function everyMove(machine: Machine): readonly Move[] {
  return [...completeMoves(machine), ...dispatchMoves(machine), ...stepMoves(machine)];
}

/** As late as the guest lets them, completions come in any order; all else comes in any order. */
function lazyMovesInAnyOrder(machine: Machine): readonly Move[] {
  const submissions = [...dispatchMoves(machine), ...stepMoves(machine)];
  const completions = completeMoves(machine);
  if (submissions.length === 0) {
    if (!areThreadsDone(machine) || isMoreToCome(machine)) return completions;
    return [];
  }
  return isWaiting(machine) ? [...submissions, ...completions] : submissions;
}

/**
 * As early as the device lets them, completions come in any order; all else comes in any order, and so
 * does the end of a flush that a write waits for: what is dispatched meanwhile is there before it.
 */
function lateDispatchMovesInAnyOrder(machine: Machine): readonly Move[] {
  const completions = completeMoves(machine);
  const free = completions.filter((move) => !isWriteLater(machine, subjectOf(move)));
  return free.length > 0
    ? [...free, ...stepMoves(machine)]
    : [...stepMoves(machine), ...dispatchMoves(machine), ...completions];
}

/** Whether a thread waits for requests, so that one of them may complete. */
function isWaiting(machine: Machine): boolean {
  for (let thread = 0; thread < machine.program.threadCount; thread++)
    if (waitsForRequests(machine, thread)) return true;
  return machine.stack.device.flushStallsVcpu;
}

function completionMoves(machine: Machine): readonly Move[] {
  const dispatches = dispatchMoves(machine);
  const write = dispatches.find((move) => !isFlush(machine, subjectOf(move)));
  if (write !== undefined) return [write];
  const steps = stepMoves(machine);
  const first = firstStep(machine, steps);
  if (first !== undefined) return [first];
  const isQuiet = dispatches.length === 0 && steps.length === 0;
  return [...leastCompletions(machine, isQuiet), ...dispatches, ...steps];
}

/** @param areFlushesSeen - whether it shows what a flush covers */
function lazyMoves(machine: Machine, areFlushesSeen: boolean): readonly Move[] {
  const dispatches = dispatchMoves(machine);
  const write = dispatches.find((move) => !isFlush(machine, subjectOf(move)));
  if (write !== undefined) return [write];
  const steps = stepMoves(machine);
  const first = firstStep(machine, steps);
  if (first !== undefined) return [first];
  if (steps.length > 0)
    return [...steps, ...dispatches, ...neededOrLeading(machine, areFlushesSeen)];
  // Of flushes only: one that would stall the vCPU drains its queue, and stands here alone.
  if (dispatches.length > 0) return dispatches.slice(0, 1);
  const completions = completeMoves(machine);
  if (isPressed(machine)) return completions;
  if (!areThreadsDone(machine)) {
    if (endsAlike(machine, completions)) return completions.slice(0, 1);
    return neededOrLeading(machine, areFlushesSeen);
  }
  const leading = leadingFlush(machine, completions);
  if (leading !== undefined) return [leading];
  return isMoreToCome(machine) ? completions.slice(0, 1) : [];
}

/**
 * The oldest flush in flight with a write behind it, which the device does not get before. It covers
 * no more for coming late, and less than the next one.
 */
function leadingFlush(machine: Machine, completions: readonly Move[]): Move | undefined {
  return completions.find((move) => isWriteLater(machine, subjectOf(move)));
}

/** Whoever waits goes on, or a write that has waited for its flush reaches the device before. */
function neededOrLeading(machine: Machine, areFlushesSeen: boolean): readonly Move[] {
  const needed = neededCompletions(machine, areFlushesSeen);
  const leading = leadingFlush(machine, completeMoves(machine));
  const isKnown = leading === undefined || needed.some((move) => move === leading);
  return isKnown ? needed : [...needed, leading];
}

function lateDispatchMoves(machine: Machine): readonly Move[] {
  const steps = stepMoves(machine);
  const first = firstStep(machine, steps);
  if (first !== undefined) return [first];
  const completions = completeMoves(machine);
  const free = completions.find((move) => !isWriteLater(machine, subjectOf(move)));
  if (free !== undefined) return [free];
  return [...steps, ...dispatchMoves(machine), ...completions];
}

/** A step of the guest whose place among all other events does not matter, if there is one. */
function firstStep(machine: Machine, steps: readonly Move[]): Move | undefined {
  return steps.find((move) => isIndependent(machine, subjectOf(move)));
}

/**
 * Whether no other thread can tell when this one takes its next step: an fsync waits for what others
 * have submitted, a drained queue lets it complete before and holds back what comes after, and a
 * queue in order lets it go first.
 */
function isIndependent(machine: Machine, thread: number): boolean {
  if (isLocalStep(machine, thread)) return true;
  const isInOrder = !machine.stack.guest.dispatchesOutOfOrder;
  const regards: Regard = isInOrder || isFenceStep(machine, thread) ? 'requests' : 'collections';
  for (let other = 0; other < machine.program.threadCount; other++)
    if (other !== thread && hasToCome(machine, other, regards, thread)) return false;
  return true;
}

/** For each thread that waits, the requests that bring it on. */
function neededCompletions(machine: Machine, areFlushesSeen: boolean): readonly Move[] {
  const completions = completeMoves(machine);
  const needed = new Set<Move>();
  for (let thread = 0; thread < machine.program.threadCount; thread++) {
    if (waitsForRequests(machine, thread) || machine.program.threadCount === 1)
      for (const move of neededBy(machine, thread, completions, areFlushesSeen)) needed.add(move);
  }
  const { device } = machine.stack;
  for (const move of completions)
    if (device.flushStallsVcpu && isFlush(machine, subjectOf(move))) needed.add(move);
  return [...needed];
}

/**
 * One of those that the thread waits for, but for writes that a flush follows: what completes before
 * them is covered by it, so that they come first, and each of them may be the first.
 */
function neededBy(
  machine: Machine,
  thread: number,
  completions: readonly Move[],
  areFlushesSeen: boolean,
): readonly Move[] {
  const waitedFor = completions.filter((move) => isWaitedFor(machine, thread, subjectOf(move)));
  const flushed = areFlushesSeen
    ? waitedFor.filter((move) => coversOthers(machine, subjectOf(move)))
    : [];
  if (flushed.length > 0) return flushed;
  return (waitedFor.length > 0 ? waitedFor : completions).slice(0, 1);
}

/** Requests wait in the queue only because the device takes no more. */
function isPressed({ stack, world: { count } }: Machine): boolean {
  return count.queue > 0 && count.inFlight >= stack.device.queueDepth;
}

function areThreadsDone(machine: Machine): boolean {
  for (let thread = 0; thread < machine.program.threadCount; thread++)
    if (!isThreadDone(machine, thread)) return false;
  return true;
}

/** Whether a write is still to reach the device. */
function isMoreToCome(machine: Machine): boolean {
  const { count, inFlight } = machine.world;
  if (count.queue > 0) return true;
  for (let position = 0; position < count.inFlight; position++)
    if (isWriteLater(machine, inFlight[position] ?? 0)) return true;
  return false;
}

/** Whether the write follows the phase in flight. */
function isWriteLater({ world }: Machine, operation: number): boolean {
  const phases = world.phases[operation] ?? 0;
  return (phases & (phases - 1) & phase.write) !== 0;
}

/** Whether a flush follows, or FUA that commits the metadata of all that had completed before it. */
function coversOthers(machine: Machine, operation: number): boolean {
  return isFlushLater(machine, operation) || commitsOthers(machine, operation);
}

/** Whether a flush follows the phase in flight. */
function isFlushLater({ world }: Machine, operation: number): boolean {
  const phases = world.phases[operation] ?? 0;
  return (phases & (phases - 1) & flushesAfter) !== 0;
}
