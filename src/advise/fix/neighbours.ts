import type { ChangeRow } from '../../catalogue/changes/change.js';
import { changeRows } from '../../catalogue/changes/changes.js';
import { valuesAmong } from '../../catalogue/cures/telling-values.js';
import type { Dimension } from '../../catalogue/dimensions/dimension.js';
import { dimensions } from '../../catalogue/dimensions/dimensions.js';
import { refusalOf } from '../../catalogue/refusals/refusals.js';
import type { Configuration } from '../../model/configuration.js';
import { distinct } from '../../model/distinct.js';
import type { AppliedChange } from '../../model/fix-result.js';

/** What a disk may be, set otherwise in so many dimensions. */
export interface Neighbour {
  /** At least one: the changed ones of all that the disk may be, each once. */
  readonly configurations: readonly Configuration[];
  readonly changes: readonly AppliedChange[];
}

/** What a dimension may be changed to. */
export interface DimensionChanges {
  readonly dimension: Dimension;
  readonly changes: readonly AppliedChange[];
}

function inOrder(values: readonly string[], preferred: readonly string[]): readonly string[] {
  const others = values.filter((value) => !preferred.includes(value));
  return [...preferred.filter((value) => values.includes(value)), ...others];
}

/** Each change is made whichever of the configurations the disk is. */
function changesOf(
  { dimension, row }: { readonly dimension: Dimension; readonly row: ChangeRow },
  configurations: readonly Configuration[],
  exist: (dimension: Dimension) => readonly string[],
): readonly AppliedChange[] {
  const froms = valuesAmong(dimension, configurations);
  // What a disk may be is served by one program, QEMU or another.
  const [first] = configurations;
  if (first === undefined) return [];
  const never = [...row.never, ...froms.flatMap((from) => row.neverFrom?.[from] ?? [])];
  return inOrder(exist(dimension), row.preferred ?? [])
    .filter((to) => !never.includes(to) && row.isAnothers?.(to, froms) !== true)
    .filter((to) => !configurations.some((on) => row.forbids?.(to, on)))
    .flatMap((to) => {
      const others = froms.filter((from) => from !== to);
      const [from] = others;
      if (from === undefined) return [];
      const hardware = others.some((each) => row.isBought?.(to, each) === true);
      return [
        {
          key: dimension.key,
          from: froms.join(' or '),
          to,
          spelled: '',
          how: row.how(to, from, first.frontend),
          hardware,
        },
      ];
    });
}

/**
 * Everything that can be changed about a disk, one thing at a time.
 *
 * @param configurations - all that the disk may be
 * @param exist - the values of a dimension that exist
 * @param kept - keys of dimensions that must stay as they are
 */
export function choicesFor(
  configurations: readonly Configuration[],
  exist: (dimension: Dimension) => readonly string[],
  kept: readonly string[],
): readonly DimensionChanges[] {
  return dimensions.flatMap((dimension) => {
    const row = changeRows.find(({ key }) => key === dimension.key);
    if (row === undefined || kept.includes(dimension.key)) return [];
    const changes = changesOf({ dimension, row }, configurations, exist);
    return changes.length === 0 ? [] : [{ dimension, changes }];
  });
}

function changed(
  configurations: readonly Configuration[],
  { write }: Dimension,
  to: string,
): readonly Configuration[] {
  const all = configurations.map((configuration) => write(configuration, to));
  return all.length === 1 ? all : distinct(all);
}

/** All neighbours that differ in exactly so many dimensions, each once. */
export function* neighbours(
  configurations: readonly Configuration[],
  choices: readonly DimensionChanges[],
  count: number,
): Generator<Neighbour> {
  if (count === 0) {
    yield { configurations, changes: [] };
    return;
  }
  for (const [at, { dimension, changes }] of choices.entries()) {
    for (const change of changes) {
      const those = changed(configurations, dimension, change.to);
      if (count === 1 && those.some((each) => refusalOf(each) !== '')) continue;
      for (const rest of neighbours(those, choices.slice(at + 1), count - 1))
        yield { ...rest, changes: [change, ...rest.changes] };
    }
  }
}
