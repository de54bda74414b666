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
  const wanted = new Set<Moment>();
  for (const condition of conditions) {
    if (condition.is === 'run') wanted.add(timeline.begun.get(condition.operation) as Moment);
    else if (condition.is === 'present' || condition.is === 'dispatched')
      wanted.add(writeIn(timeline, condition.write).dispatched);
  }
  return [...wanted];
}

/** What has surely happened when some moments are past, and what flushes then have surely covered. */
interface Happened {
  readonly cut: Uint8Array;
  readonly covered: Uint8Array | null;
}

/** null where a moment would have to come before itself. */
function happenedBy(timeline: Timeline, pasts: Pasts, wanted: readonly Moment[]): Happened | null {
  const cut = pastOf(timeline, noEdges, wanted);
  if (cut === null) return null;
  const flush = lastFlush(timeline, cut);
  return { cut, covered: flush === -1 ? null : pastBefore(timeline, noEdges, pasts, flush) };
}

/**
 * The place in `sureFrom` up to which something that must be missing is sure by what the program
 * itself orders. It says no more than the solver does, but says it at once, of most weak points of
 * a safe stack, and for all behaviours that only differ in when something is sure.
 */
export type Refute = (conditions: readonly CutCondition[]) => number;

/**
 * Weak points that follow one another differ more in what must be missing than in what must have
 * happened before, which is therefore kept until another asks for something else.
 */
export function createRefute(timeline: Timeline): Refute {
  const pasts: Pasts = new Map();
  let last: { readonly key: string; readonly happened: Happened | null } | undefined;
  return (conditions) => {
    const wanted = wantedBy(timeline, conditions);
    const key = wanted.join();
    if (last?.key !== key) last = { key, happened: happenedBy(timeline, pasts, wanted) };
    const { happened } = last;
    if (happened === null) return sureFrom.length;
    const { cut, covered } = happened;
    return conditions.reduce((most, condition) => {
      if (condition.is !== 'missing') return most;
      const write = writeIn(timeline, condition.write);
      return Math.max(most, sureUpTo(timeline, cut, covered, write));
    }, -1);
  };
}

/** With its allocation; where that is sure, the data is as well. */
export function isRefuted({ allocation }: Behaviour, upTo: number): boolean {
  return sureFrom.indexOf(allocation) <= upTo;
}
