import type { Finding } from '../model/finding.js';
import type { RunResult } from '../model/result.js';
import { violationKinds } from '../model/verdict.js';

/** A finding, and the cell that it counts against; '' for a workload's own bug. */
export interface Placed {
  readonly finding: Finding;
  readonly cell: string;
}

type Order = (a: Placed, b: Placed) => number;

const byLength: Order = (a, b) => a.finding.trace.length - b.finding.trace.length;

const byKind: Order = (a, b) =>
  violationKinds.indexOf(a.finding.kind) - violationKinds.indexOf(b.finding.kind);

/** Sorting is stable, so what is equal keeps the order of the plan. */
function sorted(placed: readonly Placed[], first: Order, second: Order): readonly Placed[] {
  return [...placed].sort((a, b) => first(a, b) || second(a, b));
}

export interface Ranking {
  /** The one story of the first screen: of the worst kind, the shortest. */
  readonly headline: Placed | undefined;
  /** The other findings against configurations, shortest first. */
  readonly further: readonly Placed[];
  /** The workloads' own bugs, but for one that is the headline. */
  readonly own: readonly Placed[];
}

export function rank(result: RunResult): Ranking {
  const against = result.results.flatMap(({ findings, cell }) =>
    findings.map((finding) => ({ finding, cell })),
  );
  const own = result.summary.workloadBugs.map(({ finding }) => ({ finding, cell: '' }));
  const [headline] = sorted(against.length > 0 ? against : own, byKind, byLength);
  const others = (placed: readonly Placed[]): readonly Placed[] =>
    sorted(
      placed.filter((one) => one !== headline),
      byLength,
      byKind,
    );
  return { headline, further: others(against), own: others(own) };
}
