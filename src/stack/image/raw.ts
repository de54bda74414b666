import type { Machine } from '../machine.js';
import { sectorsPerHostBlock } from '../program.js';
import { placeIndex } from '../world.js';

const hostMemory = placeIndex['host-memory'];

/**
 * A raw image that allocates on write: the host block is found again only if its allocation
 * (or its mark as written) survives with the data. The device got the write.
 */
export function imageWriteStarted(machine: Machine, operation: number): void {
  if (!machine.stack.image.allocatesOnWrite) return;
  const { blockWriter } = machine.world;
  forEachBlock(machine, operation, (block) => {
    if (blockWriter[block] === 0) blockWriter[block] = operation;
  });
}

/** The first completed write to a block has allocated it, in the host's memory. */
export function imageWriteCompleted(machine: Machine, operation: number): void {
  if (!machine.stack.image.allocatesOnWrite) return;
  const { blockAllocated, completion, metadataMark } = machine.world;
  metadataMark[hostMemory] = completion[operation] ?? 0;
  forEachBlock(machine, operation, (block) => {
    if (blockAllocated[block] === 0) blockAllocated[block] = completion[operation] ?? 0;
  });
}

function forEachBlock(machine: Machine, operation: number, visit: (block: number) => void): void {
  const lba = machine.program.lba[operation] ?? 0;
  const last = lba + (machine.program.sectorCount[operation] ?? 0) - 1;
  for (
    let block = Math.floor(lba / sectorsPerHostBlock);
    block * sectorsPerHostBlock <= last;
    block++
  )
    visit(block);
}
