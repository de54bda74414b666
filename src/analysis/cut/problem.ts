import type { SureFrom } from '../sureness.js';
import type { Edge, FlushMoments, Moment, WriteMoments } from '../timeline/timeline.js';

/** A write that must not be sure yet when the fault strikes. */
export interface NotSure {
  readonly write: WriteMoments;
  /** Its data, or the allocation of its block. */
  readonly of: 'data' | 'allocation';
  readonly from: SureFrom;
}

export interface Demands {
  readonly edges: readonly Edge[];
  readonly notSure: readonly NotSure[];
  readonly choices: readonly Disjunction[];
  /** Flushes that come back and do nothing. */
  readonly skipped?: readonly FlushMoments[];
}

/** Once all of `when` is in the past, the demands of one alternative must hold. */
export interface Disjunction {
  readonly when: readonly Moment[];
  readonly alternatives: readonly Demands[];
}

/** Is there a run, and a moment to strike, with all of this? */
export interface CutProblem extends Demands {
  readonly past: readonly Moment[];
}

export const noDemands: Demands = { edges: [], notSure: [], choices: [] };

export function addDemands(problem: CutProblem, { edges, notSure, choices, skipped }: Demands) {
  return {
    past: problem.past,
    edges: [...problem.edges, ...edges],
    notSure: [...problem.notSure, ...notSure],
    choices: [...problem.choices, ...choices],
    skipped: [...(problem.skipped ?? []), ...(skipped ?? [])],
  };
}
