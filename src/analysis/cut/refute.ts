import type { Behaviour } from '../behaviour.js';
import { sureFrom } from '../sureness.js';
import { type Moment, type Timeline, type WriteMoments, writeIn } from '../timeline/timeline.js';
import type { CutCondition } from './condition.js';
import { isPast, noEdges, type Pasts, pastBefore, pastOf } from './past.js';

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

/** How late the write may become sure for it to be so in every run in which this much has happened. */
function sureUpTo(
  timeline: Timeline,
  cut: Uint8Array,
  covered: Uint8Array | null,
  write: WriteMoments,
): number {
  if (covered !== null && isPast(covered, surelyCovered(timeline, write)))
    return sureFrom.indexOf('flush');
  if (isPast(cut, write.completed)) return sureFrom.indexOf('completion');
  return isPast(cut, write.dispatched) ? sureFrom.indexOf('dispatch') : -1;
}

function wantedBy(timeline: Timeline, conditions: readonly CutCondition[]): Moment[] {
  return conditions.flatMap((condition) => {
    if (condition.is === 'run') return timeline.begun.get(condition.operation) as Moment;
    if (condition.is !== 'present' && condition.is !== 'dispatched') return [];
    return writeIn(timeline, condition.write).dispatched;
  });
}

/**
 * The place in `sureFrom` up to which something that must be missing is sure by what the program
 * itself orders. It says no more than the solver does, but says it at once, of most weak points of
 * a safe stack, and for all behaviours that only differ in when something is sure.
 */
export function refutedUpTo(
  timeline: Timeline,
  pasts: Pasts,
  conditions: readonly CutCondition[],
): number {
  const cut = pastOf(timeline, noEdges, wantedBy(timeline, conditions));
  if (cut === null) return sureFrom.length;
  const flush = lastFlush(timeline, cut);
  const covered = flush === -1 ? null : pastBefore(timeline, noEdges, pasts, flush);
  return conditions.reduce((most, condition) => {
    if (condition.is !== 'missing') return most;
    const write = writeIn(timeline, condition.write);
    return Math.max(most, sureUpTo(timeline, cut, covered, write));
  }, -1);
}

/** With its allocation; where that is sure, the data is as well. */
export function isRefuted({ allocation }: Behaviour, upTo: number): boolean {
  return sureFrom.indexOf(allocation) <= upTo;
}
