import type { CrashState } from './crash-state.js';
import { deviceMayComplete } from './frontend/requests.js';
import { firstBlock } from './program.js';
import type { World } from './world.js';

/** Whether the write's data has surely reached a place that the fault spares. */
export function isSure(crash: CrashState, write: number): boolean {
  const { world } = crash.machine;
  if (completedUpTo(world, write, crash.sureUpTo)) return true;
  return ((world.reachedAlone[write] ?? 0) & crash.spared) !== 0;
}

/** Whether the block is surely found again. */
export function isAllocationSure(crash: CrashState, block: number): boolean {
  const { world } = crash.machine;
  const writer = world.blockWriter[block] ?? 0;
  const allocated = world.blockAllocated[block] ?? 0;
  if (writer === 0 || (allocated !== 0 && allocated <= crash.metadataSureUpTo)) return true;
  // QEMU that lives on finishes the request, and allocates for it; a write that is synced alone has its
  // allocation with it.
  return ((world.reachedAlone[writer] ?? 0) & crash.spared) !== 0;
}

/** Whether the write, and what it takes to find it again, surely survive. */
export function isSureToShow(crash: CrashState, write: number): boolean {
  const { program, stack } = crash.machine;
  if (!isSure(crash, write)) return false;
  if (!stack.image.allocatesOnWrite) return true;
  const lba = program.lba[write] ?? 0;
  const last = Math.floor((lba + (program.sectorCount[write] ?? 0) - 1) / program.sectorsPerBlock);
  for (let block = firstBlock(program, write); block <= last; block++)
    if (!isAllocationSure(crash, block)) return false;
  return true;
}

/** A device that keeps tags in order has not touched what waits behind a tagged request. */
export function hasBegun(crash: CrashState, write: number): boolean {
  const { machine } = crash;
  if (!machine.stack.device.orderedTags || machine.world.completion[write] !== 0) return true;
  return deviceMayComplete(machine, machine.world.inFlight.indexOf(write));
}

/** Whether the write is complete, and among the first so many. */
export function completedUpTo(world: World, write: number, upTo: number): boolean {
  const completion = world.completion[write] ?? 0;
  return completion !== 0 && completion <= upTo;
}
