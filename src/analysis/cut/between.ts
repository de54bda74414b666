import type {
  Edge,
  Entry,
  FlushMoments,
  Moment,
  Timeline,
  WriteMoments,
} from '../timeline/timeline.js';

// A device that takes one request at a time has one done before it starts another, so what comes
// before something in another request is over before that request begins.

function entryOf({ entries }: Timeline, { entry }: FlushMoments): Entry {
  return entries[entry] as Entry;
}

function apart(timeline: Timeline, earlier: Entry, later: Entry): boolean {
  return timeline.oneAtATime && earlier !== later;
}

function flushThen(
  timeline: Timeline,
  flush: FlushMoments,
  write: WriteMoments,
  moment: Moment,
): Edge {
  const entry = entryOf(timeline, flush);
  if (apart(timeline, entry, write)) return [entry.done, write.first];
  return [flush.submitted, moment];
}

/** The flush is submitted before the write completes in the device: it covers it not. */
export function flushThenCompleted(
  timeline: Timeline,
  flush: FlushMoments,
  write: WriteMoments,
): Edge {
  return flushThen(timeline, flush, write, write.completed);
}

/** The same with the moment from which QEMU counts the write. */
export function flushThenFinished(
  timeline: Timeline,
  flush: FlushMoments,
  write: WriteMoments,
): Edge {
  return flushThen(timeline, flush, write, write.finished);
}

export function finishedThenFlush(
  timeline: Timeline,
  write: WriteMoments,
  flush: FlushMoments,
): Edge {
  const entry = entryOf(timeline, flush);
  if (apart(timeline, write, entry)) return [write.done, entry.first];
  return [write.finished, flush.submitted];
}

/** One flush has come back when another does. */
export function flushThenFlush(timeline: Timeline, earlier: FlushMoments, later: FlushMoments) {
  const [before, after] = [entryOf(timeline, earlier), entryOf(timeline, later)];
  const edge: Edge = apart(timeline, before, after)
    ? [before.done, after.first]
    : [earlier.completed, later.completed];
  return edge;
}
