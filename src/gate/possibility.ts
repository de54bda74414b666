import type { Configuration } from '../model/configuration.js';

/** One value of one thing that may differ, put into a configuration. */
export type Possibility = (configuration: Configuration) => Configuration;

/** One for each of the values that it may have. */
export function each<T>(
  values: readonly T[],
  put: (configuration: Configuration, value: T) => Configuration,
): readonly Possibility[] {
  return [...new Set(values)].map((value) => (configuration) => put(configuration, value));
}
