import type { Edge, Moment, Timeline } from '../timeline/timeline.js';
import { flushThenCompleted, flushThenFinished } from './between.js';
import { openRequests } from './one-at-a-time.js';
import { edgesByEnd, isPast, pastOf } from './past.js';
import { addDemands, type CutProblem, type Disjunction, type NotSure } from './problem.js';
import { openSkip } from './skipped.js';
import { narrowest } from './viable.js';

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

/** What a device that lives on still finishes of what it got. */
function unfinished({ finishes, writes }: Timeline, cut: Uint8Array): Moment[] {
  if (!finishes) return [];
  return writes
    .filter(({ dispatched, finished }) => isPast(cut, dispatched) && !isPast(cut, finished))
    .map(({ finished }) => finished);
}

function knownEdges(edges: readonly Edge[]): Set<string> {
  return new Set(edges.map((edge) => edge.join()));
}

/** The past that the problem needs, with all edges that follow from it; null for a contradiction. */
function settle(
  timeline: Timeline,
  problem: CutProblem,
): { cut: Uint8Array; edges: Edge[] } | null {
  const edges = [...problem.edges];
  const wanted = [...problem.past];
  for (;;) {
    const cut = pastOf(timeline, edgesByEnd(edges), wanted);
    if (cut === null) return null;
    const left = unfinished(timeline, cut);
    if (left.length > 0) {
      wanted.push(...left);
      continue;
    }
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

function openChoices(choices: readonly Disjunction[], cut: Uint8Array): readonly Disjunction[] {
  return choices.filter(({ when }) => when.every((moment) => isPast(cut, moment)));
}

/** The ways of the first choice that is open; of the narrowest where there are many. */
function chosen(
  timeline: Timeline,
  problem: CutProblem,
  cut: Uint8Array,
): readonly CutProblem[] | null {
  const open = openChoices(problem.choices, cut);
  const [first] = open;
  if (first === undefined) return null;
  if (!timeline.skipsFlushes) {
    const choices = problem.choices.filter((each) => each !== first);
    return first.alternatives.map((way) => addDemands({ ...problem, choices }, way));
  }
  const { met, next } = narrowest(timeline, edgesByEnd(problem.edges), open);
  const choices = problem.choices.filter((each) => each !== next?.choice && !met.includes(each));
  if (next === null) return [{ ...problem, choices }];
  return next.alternatives.map((way) => addDemands({ ...problem, choices }, way));
}

/** What the problem can become, where something in it is not decided; null where nothing is. */
function branches(
  timeline: Timeline,
  problem: CutProblem,
  cut: Uint8Array,
): readonly CutProblem[] | null {
  const choices = chosen(timeline, problem, cut);
  if (choices !== null) return choices;
  const skips = timeline.skipsFlushes ? openSkip(timeline, problem, cut) : null;
  if (skips !== null) return skips;
  return timeline.oneAtATime ? openRequests(timeline, problem, cut) : null;
}

/** How many ways may be tried before the answer is that it is not known. */
export interface Budget {
  left: number;
}

/**
 * Whether some run and some moment to strike meet all demands; null where the budget ran out. Only
 * which flushes are skipped takes so many ways that it ever does.
 */
export function isPossible(
  timeline: Timeline,
  problem: CutProblem,
  budget: Budget,
): boolean | null {
  if (timeline.skipsFlushes) budget.left -= 1;
  if (budget.left < 0) return null;
  const settled = settle(timeline, problem);
  if (settled === null) return false;
  const ways = branches(timeline, { ...problem, edges: settled.edges }, settled.cut);
  if (ways === null) return true;
  for (const way of ways) {
    const found = isPossible(timeline, way, budget);
    if (found !== false) return found;
  }
  return false;
}
