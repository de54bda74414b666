import type { Operation, OperationId } from '../../model/script.js';
import type { Path } from './program.js';

/**
 * A moment of the run. What must have happened before it are its predecessors: a fault may strike
 * after any set of moments that holds the predecessors of each of its members.
 */
export type Moment = number;

export type Edge = readonly [before: Moment, after: Moment];

/** Something in the guest's queue: a write, a read, a flush. */
export interface Entry {
  readonly path: Path;
  readonly enqueued: Moment;
  /** The first thing that the device sees of it. */
  readonly first: Moment;
  readonly done: Moment;
  /** The queue drains for it: all before it is done before it starts, and nothing passes it. */
  readonly isFence: boolean;
}

export interface WriteMoments extends Entry {
  readonly operation: Operation;
  /** In program order, from 0. */
  readonly position: number;
  readonly dispatched: Moment;
  readonly completed: Moment;
  /** QEMU counts it as finished: after the flush within its request, if it has one. */
  readonly finished: Moment;
  /** Its completion says of it alone what a flush would. */
  readonly isSyncedAlone: boolean;
}

/** A flush covers the writes that had completed before it was submitted. */
export interface FlushMoments {
  readonly submitted: Moment;
  readonly completed: Moment;
  /** Whose request it is, or is a part of: a place in `entries`. */
  readonly entry: number;
  /** It covers the allocations of writes, and not their data. */
  readonly isOfAllocations: boolean;
}

/** If all of `when` is in the past, one of the alternatives holds: which one, nature decides. */
export interface Disjunction {
  readonly when: readonly Moment[];
  readonly alternatives: readonly (readonly Edge[])[];
}

/** Everything that may happen when a script runs, and what must happen before what. */
export interface Timeline {
  readonly entries: readonly Entry[];
  readonly predecessors: readonly (readonly Moment[])[];
  readonly writes: readonly WriteMoments[];
  readonly writeOf: ReadonlyMap<OperationId, WriteMoments>;
  readonly flushes: readonly FlushMoments[];
  /** When the guest runs each operation. */
  readonly begun: ReadonlyMap<OperationId, Moment>;
  readonly disjunctions: readonly Disjunction[];
  readonly oneAtATime: boolean;
  /** What the device got before the fault is finished after it, with the flush within a write. */
  readonly finishes: boolean;
  /** A flush is left out if no write was finished since the submission of one that has come back. */
  readonly skipsFlushes: boolean;
}

/** A write that something is asked of: the program has it. */
export function writeIn({ writeOf }: Pick<Timeline, 'writeOf'>, id: OperationId): WriteMoments {
  return writeOf.get(id) as WriteMoments;
}
