import type { Dimension } from '../../catalogue/dimensions/dimension.js';
import type { Configuration } from '../../model/configuration.js';

/** A dimension, and which of its values are looked at. */
export interface Selected {
  readonly dimension: Dimension;
  readonly values: readonly string[];
}

/** A field in which the configurations of a selection differ. */
export interface Field {
  readonly path: readonly string[];
  /** The dimensions that write it, by their places in the selection; most fields have one. */
  readonly owners: readonly number[];
  /** What it is, for a value of each owner. */
  readonly atValues: (values: readonly number[]) => unknown;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function leavesOf(value: unknown, path: readonly string[] = []): readonly (readonly string[])[] {
  if (!isRecord(value)) return [path];
  return Object.entries(value).flatMap(([key, each]) => leavesOf(each, [...path, key]));
}

function valueAt(configuration: Configuration, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (isRecord(value) ? value[key] : undefined),
    configuration,
  );
}

/** Of each combination of values of some dimensions its own. */
function numberOf(
  owners: readonly number[],
  values: readonly number[],
  selected: readonly Selected[],
): number {
  return owners.reduce(
    (number, owner, nth) => number * (selected[owner]?.values.length ?? 1) + (values[nth] ?? 0),
    0,
  );
}

/** The fields that some dimension of the selection writes; the others are those of `base`. */
export function fieldsOf(selected: readonly Selected[], base: Configuration): readonly Field[] {
  return leavesOf(base).flatMap((path): Field[] => {
    const textOf = (configuration: Configuration) => JSON.stringify(valueAt(configuration, path));
    const own = textOf(base);
    const owners = [...selected.entries()].flatMap(([at, { dimension, values }]) =>
      values.some((value) => textOf(dimension.write(base, value)) !== own) ? [at] : [],
    );
    if (owners.length === 0) return [];
    const known: unknown[] = [];
    const atValues = (values: readonly number[]): unknown => {
      const key = numberOf(owners, values, selected);
      if (!(key in known)) {
        const written = owners.reduce((made, owner, nth) => {
          const { dimension, values: all } = selected[owner] as Selected;
          return dimension.write(made, all[values[nth] ?? 0] ?? '');
        }, base);
        known[key] = valueAt(written, path);
      }
      return known[key];
    };
    return [{ path, owners, atValues }];
  });
}
