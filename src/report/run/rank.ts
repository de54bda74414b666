import type { Finding } from '../../model/finding.js';
import type { RunResult } from '../../model/result.js';
import { violationKinds } from '../../model/verdict.js';

/** A finding, and the cell that it counts against; '' for a workload's own bug. */
export interface Placed {
  readonly finding: Finding;
  readonly cell: string;
}

type Comparison = (a: Placed, b: Placed) => number;

/** What somebody asked for by its name (cache=unsafe, nobarrier) is no news to them. */
const askedFor = ['BLK014', 'BLK015', 'BLK001'];

function byNumber(of: (placed: Placed) => number): Comparison {
  return (a, b) => of(a) - of(b);
}

/** News first, then the worst, then the usual cells, then what is told in few words. */
function ordersOf({ cells }: RunResult): readonly Comparison[] {
  const caches = [...new Set(cells.map(({ cache }) => cache))];
  const columns = new Map(cells.map(({ id, cache }) => [id, caches.indexOf(cache)]));
  const rows = new Map(cells.map(({ id }, at) => [id, at]));
  return [
    byNumber(({ finding }) => (askedFor.includes(finding.rule) ? 1 : 0)),
    byNumber(({ finding }) => violationKinds.indexOf(finding.kind)),
    byNumber(({ cell }) => columns.get(cell) ?? -1),
    byNumber(({ cell }) => rows.get(cell) ?? -1),
    byNumber(({ finding }) => finding.trace.length),
  ];
}

/** Sorting is stable, so what is equal keeps the order of the plan. */
function sorted(placed: readonly Placed[], orders: readonly Comparison[]): readonly Placed[] {
  return [...placed].sort((a, b) => orders.reduce((sum, order) => sum || order(a, b), 0));
}

export interface Ranking {
  /** The one story of the first screen: the worst news of the most usual cell. */
  readonly headline: Placed | undefined;
  /** The other findings against configurations, in the same order. */
  readonly further: readonly Placed[];
  /** The workloads' own bugs, but for one that is the headline. */
  readonly own: readonly Placed[];
}

export function rank(result: RunResult): Ranking {
  const against = result.results.flatMap(({ findings, cell }) =>
    findings.map((finding) => ({ finding, cell })),
  );
  const own = result.summary.workloadBugs.map(({ finding }) => ({ finding, cell: '' }));
  const orders = ordersOf(result);
  const [headline] = sorted(against.length > 0 ? against : own, orders);
  const others = (placed: readonly Placed[]): readonly Placed[] =>
    sorted(
      placed.filter((one) => one !== headline),
      orders,
    );
  return { headline, further: others(against), own: others(own) };
}
