import type { Machine } from '../../stack/machine.js';
import { anyFlush, manner } from '../../stack/world.js';

/** Whether the operation is in one of its flushes. */
export function isFlush({ world }: Machine, operation: number): boolean {
  const phases = world.phases[operation] ?? 0;
  return (phases & -phases & anyFlush) !== 0;
}

/** Whether QEMU leaves the flush out, which it does from then on: no write was finished since another. */
export function isIdle({ world }: Machine, flush: number): boolean {
  return (world.finishedBefore[flush] ?? 0) <= world.count.finishedAtFlush;
}

/** Whether it is QEMU's own flush, which is behind a write and finishes it. */
export function isOwnFlush({ world }: Machine, flush: number): boolean {
  return ((world.manner[flush] ?? 0) & manner.ownFlush) !== 0;
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
