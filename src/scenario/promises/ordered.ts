import type { Aftermath, Violation } from '../../model/aftermath.js';
import type { Extent, Ordering, Requirement, Script } from '../../model/script.js';
import { thereWithout } from './describe.js';
import { missingAt } from './durable.js';

/** Where ordered writes may be seen, and what each of them requires, by operation id. */
export interface OrderedIndex {
  readonly extents: readonly Extent[];
  readonly required: readonly (readonly Requirement[] | undefined)[];
}

export function orderedIndex(script: Script): OrderedIndex {
  const required: (readonly Requirement[])[] = [];
  const extents = new Map<string, Extent>();
  const firstOf = new Map(
    script.orderings.map((ordering: Ordering) => [ordering.second, ordering.first]),
  );
  for (const { id, lba, sectorCount } of script.operations) {
    const first = firstOf.get(id);
    if (first === undefined) continue;
    required[id] = first;
    extents.set(`${lba}+${sectorCount}`, { lba, sectorCount });
  }
  return { extents: [...extents.values()], required };
}

/** A write that is there without one that the program had ordered before it. */
export function findReordered(
  script: Script,
  { extents, required }: OrderedIndex,
  aftermath: Aftermath,
): Violation | null {
  for (const { lba, sectorCount } of extents) {
    let last = 0;
    for (let sector = lba; sector < lba + sectorCount; sector += 1) {
      const second = aftermath.read(sector);
      if (second === last) continue;
      last = second;
      for (const requirement of required[second] ?? []) {
        const missing = missingAt(aftermath, requirement);
        if (missing === -1) continue;
        const victim = requirement.version;
        const effect = thereWithout(script, second, victim, 'which had to come first');
        return { kind: 'reordered', victim, witness: second, acknowledge: 0, lba: missing, effect };
      }
    }
  }
  return null;
}
