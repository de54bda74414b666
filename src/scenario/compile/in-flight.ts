import type { Lba, OperationId } from '../../model/script.js';

/**
 * Which writes may still be in flight, as far as the program's text decides it. Two writes to one
 * sector *can be in flight together* unless the earlier one has been waited for:
 *
 * - by a `wait` of its own thread, or
 * - by an `fsync` or `fdatasync` that surely comes after it, in whatever thread.
 *
 * Threads of one `parallel` come in any order, so that nothing in one is surely after anything in
 * its sibling. The end of a `parallel` waits for the threads, not for what they left in flight, and
 * neither a barrier (whatever it does when refused) nor a `flush` nor a `read` completes a write
 * for the client.
 */
export interface InFlight {
  /** The last write to each sector in program order; 0 for none. */
  readonly lastWrite: Int32Array;
  readonly threadOf: number[];
  /** For each thread, the last operation of which all writes up to it have been waited for. */
  readonly waitedUpTo: number[];
  /** Threads that may run beside the current one: numbers from `from` to before `to`. */
  readonly siblings: { readonly from: number; readonly to: number }[];
}

export function createInFlight(sectorCount: number): InFlight {
  return {
    lastWrite: new Int32Array(sectorCount),
    threadOf: [],
    waitedUpTo: [0],
    siblings: [],
  };
}

function isSibling(inFlight: InFlight, thread: number): boolean {
  return inFlight.siblings.some(({ from, to }) => thread >= from && thread < to);
}

/** The earlier write to this sector that may be in flight now; 0 for none. */
export function inFlightWrite(inFlight: InFlight, lba: Lba): OperationId {
  const write = inFlight.lastWrite[lba] ?? 0;
  if (write === 0) return 0;
  const thread = inFlight.threadOf[write] ?? 0;
  if (isSibling(inFlight, thread)) return write;
  return write > (inFlight.waitedUpTo[thread] ?? 0) ? write : 0;
}

/** What one operation writes. */
export interface WrittenRange {
  readonly id: OperationId;
  readonly lba: Lba;
  /** The first sector behind it. */
  readonly end: Lba;
}

export function submitWrite(
  inFlight: InFlight,
  { id, lba, end }: WrittenRange,
  thread: number,
): void {
  inFlight.threadOf[id] = thread;
  inFlight.lastWrite.fill(id, lba, end);
}

/** `wait`: everything that this thread submitted. */
export function waitOwn(inFlight: InFlight, id: OperationId, thread: number): void {
  inFlight.waitedUpTo[thread] = id;
}

/** `fsync`, `fdatasync`: everything that surely came before, in whatever thread. */
export function waitAll(inFlight: InFlight, id: OperationId): void {
  for (let thread = 0; thread < inFlight.waitedUpTo.length; thread += 1) {
    if (!isSibling(inFlight, thread)) inFlight.waitedUpTo[thread] = id;
  }
}

/** What has been waited for among the threads that were there before a `parallel`. */
export type Waits = readonly number[];

export function waitsOf({ waitedUpTo }: InFlight): Waits {
  return [...waitedUpTo];
}

/** A sibling begins: it does not know what another one has waited for. */
export function restoreWaits({ waitedUpTo }: InFlight, known: Waits): void {
  known.forEach((upTo, thread) => {
    waitedUpTo[thread] = upTo;
  });
}

/** The siblings have joined: what any of them has waited for is complete. */
export function joinWaits({ waitedUpTo }: InFlight, ofSiblings: readonly Waits[]): void {
  for (const waits of ofSiblings) {
    waits.forEach((upTo, thread) => {
      waitedUpTo[thread] = Math.max(waitedUpTo[thread] ?? 0, upTo);
    });
  }
}
