import type { CompletedCommand, CompletedFlag } from './completed.js';

/** Flags of commands that take the same values. */
export interface FlagCase extends Pick<CompletedFlag, 'values' | 'isList'> {
  /** As in `run --cache`. */
  readonly patterns: readonly string[];
}

export function flagCases(commands: readonly CompletedCommand[]): readonly FlagCase[] {
  const cases = new Map<string, FlagCase & { readonly patterns: string[] }>();
  for (const { name, flags } of commands) {
    for (const { name: flag, values, isList } of flags.filter((each) => each.values.length > 0)) {
      const key = JSON.stringify([values, isList]);
      const known = cases.get(key);
      if (known === undefined) cases.set(key, { patterns: [`${name} ${flag}`], values, isList });
      else known.patterns.push(`${name} ${flag}`);
    }
  }
  return [...cases.values()];
}
