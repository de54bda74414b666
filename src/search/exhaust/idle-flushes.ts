import type { Machine } from '../../stack/machine.js';
import { anyFlush } from '../../stack/world.js';

/** Whether the next phase of a queued operation, or the phase in flight, is a flush. */
export function isFlush({ world }: Machine, operation: number): boolean {
  const phases = world.phases[operation] ?? 0;
  return (phases & -phases & anyFlush) !== 0;
}

/** Whether QEMU leaves the flush out, which it does from then on: no write was finished since another. */
export function isIdle({ world }: Machine, flush: number): boolean {
  return (world.finishedBefore[flush] ?? 0) <= world.count.finishedAtFlush;
}

/**
 * Whether another flush in flight leaves this one nothing to do and covers less: as many writes had been
 * finished when that one began, and fewer had completed.
 */
export function isOutdone({ world }: Machine, flush: number, flushes: readonly number[]): boolean {
  const { covers, finishedBefore } = world;
  return flushes.some(
    (other) =>
      finishedBefore[other] === finishedBefore[flush] &&
      (covers[other] ?? 0) < (covers[flush] ?? 0),
  );
}
