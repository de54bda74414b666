import type { Aftermath, Violation } from '../../model/aftermath.js';
import type { Extent, Ordering, Requirement, Script, VersionId } from '../../model/script.js';
import { thereWithout } from './describe.js';
import { missingAt } from './durable.js';

/** A write that had to be there before `second`, which is there, and is not. */
function findMissingBefore(
  script: Script,
  second: VersionId,
  first: readonly Requirement[],
  aftermath: Aftermath,
): Violation | null {
  for (const requirement of first) {
    const missing = missingAt(aftermath, requirement);
    if (missing === -1) continue;
    const victim = requirement.version;
    const effect = thereWithout(script, second, victim, 'which had to come first');
    return { kind: 'reordered', victim, witness: second, acknowledge: 0, lba: missing, effect };
  }
  return null;
}

/** Where any sector of a write shows it, what the program had ordered before it is there. */
export function findReordered(
  script: Script,
  { second, first }: Ordering,
  { lba, sectorCount }: Extent,
  aftermath: Aftermath,
): Violation | null {
  for (let sector = lba; sector < lba + sectorCount; sector += 1) {
    if (aftermath.read(sector) === second)
      return findMissingBefore(script, second, first, aftermath);
  }
  return null;
}
