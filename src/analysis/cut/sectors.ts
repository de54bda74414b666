import { addToGroup } from '../../model/group-by.js';
import type { Lba } from '../../model/script.js';
import type { Behaviour } from '../behaviour.js';
import type { Timeline, WriteMoments } from '../timeline/timeline.js';

/** Which writes touch what. */
export interface Sectors {
  /** By sector: its writes in program order. */
  readonly columns: ReadonlyMap<Lba, readonly WriteMoments[]>;
  readonly units: ReadonlyMap<number, ReadonlySet<WriteMoments>>;
  readonly blocks: ReadonlyMap<number, ReadonlySet<WriteMoments>>;
  readonly unitSectors: number;
  readonly blockSectors: number;
}

function addTo(sets: Map<number, Set<WriteMoments>>, key: number, write: WriteMoments): void {
  const known = sets.get(key);
  if (known === undefined) sets.set(key, new Set([write]));
  else known.add(write);
}

export function sectorsOf({ writes }: Timeline, behaviour: Behaviour): Sectors {
  const { unitSectors, blockSectors } = behaviour;
  const columns = new Map<Lba, WriteMoments[]>();
  const units = new Map<number, Set<WriteMoments>>();
  const blocks = new Map<number, Set<WriteMoments>>();
  for (const write of writes) {
    const { lba: first, sectorCount } = write.operation;
    for (let lba = first; lba < first + sectorCount; lba += 1) {
      addToGroup(columns, lba, write);
      addTo(units, Math.floor(lba / unitSectors), write);
      addTo(blocks, Math.floor(lba / blockSectors), write);
    }
  }
  return { columns, units, blocks, unitSectors, blockSectors };
}

export function unitOf({ unitSectors }: Sectors, lba: Lba): number {
  return Math.floor(lba / unitSectors);
}

export function blockOf({ blockSectors }: Sectors, lba: Lba): number {
  return Math.floor(lba / blockSectors);
}
