import type { Moment, Timeline, WriteMoments } from '../timeline/timeline.js';
import type { Condition } from './condition.js';
import type { Model } from './demands.js';
import { isPast, pastOf } from './past.js';

const noEdges = new Map<Moment, Moment[]>();

/** What surely came before each moment that was asked for: weak points ask for few, often. */
export type Pasts = Map<Moment, Uint8Array | null>;

function pastBefore(timeline: Timeline, pasts: Pasts, moment: Moment): Uint8Array | null {
  const known = pasts.get(moment);
  if (known !== undefined) return known;
  const past = pastOf(timeline, noEdges, [moment]);
  pasts.set(moment, past);
  return past;
}

/** The submission of the last flush that has come back; -1 for none. */
function lastFlush({ flushes }: Timeline, cut: Uint8Array): Moment | -1 {
  const last = flushes.findLast(
    ({ completed, isOfAllocations }) => !isOfAllocations && isPast(cut, completed),
  );
  return last?.submitted ?? -1;
}

/** A flush that may be skipped has nothing to cover of what was finished, and only of that. */
function surelyCovered({ skipsFlushes }: Timeline, write: WriteMoments): Moment {
  return skipsFlushes ? write.finished : write.completed;
}

/** Whether the write is sure in every run in which this much has happened. */
function isSure(model: Model, cut: Uint8Array, covered: Uint8Array | null, write: WriteMoments) {
  // With its allocation; where that is sure, the data is as well.
  switch (model.behaviour.allocation) {
    case 'dispatch':
      return isPast(cut, write.dispatched);
    case 'completion':
      return isPast(cut, write.completed);
    case 'flush':
      return covered !== null && isPast(covered, surelyCovered(model.timeline, write));
    case 'never':
      return false;
  }
}

function wantedBy({ timeline }: Model, conditions: readonly Condition[]): Moment[] {
  return conditions.flatMap((condition) => {
    if (condition.is === 'run') return timeline.begun.get(condition.operation) ?? [];
    if (condition.is !== 'present') return [];
    return timeline.writeOf.get(condition.write)?.dispatched ?? [];
  });
}

/**
 * Whether something that must be missing is sure by what the program itself orders. It says no more
 * than the solver does, but says it at once, and of most weak points of a safe stack.
 */
export function isRefuted(model: Model, pasts: Pasts, conditions: readonly Condition[]): boolean {
  const { timeline } = model;
  const cut = pastOf(timeline, noEdges, wantedBy(model, conditions));
  if (cut === null) return true;
  const flush = lastFlush(timeline, cut);
  const covered = flush === -1 ? null : pastBefore(timeline, pasts, flush);
  return conditions.some((condition) => {
    if (condition.is !== 'missing') return false;
    const write = timeline.writeOf.get(condition.write);
    return write !== undefined && isSure(model, cut, covered, write);
  });
}
