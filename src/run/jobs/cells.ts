import { cacheNameOf } from '../../model/cache-name.js';
import type { Configuration } from '../../model/configuration.js';
import type { Cell, ResultRow } from '../../model/result.js';
import { type Verdict, verdicts, violationKinds } from '../../model/verdict.js';
import { cellOf } from '../configurations/configurations.js';

/**
 * A cell for each frontend and cache mode, from the rows that count against configurations. A
 * cell for which no row with a fault counts has not passed: all that is known is that it works as
 * long as nothing fails.
 */
export function cellsOf(
  configurations: readonly Configuration[],
  rows: readonly ResultRow[],
): readonly Cell[] {
  const byCell = new Map(
    configurations.map((configuration) => [cellOf(configuration), configuration]),
  );
  return [...byCell].map(([id, configuration]) => {
    const own = rows.filter(({ cell }) => cell === id);
    const kinds = new Set(own.flatMap(({ findings }) => findings.map(({ kind }) => kind)));
    return {
      id,
      frontend: configuration.frontend,
      cache: cacheNameOf(configuration.cache),
      verdict: verdictOf(own),
      kinds: violationKinds.filter((kind) => kinds.has(kind)),
      results: own.map(({ id: row }) => row),
    };
  });
}

function verdictOf(rows: readonly ResultRow[]): Verdict {
  if (rows.every(({ fault }) => fault === 'none')) return 'inconclusive';
  const worst = verdicts.findLast((verdict) => rows.some((row) => row.verdict === verdict));
  return worst ?? 'inconclusive';
}
