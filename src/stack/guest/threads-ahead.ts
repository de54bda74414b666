import type { Machine } from '../machine.js';
import { kindIndex } from '../program.js';
import { waiting } from '../world.js';
import { isFinished, operationAt, wouldBegin } from './program-counter.js';

/** Whether the thread waits for requests, not for other threads. */
export function waitsForRequests({ world }: Machine, thread: number): boolean {
  const reason = world.waitsFor[thread];
  return reason !== waiting.nothing && reason !== waiting.threads;
}

/** Whether the thread waits for this operation, among others. */
export function isWaitedFor(machine: Machine, thread: number, operation: number): boolean {
  const { program, world } = machine;
  switch (world.waitsFor[thread]) {
    case waiting.ownRequests:
      return program.threadOf[operation] === thread;
    case waiting.olderRequests:
      return (world.submitted[operation] ?? 0) <= (world.waitsOn[thread] ?? 0);
    case waiting.operation:
      return world.waitsOn[thread] === operation;
    default:
      return false;
  }
}

/** Whether the thread has nothing left to do; one that was never started has not. */
export function isThreadDone(machine: Machine, thread: number): boolean {
  return machine.world.started[thread] === 0 || isFinished(machine, thread);
}

/** Whether the thread's next step submits nothing, and looks at nothing that others submit. */
export function isLocalStep(machine: Machine, thread: number): boolean {
  const { program } = machine;
  const kind = program.kind[operationAt(machine, thread)];
  if (wouldBegin(machine, thread)) return kind === kindIndex.acknowledge || kind === kindIndex.wait;
  return (
    kind === kindIndex.wait ||
    kind === kindIndex.write ||
    kind === kindIndex.read ||
    kind === kindIndex.parallel
  );
}

/** `collections`: what waits for, drains or flushes what others have submitted; `requests`: all. */
export type Regard = 'collections' | 'requests';

/**
 * Whether the thread still has any of these to do, and nothing makes them wait for the end of the
 * one beside it.
 */
export function hasToCome(
  machine: Machine,
  thread: number,
  regard: Regard,
  beside: number,
): boolean {
  const { program, world } = machine;
  if (world.started[thread] === 0 || isFinished(machine, thread)) return false;
  if (isAbove(machine, thread, beside)) return false;
  const reason = world.waitsFor[thread];
  // Of the threads that it waits for, each is asked by itself.
  const isBegun = reason !== waiting.nothing && reason !== waiting.threads;
  const from = (program.threadStart[thread] ?? 0) + (world.next[thread] ?? 0) - (isBegun ? 1 : 0);
  for (let at = from; at < (program.threadEnd[thread] ?? 0); at++) {
    const kind = program.kind[program.order[at] ?? 0] ?? 0;
    if (kind === kindIndex.parallel || isCollection(kind)) return true;
    if (regard === 'requests' && isPlainRequest(kind)) return true;
  }
  return false;
}

/** Whether the thread waits for the end of the other, or of one that waits for it. */
function isAbove({ program: { parent } }: Machine, thread: number, other: number): boolean {
  for (let above = parent[other] ?? -1; above !== -1; above = parent[above] ?? -1)
    if (above === thread) return true;
  return false;
}

/** Whether the thread's next step may put a fence into the queue. */
export function isFenceStep(machine: Machine, thread: number): boolean {
  return isCollection(machine.program.kind[operationAt(machine, thread)] ?? 0);
}

function isCollection(kind: number): boolean {
  return (
    kind === kindIndex.fsync ||
    kind === kindIndex.fdatasync ||
    kind === kindIndex.barrier ||
    kind === kindIndex.flush
  );
}

function isPlainRequest(kind: number): boolean {
  return kind === kindIndex.write || kind === kindIndex['write-zeroes'] || kind === kindIndex.read;
}
