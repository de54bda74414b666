import type { Edge, Moment, Timeline } from '../timeline/timeline.js';
import { edgesByEnd, isPast, pastOf } from './past.js';
import type { Choice, NotSure, Problem } from './problem.js';

/** Moments that must not have come when this write is to be not sure. */
function forbidden({ write, from }: NotSure): Moment | null {
  if (from === 'dispatch') return write.dispatched;
  if (from === 'completion') return write.completed;
  return from === 'flush' && write.carriesFua ? write.completed : null;
}

/** How many writes are in flight at the fault, and must be: a short queue takes one. */
function tooManyInFlight({ oneAtATime }: Timeline, notSure: readonly NotSure[], cut: Uint8Array) {
  if (!oneAtATime) return false;
  const inFlight = new Set<Moment>();
  for (const { write, from } of notSure) {
    if (from === 'completion' && isPast(cut, write.dispatched)) inFlight.add(write.dispatched);
  }
  return inFlight.size > 1;
}

/**
 * A flush that has come back covers what had completed before it was submitted. So a write that
 * is not sure, and has completed, completed after that; with one request at a time it was even
 * dispatched after the flush.
 */
function uncovered(timeline: Timeline, notSure: readonly NotSure[], cut: Uint8Array): Edge[] {
  const edges: Edge[] = [];
  for (const { write, from } of notSure) {
    if (from !== 'flush' || !isPast(cut, write.completed)) continue;
    for (const { submitted, completed } of timeline.flushes) {
      if (!isPast(cut, completed)) continue;
      edges.push(
        timeline.oneAtATime ? [completed, write.dispatched] : [submitted, write.completed],
      );
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
    if (cut === null || tooManyInFlight(timeline, problem.notSure, cut)) return null;
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

/** Whether some run and some moment to strike meet all demands. */
export function isPossible(timeline: Timeline, problem: Problem): boolean {
  const settled = settle(timeline, problem);
  if (settled === null) return false;
  const choice = openChoice(problem.choices, settled.cut);
  if (choice === undefined) return true;
  const others = problem.choices.filter((each) => each !== choice);
  return choice.alternatives.some(({ edges, notSure, choices }) =>
    isPossible(timeline, {
      past: problem.past,
      edges: [...settled.edges, ...edges],
      notSure: [...problem.notSure, ...notSure],
      choices: [...others, ...choices],
    }),
  );
}
