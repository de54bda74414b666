import type { Edge, Timeline } from '../timeline/timeline.js';
import { type Edges, isBefore, type Pasts } from './past.js';
import type { Demands, Disjunction } from './problem.js';

/** What is left of a choice once its alternatives were held against the order that is known. */
interface Viable {
  readonly choice: Disjunction;
  readonly alternatives: readonly Demands[];
  /** One of them asks for nothing that is not so already. */
  readonly isMet: boolean;
}

type Before = (edge: Edge) => boolean;

function knownOrder(timeline: Timeline, edges: Edges): Before {
  const pasts: Pasts = new Map();
  return (edge) => isBefore(timeline, edges, pasts, edge);
}

/** No alternative of a choice skips a flush: what may be skipped is decided last. */
function asksMore({ notSure, choices }: Demands): boolean {
  return notSure.length > 0 || choices.length > 0;
}

function viable(choice: Disjunction, isKnown: Before): Viable {
  const alternatives = choice.alternatives.filter(
    ({ edges }) => !edges.some(([before, after]) => before === after || isKnown([after, before])),
  );
  const isMet = alternatives.some((way) => !asksMore(way) && way.edges.every(isKnown));
  return { choice, alternatives, isMet };
}

/** The open choices that are not met, the one with the fewest ways left first. */
export function narrowest(
  timeline: Timeline,
  edges: Edges,
  open: readonly Disjunction[],
): { readonly met: readonly Disjunction[]; readonly next: Viable | null } {
  const isKnown = knownOrder(timeline, edges);
  const met: Disjunction[] = [];
  let next: Viable | null = null;
  for (const choice of open) {
    const found = viable(choice, isKnown);
    if (found.isMet) met.push(choice);
    else if (next === null || found.alternatives.length < next.alternatives.length) next = found;
  }
  return { met, next };
}
