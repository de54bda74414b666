import type { Operation, Script } from '../../model/script.js';
import type { Behaviour } from '../behaviour.js';
import {
  addEdge,
  type Builder,
  createBuilder,
  enqueueFlush,
  enqueueRead,
  enqueueWrite,
  moment,
} from './builder.js';
import { orderQueue, orderSyncs } from './order.js';
import { areConcurrent, type Path, walkProgram } from './program.js';
import type { Moment, Timeline } from './timeline.js';

/** Waits for what this thread submitted and has not waited for. */
function waitOwn(builder: Builder, thread: number, begun: Moment): Moment {
  const own = builder.unwaited[thread] ?? [];
  builder.unwaited[thread] = [];
  return moment(builder, begun, ...own);
}

/** Waits for what any thread had submitted; what siblings submit is ordered by a choice. */
function waitAll(builder: Builder, path: Path, begun: Moment): Moment {
  const waited = moment(builder, begun);
  for (const write of builder.writes.slice(builder.synced)) {
    if (!areConcurrent(write.path, path)) addEdge(builder, write.done, waited);
  }
  if (path.length === 0) builder.synced = builder.writes.length;
  builder.syncs.push({ path, begun, waited });
  return waited;
}

/** Where an operation runs, and when it begins. */
interface Start {
  readonly path: Path;
  readonly thread: number;
  readonly begun: Moment;
}

function runWrite(builder: Builder, operation: Operation, { path, thread, begun }: Start): Moment {
  const isRefused = operation.kind === 'barrier' && builder.behaviour.mode === 'none';
  const waits = isRefused && operation.refused === 'wait';
  const ready = waits ? waitOwn(builder, thread, begun) : begun;
  const { enqueued, done } = enqueueWrite(builder, operation, path, ready);
  if (waits) return done;
  builder.unwaited[thread]?.push(done);
  return enqueued;
}

/** Runs one operation; returns the moment at which the thread goes on. */
function run(builder: Builder, operation: Operation, start: Start): Moment {
  const { path, thread, begun } = start;
  switch (operation.kind) {
    case 'write':
    case 'write-zeroes':
    case 'barrier':
      return runWrite(builder, operation, start);
    case 'read':
      return enqueueRead(builder, path, begun);
    case 'fsync':
    case 'fdatasync':
      return enqueueFlush(builder, path, waitAll(builder, path, begun));
    case 'flush':
      return enqueueFlush(builder, path, begun);
    case 'wait':
      return waitOwn(builder, thread, begun);
    // A discard is dropped (docs/model.md).
    case 'discard':
    case 'parallel':
    case 'acknowledge':
      return begun;
  }
}

/** All moments of the script's runs on a stack that behaves so. */
export function buildTimeline(script: Script, behaviour: Behaviour): Timeline {
  const builder = createBuilder(behaviour);
  const start = (thread: number, before: readonly Moment[]) => {
    builder.here[thread] = moment(builder, ...before);
    builder.unwaited[thread] = [];
  };
  const parentOf = new Map<number, number>();
  start(0, []);
  walkProgram(script, {
    operation: (operation, path, thread) => {
      const begun = moment(builder, builder.here[thread] ?? 0);
      builder.begun.set(operation.id, begun);
      builder.here[thread] = run(builder, operation, { path, thread, begun });
      if (operation.kind === 'parallel') parentOf.set(operation.id, thread);
    },
    fork: ({ id }, thread) => start(thread, [builder.begun.get(id) ?? 0]),
    join: ({ id, threads }) => {
      const ends = threads.map((thread) => builder.here[thread] ?? 0);
      const parent = parentOf.get(id) ?? 0;
      builder.here[parent] = moment(builder, builder.begun.get(id) ?? 0, ...ends);
    },
  });
  const disjunctions = [...orderQueue(builder), ...orderSyncs(builder)];
  return {
    entries: builder.entries,
    predecessors: builder.predecessors,
    writes: builder.writes,
    writeOf: new Map(builder.writes.map((write) => [write.operation.id, write])),
    flushes: behaviour.finishes
      ? builder.flushes.map((flush) => ({ ...flush, completed: flush.submitted }))
      : builder.flushes,
    begun: builder.begun,
    disjunctions,
    oneAtATime: behaviour.oneAtATime,
    finishes: behaviour.finishes === true,
    skipsFlushes: behaviour.skips !== 'none',
  };
}
