import { latencyUs } from '../../catalogue/latencies.js';
import { ask } from '../choose.js';
import { imageWriteStarted } from '../image/image.js';
import type { Machine } from '../machine.js';
import {
  backendFlush,
  backendFlushStarted,
  backendWrite,
  flushesAfterWrite,
} from '../qemu/backend.js';
import { tell } from '../story.js';
import { manner, phase, placeIndex, state } from '../world.js';

const completeQuestion = ask.complete;
const reachedDevice = 1 << placeIndex['device-queue'];

/**
 * The device gets a request: the operation in its lowest phase. Returns for how many steps nature
 * keeps it in flight.
 */
export function deviceStart(machine: Machine, operation: number): number {
  const { world } = machine;
  world.state[operation] = state.inFlight;
  world.inFlight[world.count.inFlight] = operation;
  world.count.inFlight += 1;
  const current = currentPhase(machine, operation);
  switch (current) {
    case phase.write:
      world.reachedAlone[operation] = reachedDevice;
      world.completedBefore[operation] = world.count.completions;
      linkUnits(machine, operation);
      imageWriteStarted(machine, operation);
      if (flushesAfterWrite(machine, operation)) addOwnFlush(machine, operation);
      tell(world, operation, 'device', 'write in flight');
      break;
    case phase.preflush:
    case phase.postflush:
    case phase.secondFlush:
      flushStart(machine, operation);
  }
  return machine.chooser.choose(completeQuestion, operation, current);
}

/** A flush covers what has completed by now. */
export function flushStart(machine: Machine, operation: number): void {
  const { world } = machine;
  world.covers[operation] = world.count.completions;
  backendFlushStarted(machine, operation);
  world.count.flushesInFlight += 1;
  tell(world, operation, 'device', 'flush in flight');
}

/** The device reports the request as completed. Returns whether the operation has more phases. */
export function deviceComplete(machine: Machine, operation: number): boolean {
  const { world } = machine;
  const current = currentPhase(machine, operation);
  if (current === phase.write) {
    world.count.completions += 1;
    world.completion[operation] = world.count.completions;
    tell(world, operation, 'device', 'write completed');
    backendWrite(machine, operation);
  } else if (current !== phase.read) {
    deviceFlush(machine, operation);
  }
  if (current === phase.postflush) {
    world.manner[operation] = (world.manner[operation] ?? 0) & ~manner.ownFlush;
  }
  const left = (world.phases[operation] ?? 0) & ~current;
  world.phases[operation] = left;
  return left !== 0;
}

/** QEMU's own flush behind a write comes before the guest's, if that sends one too. */
function addOwnFlush({ world }: Machine, operation: number): void {
  const phases = world.phases[operation] ?? 0;
  const second = (phases & phase.postflush) === 0 ? 0 : phase.secondFlush;
  world.phases[operation] = phases | phase.postflush | second;
  world.manner[operation] = ((world.manner[operation] ?? 0) & ~manner.fua) | manner.ownFlush;
}

/** A synchronous flush (bdrv_flush in QEMU 0.11) holds the vCPU until it is done. */
function deviceFlush(machine: Machine, operation: number): void {
  const { count } = machine.world;
  const { hostSyncs, diskFlushes } = count;
  count.flushesInFlight -= 1;
  tell(machine.world, operation, 'device', 'flush completed');
  backendFlush(machine, operation);
  if (!machine.stack.device.flushStallsVcpu) return;
  count.vcpuStallUs += (count.hostSyncs - hostSyncs) * latencyUs.hostSync;
  count.vcpuStallUs += (count.diskFlushes - diskFlushes) * latencyUs.diskFlush;
}

/** With ordered tags the device finishes what is older than a tagged request first. */
export function deviceMayComplete(machine: Machine, position: number): boolean {
  if (!machine.stack.device.orderedTags) return true;
  const { world } = machine;
  const isTagged = (operation: number) => ((world.manner[operation] ?? 0) & manner.tagged) !== 0;
  for (let older = 0; older < position; older++) {
    if (isTagged(world.inFlight[older] ?? 0) || isTagged(world.inFlight[position] ?? 0))
      return false;
  }
  return true;
}

export function currentPhase(machine: Machine, operation: number): number {
  const phases = machine.world.phases[operation] ?? 0;
  return phases & -phases;
}

/** Notes the write as the newest of each atomic unit that it touches. */
function linkUnits(machine: Machine, operation: number): void {
  const { program, world } = machine;
  const lba = program.lba[operation] ?? 0;
  const last = (lba + (program.sectorCount[operation] ?? 0) - 1) >> program.unitShift;
  for (let unit = lba >> program.unitShift; unit <= last; unit++) {
    world.count.entries += 1;
    const entry = world.count.entries;
    world.entryWrite[entry] = operation;
    world.entryOlder[entry] = world.unitHead[unit] ?? 0;
    world.unitHead[unit] = entry;
  }
}
