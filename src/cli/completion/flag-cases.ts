import { groupBy } from '../../model/group-by.js';
import type { CompletedCommand, CompletedFlag } from './completed.js';

/** Flags of commands that take the same values. */
export interface FlagCase extends Pick<CompletedFlag, 'values' | 'isList'> {
  /** As in `run --cache`. */
  readonly patterns: readonly string[];
}

export function flagCases(commands: readonly CompletedCommand[]): readonly FlagCase[] {
  const all = commands.flatMap(({ name, flags }) =>
    flags
      .filter(({ values }) => values.length > 0)
      .map(({ name: flag, values, isList }) => ({ pattern: `${name} ${flag}`, values, isList })),
  );
  const cases = groupBy(all, ({ values, isList }) => JSON.stringify([values, isList]));
  return [...cases.values()].flatMap((same) => {
    const [first] = same;
    if (first === undefined) return [];
    const { values, isList } = first;
    return [{ patterns: same.map(({ pattern }) => pattern), values, isList }];
  });
}
