import { fateOfBlock, fateOfUnit } from '../../stack/decisions.js';
import type { Machine } from '../../stack/machine.js';
import { firstBlock, firstUnit } from '../../stack/program.js';

/**
 * How many writes may be there in part. A proof lets the queue of a guest that dispatches in any
 * order be as deep as it likes, because what waits in it might as well have been dispatched and
 * completed before; only a write that is half there must be in flight at that moment. Under a
 * fault that spares the device none is half there: what got there is finished.
 */
export interface PartialLimit {
  readonly max: number;
  /** Writes that are not done, of several units each, and surely survive once they are. */
  readonly writes: readonly {
    readonly write: number;
    /** A block whose allocation is lost counts as one that is not there. */
    readonly unmapped: boolean;
  }[];
}

export const noLimit: PartialLimit = { max: Number.POSITIVE_INFINITY, writes: [] };

export function isWithinLimit(machine: Machine, { max, writes }: PartialLimit): boolean {
  if (writes.length <= max) return true;
  let partial = 0;
  for (const { write, unmapped } of writes) {
    const { isThere, isGone } = presenceOf(machine, write, unmapped);
    if (isThere && isGone) partial += 1;
  }
  return partial <= max;
}

/** Whether some of a write is decided to be there, and whether some is decided to be gone. */
export function presenceOf(machine: Machine, write: number, countsUnmapped: boolean) {
  const { program } = machine;
  let isThere = false;
  let isGone = false;
  for (let unit = 0; unit < unitsOf(machine, write); unit += 1) {
    const lba = (firstUnit(program, write) + unit) << program.unitShift;
    const blockOfUnit = Math.floor(lba / program.sectorsPerBlock) - firstBlock(program, write);
    const block = Math.max(blockOfUnit, 0);
    const fate = fateOfUnit(machine, write, unit);
    // What the host cannot find is as good as not written.
    const isUnmapped = countsUnmapped && fateOfBlock(machine, write, block) === 'gone';
    if (fate === 'there' && !isUnmapped) isThere = true;
    if (fate === 'gone' || isUnmapped) isGone = true;
  }
  return { isThere, isGone };
}

export function unitsOf({ program }: Machine, write: number): number {
  const lba = program.lba[write] ?? 0;
  const last = lba + (program.sectorCount[write] ?? 0) - 1;
  return (last >> program.unitShift) - (lba >> program.unitShift) + 1;
}
