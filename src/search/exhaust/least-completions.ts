import type { Machine } from '../../stack/machine.js';
import { completeMoves, type Move, subjectOf } from '../../stack/moves.js';
import { isOwnFlush } from '../../stack/qemu/backend.js';
import { phase } from '../../stack/world.js';
import { isClosed, isPlain } from './closed-round.js';
import { isFlush, isIdle, isOutdone } from './idle-flushes.js';

/**
 * The completions to follow on QEMU that leaves out a flush that has nothing to do: those after which least
 * is sure. docs/exhaustive.md has the argument.
 *
 * @param isQuiet - whether nothing but completions can come next
 */
export function leastCompletions(machine: Machine, isQuiet: boolean): readonly Move[] {
  const moves = completeMoves(machine);
  const flushes = moves.map(subjectOf).filter((operation) => isFlush(machine, operation));
  const idle = moves.find((move) => mayGoFirst(machine, subjectOf(move), flushes));
  if (idle !== undefined) return [idle];
  const kept = moves.filter((move) => !isNeverNext(machine, subjectOf(move), flushes));
  if (!isQuiet || !isClosed(machine, moves)) return kept;
  if (moves.every((move) => isPlain(machine, subjectOf(move)))) return moves.slice(0, 1);
  const isAlike = moves.every((move) => flushesItself(machine, subjectOf(move)));
  return isAlike ? inClosedRound(machine, kept, flushes) : kept;
}

/**
 * A flush that has nothing to do makes nothing sure. One of the guest's finishes no write, and QEMU's own one
 * does harm only to flushes that have begun since a write was last finished, or may begin for nothing.
 */
function mayGoFirst(machine: Machine, operation: number, flushes: readonly number[]): boolean {
  if (!flushes.includes(operation) || !isIdle(machine, operation)) return false;
  if (!isOwnFlush(machine, operation)) return true;
  const { count, finishedBefore } = machine.world;
  if (count.finished <= count.finishedAtFlush) return false;
  return flushes.every((other) => (finishedBefore[other] ?? 0) < count.finished);
}

/** Whether the other flush, and then this one with nothing to do, makes less sure. */
function isNeverNext(machine: Machine, operation: number, flushes: readonly number[]): boolean {
  if (!flushes.includes(operation) || !isOwnFlush(machine, operation)) return false;
  return !isIdle(machine, operation) && isOutdone(machine, operation, flushes);
}

/** Of writes with flushes of their own. */
function inClosedRound(
  machine: Machine,
  moves: readonly Move[],
  flushes: readonly number[],
): readonly Move[] {
  const writes = moves.filter((move) => !flushes.includes(subjectOf(move)));
  const idle = moves.find((move) => !writes.includes(move) && isIdle(machine, subjectOf(move)));
  if (writes.length === 0) return idle === undefined ? moves : [idle];
  return writesFirst(machine, writes, flushes) ?? moves;
}

/**
 * Once another flush of its age had its turn, the flush behind a write has nothing to do, so that writes come
 * first. The first of them decides what the one flush covers that does something.
 */
function writesFirst(
  { world: { count, finishedBefore } }: Machine,
  writes: readonly Move[],
  flushes: readonly number[],
): readonly Move[] | null {
  if (flushes.some((flush) => finishedBefore[flush] !== count.finished)) return null;
  const isFirst = flushes.length === 0 && count.finished > count.finishedAtFlush;
  return isFirst ? writes : writes.slice(0, 1);
}

/** A write with QEMU's own flush behind it, or that flush, and none of the guest's. */
function flushesItself(machine: Machine, operation: number): boolean {
  const phases = machine.world.phases[operation] ?? 0;
  const isLast = phases === phase.postflush || phases === (phase.write | phase.postflush);
  return isLast && isOwnFlush(machine, operation);
}
