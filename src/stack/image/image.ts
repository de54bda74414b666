import type { Machine } from '../machine.js';
import { placeIndex } from '../world.js';

const hostMemory = placeIndex['host-memory'];
const qemuMemory = placeIndex['qemu-memory'];

/**
 * An image that allocates on write: a block is found again only if its allocation survives with the
 * data. In a raw file that is the host's file system (or its mark that the block is written), in qcow2
 * the mapping of a cluster. The device got the write.
 */
export function imageWriteStarted(machine: Machine, operation: number): void {
  if (!machine.stack.image.allocatesOnWrite) return;
  const { blockWriter } = machine.world;
  forEachBlock(machine, operation, (block) => {
    if (blockWriter[block] === 0) blockWriter[block] = operation;
  });
}

/** The first completed write to a block has allocated it, in memory. */
export function imageWriteCompleted(machine: Machine, operation: number): void {
  if (!machine.stack.image.allocatesOnWrite) return;
  const { blockAllocated, completion, metadataMark } = machine.world;
  const kept = machine.stack.image.allocatesInProcess ? qemuMemory : hostMemory;
  metadataMark[kept] = completion[operation] ?? 0;
  forEachBlock(machine, operation, (block) => {
    if (blockAllocated[block] === 0) blockAllocated[block] = completion[operation] ?? 0;
  });
}

/** A flush hands the mappings over to the host, even where it ends in QEMU (flush_to_os). */
export function imageFlush({ stack, world }: Machine, upTo: number): void {
  if (!stack.image.allocatesInProcess) return;
  const { metadataMark } = world;
  metadataMark[hostMemory] = Math.max(metadataMark[hostMemory] ?? 0, upTo);
}

function forEachBlock(machine: Machine, operation: number, visit: (block: number) => void): void {
  const { sectorsPerAllocation } = machine.stack.image;
  const lba = machine.program.lba[operation] ?? 0;
  const last = lba + (machine.program.sectorCount[operation] ?? 0) - 1;
  for (
    let block = Math.floor(lba / sectorsPerAllocation);
    block * sectorsPerAllocation <= last;
    block++
  )
    visit(block);
}
