import type { Aftermath, Violation } from '../../model/aftermath.js';
import { type Lba, type Script, type VersionId, writingKinds } from '../../model/script.js';
import { describe } from './describe.js';

/** A sector of a unit, and the writes to it in program order. */
interface Sector {
  readonly lba: Lba;
  readonly versions: readonly VersionId[];
}

export interface AtomicUnit {
  readonly name: string;
  readonly sectors: readonly Sector[];
}

function versionsOf(script: Script, lba: Lba): VersionId[] {
  return script.operations
    .filter(
      (operation) =>
        writingKinds.has(operation.kind) &&
        lba >= operation.lba &&
        lba < operation.lba + operation.sectorCount,
    )
    .map(({ id }) => id);
}

export function atomicUnits(script: Script): AtomicUnit[] {
  return script.atomics.map(({ name, ranges }) => ({
    name,
    sectors: ranges.flatMap(({ lba, sectorCount }) =>
      Array.from({ length: sectorCount }, (_, offset) => ({
        lba: lba + offset,
        versions: versionsOf(script, lba + offset),
      })),
    ),
  }));
}

/** How often the sector had been written when it was last written; 0 for never. */
function roundOf({ lba, versions }: Sector, aftermath: Aftermath): number {
  const found = aftermath.read(lba);
  return found === 0 ? 0 : versions.indexOf(found) + 1;
}

/** Two sectors of a unit, of which one is further. */
interface Tear {
  readonly ahead: Sector;
  readonly behind: Sector;
  /** What the one that is ahead shows. */
  readonly round: number;
}

function torn(script: Script, unit: AtomicUnit, { ahead, behind, round }: Tear): Violation {
  const victim = behind.versions[round - 1] ?? 0;
  const witness = ahead.versions[round - 1] ?? 0;
  const what = victim === witness ? describe(script, witness) : `\`${unit.name}\``;
  const where = `sector ${ahead.lba} is written, sector ${behind.lba} is not`;
  const effect = `${what} is half there: ${where}`;
  return { kind: 'torn', victim, witness, acknowledge: 0, lba: behind.lba, effect };
}

/** A sector of the unit that was written more often than another. */
export function findTorn(script: Script, unit: AtomicUnit, aftermath: Aftermath): Violation | null {
  const [first, ...others] = unit.sectors;
  if (first === undefined) return null;
  const round = roundOf(first, aftermath);
  for (const other of others) {
    const otherRound = roundOf(other, aftermath);
    if (otherRound < round) return torn(script, unit, { ahead: first, behind: other, round });
    if (otherRound > round)
      return torn(script, unit, { ahead: other, behind: first, round: otherRound });
  }
  return null;
}
