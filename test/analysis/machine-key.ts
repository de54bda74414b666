import type { FaultId } from '../../src/model/fault.js';
import type { Place } from '../../src/model/place.js';
import type { Demand } from '../../src/search/proof/demand.js';
import { nothingLeft, sparedPlaces } from '../../src/stack/faults.js';
import type { OrderedMode, QemuPart, Stack } from '../../src/stack/stack.js';
import { placeIndex } from '../../src/stack/world.js';

/**
 * What the simulator makes of a stack under a fault, as far as a promise can show it: with equal keys
 * the same kinds of promises break, of every script with such a demand. It leaves out more than the
 * signature by which proofs are shared: whom a finding would blame, and of a place everything but
 * whether the fault spares it. docs/analysis.md argues for it; the comparison of the whole space
 * proves some that share a key by themselves.
 */
export function machineKey(stack: Stack, fault: FaultId, demand: Demand): string {
  const { backend, device, guest } = stack;
  if (backend.kind !== 'qemu') throw new Error('a configuration has QEMU in it');
  const queue = Math.min(device.queueDepth, demand.requestsMax);
  const above = [guestKey(stack, demand), queue, guest.dispatchesOutOfOrder].join();
  const spared = sparedPlaces(stack, fault);
  if (spared === nothingLeft) return `${above} gone`;
  const isSpared = (place: Place) => ((spared >> placeIndex[place]) & 1) === 1;
  const { data, allocation } = stagesOf(stack, backend, isSpared);
  const unit = stack.disk.sectorsPerAtomicUnit;
  // A block that is lost is lost with all that was written there and is not sure itself.
  const isAlike = !stack.image.allocatesOnWrite || allocation === data;
  const block = isAlike ? '' : ` ${allocation} ${stack.image.sectorsPerAllocation}`;
  const needsFlush = data === 'flush' || (!isAlike && allocation === 'flush');
  const how = needsFlush ? durability(stack, backend, demand) : '';
  return `${above} ${data} ${unit}${block} ${how}`;
}

/** Modes in which a flush is nothing, and no write more than a write. */
const silentModes: readonly OrderedMode[] = ['none', 'no-cache', 'drain', 'tag'];

function modeOf({ guest, driver }: Stack): OrderedMode {
  return guest.barriers ? driver.ordered : 'none';
}

/** What is sent for a flush, a FUA write and a barrier. */
function guestKey(stack: Stack, { durableWrites }: Demand): string {
  const { driver, device } = stack;
  const mode = modeOf(stack);
  const isAnswered = driver.answersFlush !== '';
  if (!durableWrites) {
    if (silentModes.includes(mode)) return 'silent';
    if (mode.startsWith('drain')) return 'drain-flush';
    return isAnswered ? 'silent' : 'flush';
  }
  switch (mode) {
    case 'flush':
      return isAnswered ? 'no-cache' : `flush ${driver.dropsFua !== ''}`;
    case 'flush-fua':
      return `flush-fua ${isAnswered} ${device.ignoresFua !== ''}`;
    case 'tag':
      return `tag ${device.orderedTags}`;
    default:
      return mode;
  }
}

/** Which writes QEMU makes durable by themselves, and how. */
function durability(stack: Stack, backend: QemuPart, { durableWrites }: Demand): string {
  if (backend.dropsFlushes) return 'drops';
  const mode = modeOf(stack);
  const takesFua = mode === 'drain-fua' || (mode === 'flush-fua' && stack.device.ignoresFua === '');
  if (!backend.syncWrites && !(durableWrites && takesFua)) return 'none';
  // FUA is a write like any other then, and so is what QEMU writes through.
  if (backend.writesThrough === 'by-host' && stack.disk.ignoresFua !== undefined) return 'none';
  const which = backend.syncWrites ? 'all' : 'fua';
  const skips = backend.writesThrough === 'by-flush' && backend.skipsOwnFlush !== '';
  return `${which} ${backend.writesThrough}${skips ? ' skips' : ''}`;
}

type Stage = 'dispatch' | 'completion' | 'flush' | 'never';

interface Stages {
  readonly data: Stage;
  readonly allocation: Stage;
}

/** From when on data and allocations are where the fault does not get at them. */
function stagesOf(
  { host, disk, image }: Stack,
  { dropsFlushes }: QemuPart,
  isSpared: (place: Place) => boolean,
): Stages {
  const ofDisk: Place = disk.cache ? 'disk-cache' : 'medium';
  const top: Place = disk.controllerCache ? 'controller-cache' : ofDisk;
  const isDirect = host.keeps === '';
  const empties = top === 'disk-cache' && host.flushesDisk && disk.honoursFlush;
  const synced = isSpared(top) || (empties && isSpared('medium'));
  const dispatched = isSpared('device-queue');
  const { allocatesInHost, allocatesInProcess } = image;
  const isTableOnDisk = isDirect && !allocatesInHost && isSpared(top);
  const isHandedOver = allocatesInProcess && isSpared('host-memory');
  const isUnsynced = dropsFlushes || host.ignoresSync === true;
  return {
    data: firstOf(dispatched, isSpared(host.keeps || top), !isUnsynced && synced),
    allocation: firstOf(
      dispatched,
      isSpared(allocatesInProcess ? 'qemu-memory' : 'host-memory') ||
        (isTableOnDisk && !allocatesInProcess),
      isUnsynced ? isTableOnDisk || isHandedOver : synced,
    ),
  };
}

function firstOf(dispatched: boolean, completed: boolean, flushed: boolean): Stage {
  if (dispatched) return 'dispatch';
  if (completed) return 'completion';
  return flushed ? 'flush' : 'never';
}
