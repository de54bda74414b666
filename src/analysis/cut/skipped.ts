import type { Edge, FlushMoments, Timeline, WriteMoments } from '../timeline/timeline.js';
import {
  finishedThenFlush,
  flushThenCompleted,
  flushThenFinished,
  flushThenFlush,
} from './between.js';
import { isBefore as isKnownBefore, isPast, noEdges, type Pasts } from './past.js';
import {
  addDemands,
  type CutProblem,
  type Demands,
  type Disjunction,
  noDemands,
} from './problem.js';

const pastsOf = new WeakMap<Timeline, Pasts>();

/** Whether the program itself puts one moment before the other. */
function isBefore(timeline: Timeline, edge: Edge): boolean {
  const pasts: Pasts = pastsOf.get(timeline) ?? new Map();
  pastsOf.set(timeline, pasts);
  return isKnownBefore(timeline, noEdges, pasts, edge);
}

/**
 * QEMU's block/io.c, bdrv_co_flush: a flush does nothing if no write was finished between the
 * submission of one that has come back and its own. null where the program finishes one there.
 */
function skippedFor(timeline: Timeline, flush: FlushMoments, other: FlushMoments): Demands | null {
  const back = flushThenFlush(timeline, other, flush);
  if (isBefore(timeline, [flush.completed, other.completed])) return null;
  const edges: Edge[] = [back];
  const choices: Disjunction[] = [];
  for (const write of timeline.writes) {
    const early = finishedThenFlush(timeline, write, other);
    const late = flushThenFinished(timeline, flush, write);
    if (isBefore(timeline, early) || isBefore(timeline, late)) continue;
    const notEarly = isBefore(timeline, [other.submitted, write.finished]);
    const notLate = isBefore(timeline, [write.finished, flush.submitted]);
    if (notEarly && notLate) return null;
    const alternatives = [
      ...(notEarly ? [] : [{ ...noDemands, edges: [early] }]),
      ...(notLate ? [] : [{ ...noDemands, edges: [late] }]),
    ];
    choices.push({ when: [write.finished], alternatives });
  }
  return { ...noDemands, edges, choices, skipped: [flush] };
}

/** Nothing at all was finished before: there is nothing to flush. */
function skippedAsFirst(timeline: Timeline, flush: FlushMoments): Demands | null {
  const edges = timeline.writes.map((write) => flushThenFinished(timeline, flush, write));
  const isEmpty = timeline.writes.every(
    ({ finished }) => !isBefore(timeline, [finished, flush.submitted]),
  );
  return isEmpty ? { ...noDemands, edges, skipped: [flush] } : null;
}

function waysToSkip(timeline: Timeline, flush: FlushMoments): readonly Demands[] {
  const others = timeline.flushes.filter(
    (other) => other !== flush && !other.isOfAllocations && other.completed !== flush.completed,
  );
  return [
    skippedAsFirst(timeline, flush),
    ...others.map((other) => skippedFor(timeline, flush, other)),
  ].filter((demands) => demands !== null);
}

function isUndecided(
  timeline: Timeline,
  { edges, skipped }: CutProblem,
  flush: FlushMoments,
  write: WriteMoments,
): boolean {
  if (skipped?.includes(flush)) return false;
  const [before, after] = flushThenCompleted(timeline, flush, write);
  if (isBefore(timeline, [before, after])) return false;
  return !edges.some(([from, to]) => from === before && to === after);
}

/**
 * A write that was not finished when a flush was submitted, and yet complete in the device, is sure
 * unless the flush is skipped. The first of them that is not decided, in all ways that it can go.
 */
export function openSkip(
  timeline: Timeline,
  problem: CutProblem,
  cut: Uint8Array,
): readonly CutProblem[] | null {
  for (const { write, from } of problem.notSure) {
    if (from !== 'flush' || write.finished === write.completed) continue;
    if (!isPast(cut, write.completed)) continue;
    for (const flush of timeline.flushes) {
      if (flush.isOfAllocations || !isPast(cut, flush.completed)) continue;
      if (!isUndecided(timeline, problem, flush, write)) continue;
      const uncovered = { ...noDemands, edges: [flushThenCompleted(timeline, flush, write)] };
      const ways = [uncovered, ...waysToSkip(timeline, flush)];
      return ways.map((way) => addDemands(problem, way));
    }
  }
  return null;
}
