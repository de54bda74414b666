import { addToGroup } from '../../model/group-by.js';
import type { Edge, Moment, Timeline } from '../timeline/timeline.js';

export type Edges = ReadonlyMap<Moment, readonly Moment[]>;

/** Edges by the moment that they lead to. */
export function edgesByEnd(edges: readonly Edge[]): Edges {
  const byEnd = new Map<Moment, Moment[]>();
  for (const [before, after] of edges) addToGroup(byEnd, after, before);
  return byEnd;
}

const unseen = 0;
const open = 1;
const past = 2;

/**
 * The smallest past that holds the wanted moments and all that must come before them: 2 for each
 * of its moments. null where a moment would have to come before itself.
 */
export function pastOf(
  { predecessors }: Timeline,
  extra: Edges,
  wanted: readonly Moment[],
): Uint8Array | null {
  const state = new Uint8Array(predecessors.length);
  const stack = [...wanted];
  while (stack.length > 0) {
    const moment = stack.at(-1) as Moment;
    if (state[moment] !== unseen) {
      state[moment] = past;
      stack.pop();
      continue;
    }
    state[moment] = open;
    for (const those of [predecessors[moment], extra.get(moment)]) {
      for (const before of those ?? []) {
        if (state[before] === open) return null;
        if (state[before] === unseen) stack.push(before);
      }
    }
  }
  return state;
}

export function isPast(cut: Uint8Array, moment: Moment): boolean {
  return cut[moment] === past;
}

/** What surely came before each moment that was asked for: weak points ask for few, often. */
export type Pasts = Map<Moment, Uint8Array | null>;

/** The past of a moment, worked out once. */
export function pastBefore(
  timeline: Timeline,
  extra: Edges,
  pasts: Pasts,
  moment: Moment,
): Uint8Array | null {
  const known = pasts.get(moment);
  if (known !== undefined) return known;
  const found = pastOf(timeline, extra, [moment]);
  pasts.set(moment, found);
  return found;
}

/** Whether one moment surely comes before another. */
export function isBefore(
  timeline: Timeline,
  extra: Edges,
  pasts: Pasts,
  [before, after]: Edge,
): boolean {
  const known = pastBefore(timeline, extra, pasts, after);
  return before !== after && known !== null && isPast(known, before);
}

export const noEdges: Edges = new Map();
