import type { Fact } from '../model/vm-disk.js';

/** All values that a setting may have: those that are named, else the usual ones. */
export function valuesOf<T>(fact: Fact<T>, usual: readonly NoInfer<T>[]): readonly T[] {
  if (fact.known) return [fact.value];
  return fact.values.length > 0 ? fact.values : usual;
}
