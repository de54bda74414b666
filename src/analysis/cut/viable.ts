import type { Edge, Moment, Timeline } from '../timeline/timeline.js';
import { type Edges, isPast, pastOf } from './past.js';
import type { Choice, Demands } from './problem.js';

/** What is left of a choice once its alternatives were held against the order that is known. */
interface Viable {
  readonly choice: Choice;
  readonly alternatives: readonly Demands[];
  /** One of them asks for nothing that is not so already. */
  readonly isMet: boolean;
}

type Before = (edge: Edge) => boolean;

function knownOrder(timeline: Timeline, edges: Edges): Before {
  const pasts = new Map<Moment, Uint8Array | null>();
  return ([before, after]) => {
    const past = pasts.has(after) ? pasts.get(after) : pastOf(timeline, edges, [after]);
    pasts.set(after, past ?? null);
    return before !== after && past !== null && past !== undefined && isPast(past, before);
  };
}

function asksMore({ notSure, choices, skipped }: Demands): boolean {
  return notSure.length > 0 || choices.length > 0 || (skipped?.length ?? 0) > 0;
}

function viable(choice: Choice, isBefore: Before): Viable {
  const alternatives = choice.alternatives.filter(
    ({ edges }) => !edges.some(([before, after]) => before === after || isBefore([after, before])),
  );
  const isMet = alternatives.some((way) => !asksMore(way) && way.edges.every(isBefore));
  return { choice, alternatives, isMet };
}

/** The open choices that are not met, the one with the fewest ways left first. */
export function narrowest(
  timeline: Timeline,
  edges: Edges,
  open: readonly Choice[],
): { readonly met: readonly Choice[]; readonly next: Viable | null } {
  const isBefore = knownOrder(timeline, edges);
  const met: Choice[] = [];
  let next: Viable | null = null;
  for (const choice of open) {
    const found = viable(choice, isBefore);
    if (found.isMet) met.push(choice);
    else if (next === null || found.alternatives.length < next.alternatives.length) next = found;
  }
  return { met, next };
}
