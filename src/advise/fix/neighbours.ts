import { changeRows } from '../../catalogue/changes.js';
import type { Dimension } from '../../catalogue/dimension.js';
import { dimensions } from '../../catalogue/dimensions.js';
import { refusalOf } from '../../catalogue/refusals.js';
import type { Configuration } from '../../model/configuration.js';
import type { AppliedChange } from '../../model/fix-result.js';

/** A configuration that differs from another one in so many dimensions. */
export interface Neighbour {
  readonly configuration: Configuration;
  readonly changes: readonly AppliedChange[];
}

/** What a dimension may be changed to. */
export interface Choice {
  readonly dimension: Dimension;
  readonly changes: readonly AppliedChange[];
}

/**
 * Everything that can be changed about a configuration, one thing at a time.
 *
 * @param exist - the values of a dimension that exist
 * @param kept - keys of dimensions that must stay as they are
 */
export function choicesFor(
  configuration: Configuration,
  exist: (dimension: Dimension) => readonly string[],
  kept: readonly string[],
): readonly Choice[] {
  return dimensions.flatMap((dimension) => {
    const row = changeRows.find(({ key }) => key === dimension.key);
    if (row === undefined || kept.includes(dimension.key)) return [];
    const from = dimension.read(configuration);
    const never = [from, ...row.never, ...(row.neverFrom?.[from] ?? [])];
    const changes = exist(dimension)
      .filter((to) => !never.includes(to))
      .map((to) => ({
        key: dimension.key,
        from,
        to,
        how: row.how(to, from),
        hardware: row.isBought?.(to, from) === true,
      }));
    return changes.length === 0 ? [] : [{ dimension, changes }];
  });
}

/** All neighbours that differ in exactly so many dimensions, each once. */
export function* neighbours(
  configuration: Configuration,
  choices: readonly Choice[],
  count: number,
): Generator<Neighbour> {
  if (count === 0) {
    yield { configuration, changes: [] };
    return;
  }
  for (const [at, { dimension, changes }] of choices.entries()) {
    for (const change of changes) {
      const changed = dimension.write(configuration, change.to);
      if (count === 1 && refusalOf(changed) !== '') continue;
      for (const rest of neighbours(changed, choices.slice(at + 1), count - 1))
        yield { ...rest, changes: [change, ...rest.changes] };
    }
  }
}
