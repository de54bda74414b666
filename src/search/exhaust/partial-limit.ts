import { entryOf, gone, there } from '../../stack/decisions.js';
import type { Machine } from '../../stack/machine.js';
import { firstBlock, firstUnit } from '../../stack/program.js';
import type { World } from '../../stack/world.js';

/**
 * How many writes may be there in part. A proof lets the queue of a guest that dispatches in any
 * order be as deep as it likes, because what waits in it might as well have been dispatched and
 * completed before; only a write that is half there must be in flight at that moment. Under a
 * fault that spares the device none is half there: what got there is finished.
 */
export interface PartialLimit {
  readonly max: number;
  /** Writes that are not done, of several units each, and surely survive once they are. */
  readonly writes: readonly Parts[];
}

/** Where it is noted what was decided about a write: one number for each of its units. */
export interface Parts {
  readonly entries: Int32Array;
  /** The host blocks of the units; null where a lost allocation does not count as not being there. */
  readonly blocks: Int32Array | null;
}

export const noLimit: PartialLimit = { max: Number.POSITIVE_INFINITY, writes: [] };

export function isWithinLimit({ world }: Machine, { max, writes }: PartialLimit): boolean {
  if (writes.length <= max) return true;
  let partial = 0;
  for (const parts of writes) if (isPartial(world, parts)) partial += 1;
  return partial <= max;
}

function isPartial(world: World, parts: Parts): boolean {
  const { isThere, isGone } = presenceOf(world, parts);
  return isThere && isGone;
}

/** Whether some of a write is decided to be there, and whether some is decided to be gone. */
export function presenceOf({ entryFate, blockFate }: World, { entries, blocks }: Parts) {
  let isThere = false;
  let isGone = false;
  for (let unit = 0; unit < entries.length; unit += 1) {
    const fate = entryFate[entries[unit] ?? 0];
    // What the host cannot find is as good as not written.
    const isUnmapped = blocks !== null && blockFate[blocks[unit] ?? 0] === gone;
    if (fate === gone || isUnmapped) isGone = true;
    else if (fate === there) isThere = true;
  }
  return { isThere, isGone };
}

/** Of a write that the device has not got no unit has an entry, and nothing is decided. */
export function partsOf(machine: Machine, write: number, countsUnmapped: boolean): Parts {
  const { program } = machine;
  const first = firstUnit(program, write);
  const units = Array.from({ length: unitsOf(machine, write) }, (_, unit) => first + unit);
  const blockOf = (unit: number) => {
    const block = Math.floor((unit << program.unitShift) / program.sectorsPerBlock);
    return Math.max(block, firstBlock(program, write));
  };
  return {
    entries: Int32Array.from(units, (unit) => entryOf(machine, write, unit)),
    blocks: countsUnmapped ? Int32Array.from(units, blockOf) : null,
  };
}

export function unitsOf({ program }: Machine, write: number): number {
  const lba = program.lba[write] ?? 0;
  const last = lba + (program.sectorCount[write] ?? 0) - 1;
  return (last >> program.unitShift) - (lba >> program.unitShift) + 1;
}
