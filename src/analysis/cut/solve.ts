import type { Edge, Moment, Timeline } from '../timeline/timeline.js';
import { flushThenCompleted, flushThenFinished } from './between.js';
import { openRequests } from './one-at-a-time.js';
import { edgesByEnd, isPast, pastOf } from './past.js';
import { addDemands, type Choice, type NotSure, type Problem } from './problem.js';
import { openSkip } from './skipped.js';

/** Moments that must not have come when this write is to be not sure. */
function forbidden({ write, from }: NotSure): Moment | null {
  if (from === 'dispatch') return write.dispatched;
  if (from === 'completion') return write.completed;
  return from === 'flush' && write.isSyncedAlone ? write.completed : null;
}

/**
 * A flush that has come back covers what had completed before it was submitted. So a write that
 * is not sure, and has completed, completed after that. What a flush may skip was not finished.
 */
function uncovered(timeline: Timeline, notSure: readonly NotSure[], cut: Uint8Array): Edge[] {
  const edges: Edge[] = [];
  const edgeOf = timeline.skipsFlushes ? flushThenFinished : flushThenCompleted;
  for (const { write, of, from } of notSure) {
    const moment = timeline.skipsFlushes ? write.finished : write.completed;
    if (from !== 'flush' || !isPast(cut, moment)) continue;
    for (const flush of timeline.flushes) {
      if (flush.isOfAllocations && of === 'data') continue;
      if (isPast(cut, flush.completed)) edges.push(edgeOf(timeline, flush, write));
    }
  }
  return edges;
}

function knownEdges(edges: readonly Edge[]): Set<string> {
  return new Set(edges.map((edge) => edge.join()));
}

/** The past that the problem needs, with all edges that follow from it; null for a contradiction. */
function settle(timeline: Timeline, problem: Problem): { cut: Uint8Array; edges: Edge[] } | null {
  const edges = [...problem.edges];
  for (;;) {
    const cut = pastOf(timeline, edgesByEnd(edges), problem.past);
    if (cut === null) return null;
    for (const each of problem.notSure) {
      const moment = forbidden(each);
      if (moment !== null && isPast(cut, moment)) return null;
    }
    const known = knownEdges(edges);
    const fresh = uncovered(timeline, problem.notSure, cut).filter(
      (edge) => !known.has(edge.join()),
    );
    if (fresh.length === 0) return { cut, edges };
    edges.push(...fresh);
  }
}

function openChoice(choices: readonly Choice[], cut: Uint8Array): Choice | undefined {
  return choices.find(({ when }) => when.every((moment) => isPast(cut, moment)));
}

/** What the problem can become, where something in it is not decided; null where nothing is. */
function branches(
  timeline: Timeline,
  problem: Problem,
  cut: Uint8Array,
): readonly Problem[] | null {
  const choice = openChoice(problem.choices, cut);
  if (choice !== undefined) {
    const choices = problem.choices.filter((each) => each !== choice);
    return choice.alternatives.map((way) => addDemands({ ...problem, choices }, way));
  }
  const skips = timeline.skipsFlushes ? openSkip(timeline, problem, cut) : null;
  if (skips !== null) return skips;
  return timeline.oneAtATime ? openRequests(timeline, problem, cut) : null;
}

/** Whether some run and some moment to strike meet all demands. */
export function isPossible(timeline: Timeline, problem: Problem): boolean {
  const settled = settle(timeline, problem);
  if (settled === null) return false;
  const ways = branches(timeline, { ...problem, edges: settled.edges }, settled.cut);
  return ways === null || ways.some((way) => isPossible(timeline, way));
}
