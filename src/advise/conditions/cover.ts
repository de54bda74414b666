/** Which columns to take so that each row has one of them, for the least cost. */
export interface CoverProblem {
  /** For each row the columns that cover it. */
  readonly rows: readonly (readonly number[])[];
  /** Of each column; above 0. */
  readonly costs: readonly number[];
}

export interface Cover {
  readonly columns: readonly number[];
  /** No cover costs less. Not known where the search ended at its limit. */
  readonly isCheapest: boolean;
}

type Row = ReadonlySet<number>;

/** Pairs of rows that the search compares before it takes the best that it has. */
const comparisonsUsual = 5_000_000;

function isSubset(a: Row, b: Row): boolean {
  return a.size <= b.size && [...a].every((each) => b.has(each));
}

/** Without rows that are covered whenever another one is. */
function hardestRows(rows: readonly Row[]): readonly Row[] {
  const kept: Row[] = [];
  for (const row of [...rows].sort((a, b) => a.size - b.size)) {
    if (!kept.some((harder) => isSubset(harder, row))) kept.push(row);
  }
  return kept;
}

function rowsByColumn(rows: readonly Row[]): ReadonlyMap<number, Row> {
  const byColumn = new Map<number, Set<number>>();
  for (const [at, row] of rows.entries()) {
    for (const column of row) byColumn.set(column, (byColumn.get(column) ?? new Set()).add(at));
  }
  return byColumn;
}

/** Without columns that cover no more than another one which costs no more. */
function bestColumns(rows: readonly Row[], costs: readonly number[]): readonly Row[] {
  const byColumn = [...rowsByColumn(rows)].sort(
    ([a, inA], [b, inB]) => inB.size - inA.size || costOf(costs, a) - costOf(costs, b) || a - b,
  );
  const kept: (readonly [number, Row])[] = [];
  for (const [column, covered] of byColumn) {
    const isWorse = kept.some(
      ([other, more]) => costOf(costs, other) <= costOf(costs, column) && isSubset(covered, more),
    );
    if (!isWorse) kept.push([column, covered]);
  }
  const columns = new Set(kept.map(([column]) => column));
  return rows.map((row) => new Set([...row].filter((column) => columns.has(column))));
}

function costOf(costs: readonly number[], column: number): number {
  return costs[column] ?? Number.POSITIVE_INFINITY;
}

interface Core {
  readonly taken: readonly number[];
  readonly rows: readonly Row[];
}

/** Takes what must be taken, and leaves the rows about which there is a choice. */
function reduced(given: readonly Row[], costs: readonly number[]): Core {
  const taken: number[] = [];
  let rows = given;
  for (;;) {
    const before = rows.reduce((sum, row) => sum + row.size, 0);
    rows = hardestRows(bestColumns(hardestRows(rows), costs));
    const forced = new Set(rows.filter(({ size }) => size === 1).flatMap((row) => [...row]));
    taken.push(...forced);
    rows = rows.filter((row) => ![...row].some((column) => forced.has(column)));
    if (rows.reduce((sum, row) => sum + row.size, 0) === before) return { taken, rows };
  }
}

/** Rows that have no column in common need one each. */
function lowerBound(rows: readonly Row[], costs: readonly number[]): number {
  const used = new Set<number>();
  let bound = 0;
  for (const row of rows) {
    if ([...row].some((column) => used.has(column))) continue;
    for (const column of row) used.add(column);
    bound += Math.min(...[...row].map((column) => costOf(costs, column)));
  }
  return bound;
}

/** The columns that cover most for their cost, one after the other, without what proves needless. */
function greedy(rows: readonly Row[], costs: readonly number[]): readonly number[] {
  const taken: number[] = [];
  let left = rows;
  while (left.length > 0) {
    const [best] = [...rowsByColumn(left)].sort(
      ([a, inA], [b, inB]) => inB.size / costOf(costs, b) - inA.size / costOf(costs, a) || a - b,
    );
    const column = best?.[0] ?? Number.NaN;
    taken.push(column);
    left = left.filter((row) => !row.has(column));
  }
  return taken.reduceRight<readonly number[]>((kept, column) => {
    const others = kept.filter((each) => each !== column);
    return rows.every((row) => others.some((each) => row.has(each))) ? others : kept;
  }, taken);
}

function total(columns: readonly number[], costs: readonly number[]): number {
  return columns.reduce((sum, column) => sum + costOf(costs, column), 0);
}

/** Branch and bound, after the reductions that two-level minimisation knows. */
export function cheapestCover(
  { rows, costs }: CoverProblem,
  comparisonsMax = comparisonsUsual,
): Cover {
  const start = rows.map((row) => new Set(row));
  const core = reduced(start, costs);
  let best = [...core.taken, ...greedy(core.rows, costs)];
  let comparisons = 0;
  const search = (taken: readonly number[], given: readonly Row[]): void => {
    comparisons += 1 + given.length ** 2;
    if (comparisons > comparisonsMax) return;
    const { taken: forced, rows: left } = reduced(given, costs);
    const all = [...taken, ...forced];
    if (total(all, costs) + lowerBound(left, costs) >= total(best, costs)) return;
    const [hardest] = left;
    if (hardest === undefined) {
      best = all;
      return;
    }
    for (const column of hardest) {
      search(
        [...all, column],
        left.filter((row) => !row.has(column)),
      );
    }
  };
  search(core.taken, core.rows);
  return { columns: [...best].sort((a, b) => a - b), isCheapest: comparisons <= comparisonsMax };
}
