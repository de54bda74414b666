import type { Operation, OperationId } from '../../model/script.js';
import type { Behaviour } from '../behaviour.js';
import {
  drainsForBarrier,
  flushesAfterCommit,
  flushesAfterFua,
  flushesReachDevice,
  fuaReachesDevice,
} from '../facts/guest.js';
import type { Path } from './program.js';
import type { Entry, FlushMoments, Moment, WriteMoments } from './timeline.js';

/** An fsync: it waits for what was submitted before it began. */
export interface SyncMoments {
  readonly path: Path;
  readonly begun: Moment;
  readonly waited: Moment;
}

/** A timeline while it is built. */
export interface Builder {
  readonly behaviour: Behaviour;
  readonly predecessors: Moment[][];
  readonly entries: Entry[];
  readonly writes: WriteMoments[];
  readonly syncs: SyncMoments[];
  readonly flushes: FlushMoments[];
  readonly begun: Map<OperationId, Moment>;
  /** By thread: where its program stands. */
  readonly here: Moment[];
  /** By thread: what it submitted since it last waited. */
  readonly unwaited: Moment[][];
  /** Writes that an fsync of the main thread has waited for: whatever waits later, waits for that. */
  synced: number;
}

export function createBuilder(behaviour: Behaviour): Builder {
  return {
    behaviour,
    predecessors: [],
    entries: [],
    writes: [],
    syncs: [],
    flushes: [],
    begun: new Map(),
    here: [],
    unwaited: [],
    synced: 0,
  };
}

export function moment(builder: Builder, ...before: readonly Moment[]): Moment {
  return builder.predecessors.push([...before]) - 1;
}

export function addEdge(builder: Builder, before: Moment, after: Moment): void {
  builder.predecessors[after]?.push(before);
}

function flush(builder: Builder, after: Moment): FlushMoments {
  const submitted = moment(builder, after);
  const flushed = {
    submitted,
    completed: moment(builder, submitted),
    entry: builder.entries.length,
    isOfAllocations: false,
  };
  builder.flushes.push(flushed);
  return flushed;
}

/** How a write goes to the device: what driver and QEMU put around it. */
export interface Manner {
  readonly isFence: boolean;
  readonly preflush: boolean;
  /** A flush within the request, before it is reported as complete. */
  readonly ownFlush: boolean;
  readonly postflush: boolean;
  readonly isSyncedAlone: boolean;
}

/** What the guest's driver makes of what the guest asks for. */
export function mannerOf(behaviour: Behaviour, { kind, fua }: Operation): Manner {
  const { mode } = behaviour;
  const isBarrier = kind === 'barrier' && mode !== 'none';
  const isDurable = isBarrier || fua;
  const carriesFua = isDurable && fuaReachesDevice(mode);
  return {
    isFence: isBarrier && drainsForBarrier(mode),
    preflush: isBarrier && flushesReachDevice(mode),
    ownFlush: behaviour.skips === 'every-write' || (carriesFua && behaviour.fua === 'flush'),
    postflush: isBarrier ? flushesAfterCommit(mode) : isDurable && flushesAfterFua(mode),
    isSyncedAlone: carriesFua && behaviour.fua === 'alone',
  };
}

/** Puts a write into the queue after `before`. */
export function enqueueWrite(
  builder: Builder,
  operation: Operation,
  path: Path,
  before: Moment,
): WriteMoments {
  const manner = mannerOf(builder.behaviour, operation);
  const enqueued = moment(builder, before);
  const preflush = manner.preflush ? flush(builder, enqueued) : null;
  const dispatched = moment(builder, preflush?.completed ?? enqueued);
  const completed = moment(builder, dispatched);
  const ownFlush = manner.ownFlush ? flush(builder, completed) : null;
  const finished = ownFlush?.completed ?? completed;
  const postflush = manner.postflush ? flush(builder, finished) : null;
  if (manner.isSyncedAlone) {
    const entry = builder.entries.length;
    builder.flushes.push({ submitted: completed, completed, entry, isOfAllocations: true });
  }
  const write: WriteMoments = {
    operation,
    path,
    position: builder.writes.length,
    enqueued,
    first: preflush?.submitted ?? dispatched,
    dispatched,
    completed,
    finished,
    done: postflush?.completed ?? finished,
    isFence: manner.isFence,
    isSyncedAlone: manner.isSyncedAlone,
  };
  builder.entries.push(write);
  builder.writes.push(write);
  return write;
}

/** Puts a read into the queue; it changes nothing, but takes its place. */
export function enqueueRead(builder: Builder, path: Path, enqueued: Moment): Moment {
  const first = moment(builder, enqueued);
  const done = moment(builder, first);
  builder.entries.push({ path, enqueued, first, done, isFence: false });
  return done;
}

/** Puts a flush into the queue, which drains it where barriers do. Returns when it is done. */
export function enqueueFlush(builder: Builder, path: Path, before: Moment): Moment {
  if (!flushesReachDevice(builder.behaviour.mode)) return before;
  const enqueued = moment(builder, before);
  const { submitted, completed } = flush(builder, enqueued);
  builder.entries.push({
    path,
    enqueued,
    first: submitted,
    done: completed,
    isFence: drainsForBarrier(builder.behaviour.mode),
  });
  return completed;
}
