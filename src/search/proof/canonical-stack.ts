import { faults as catalogued } from '../../catalogue/faults.js';
import type { FaultOrNone } from '../../model/fault.js';
import type { Place } from '../../model/place.js';
import { sparedPlaces } from '../../stack/faults.js';
import { sendsFlush } from '../../stack/guest/driver.js';
import type {
  DevicePart,
  DiskPart,
  DriverPart,
  OrderedMode,
  QemuPart,
  Stack,
} from '../../stack/stack.js';
import { placeIndex } from '../../stack/world.js';
import type { Demand } from './demand.js';

/**
 * The stack that stands for all that do the same with such scripts under these faults: what a script
 * never meets is set to one value, and a rule to one for each place where it may stand. What is equal
 * here has one proof; docs/exhaustive.md argues for each step.
 */
export function canonicalStack(
  stack: Stack,
  demand: Demand,
  faults: readonly FaultOrNone[],
): Stack {
  const device = canonicalDevice(stack, demand);
  const { backend } = stack;
  const disk = canonicalDisk(stack, demand, faults);
  if (backend.kind === 'bare-metal') return { ...stack, device, disk };
  const driver = canonicalDriver(stack, demand);
  const like = { ...stack, device, driver, disk };
  return {
    ...like,
    backend: canonicalBackend(like, backend, demand, faults),
    image: stack.image.allocatesOnWrite ? stack.image : { ...stack.image, sectorsPerAllocation: 1 },
    host: {
      ...stack.host,
      keeps: isMemoryLikeDisk(stack, backend, faults) ? '' : stack.host.keeps,
      noFlushBecause: stack.host.noFlushBecause && 'BLK006',
    },
  };
}

/** What the driver has made of it is said by the driver's mode. */
function canonicalDevice(
  { device, driver }: Stack,
  { requestsMax, durableWrites }: Demand,
): DevicePart {
  return {
    ...device,
    queueDepth: Math.min(device.queueDepth, requestsMax),
    flushCommand: false,
    flushWithoutCache: false,
    advertisesCache: false,
    fua: false,
    ignoresFua: durableWrites && driver.ordered === 'flush-fua' ? device.ignoresFua : '',
  };
}

/** Who has the disk shows only where a node is lost, and an array that lacks a member where it stops. */
function canonicalDisk(stack: Stack, demand: Demand, faults: readonly FaultOrNone[]): DiskPart {
  const { disk } = stack;
  const { lostBecause, lostWithHost, ignoresFua, tornBy, ...like } = disk;
  const isStopped = faults.some((fault) => unclean.has(fault));
  const isHostStopped = faults.some((fault) => ofHost.has(fault));
  return {
    ...like,
    ...(isStopped && lostBecause !== undefined && { lostBecause }),
    ...(isHostStopped && lostWithHost !== undefined && { lostWithHost }),
    ...(ignoresFua !== undefined && asksHost(stack, demand) && { ignoresFua }),
    isOutsideNode: disk.isOutsideNode && faults.includes('node-loss'),
  };
}

const unclean: ReadonlySet<FaultOrNone> = new Set(
  catalogued.filter(({ isUncleanStop }) => isUncleanStop).map(({ id }) => id),
);

const ofHost: ReadonlySet<FaultOrNone> = new Set(
  catalogued.filter(({ stopsHost }) => stopsHost).map(({ id }) => id),
);

function canonicalDriver({ driver }: Stack, { durableWrites }: Demand): DriverPart {
  return {
    ordered: durableWrites ? driver.ordered : withoutFua[driver.ordered],
    dropsFua: durableWrites ? driver.dropsFua : '',
    answersFlush: sendsFlush(driver.ordered) ? driver.answersFlush : '',
    refusedBecause: driver.refusedBecause && 'BLK002',
    noFlushBecause: driver.noFlushBecause && 'BLK003',
  };
}

/** The modes differ only in how they make a write durable. */
const withoutFua: Readonly<Record<OrderedMode, OrderedMode>> = {
  none: 'none',
  drain: 'drain',
  'drain-flush': 'drain-flush',
  'drain-fua': 'drain-flush',
  tag: 'tag',
  'no-cache': 'no-cache',
  flush: 'flush',
  'flush-fua': 'flush',
};

/** Whether QEMU has to make some writes durable by themselves. */
function asksForDurability(
  { driver, device }: Stack,
  backend: QemuPart,
  durableWrites: boolean,
): boolean {
  const sendsFua =
    durableWrites &&
    (driver.ordered === 'flush-fua' || driver.ordered === 'drain-fua') &&
    device.ignoresFua === '';
  return (backend.syncWrites || sendsFua) && !backend.dropsFlushes;
}

/** Whether it asks the host to: only then the disk may see FUA. */
function asksHost(stack: Stack, { durableWrites }: Demand): boolean {
  const { backend } = stack;
  if (backend.kind !== 'qemu' || backend.writesThrough !== 'by-host') return false;
  return asksForDurability(stack, backend, durableWrites);
}

function canonicalBackend(
  stack: Stack,
  backend: QemuPart,
  { durableWrites, bootsAgain }: Demand,
  faults: readonly FaultOrNone[],
): QemuPart {
  const { driver } = stack;
  const writesThrough = asksForDurability(stack, backend, durableWrites);
  const flushesItself = writesThrough && backend.writesThrough === 'by-flush';
  const { skipsFirstFlush, ...like } = backend;
  return {
    ...like,
    hidesErrors: faults.includes('io-error') && backend.hidesErrors !== '' ? 'BLK019' : '',
    dropsFlushes: backend.dropsFlushes && (sendsFlush(driver.ordered) || backend.syncWrites),
    writesThrough: writesThrough ? backend.writesThrough : 'by-flush',
    skipsOwnFlush: flushesItself ? backend.skipsOwnFlush : '',
    // The first QEMU has nothing to inherit.
    ...(bootsAgain && skipsFirstFlush !== undefined && { skipsFirstFlush }),
  };
}

/**
 * Whether it makes no difference that a write waits in memory before it waits in the disk's cache: each
 * fault takes both, and what empties one empties both.
 */
function isMemoryLikeDisk(
  stack: Stack,
  backend: QemuPart,
  faults: readonly FaultOrNone[],
): boolean {
  if (stack.image.allocatesOnWrite || !stack.disk.cache || stack.disk.controllerCache) return false;
  if (backend.syncWrites && backend.writesThrough === 'by-host') return false;
  const either = bitOf('qemu-memory') | bitOf('host-memory') | bitOf('disk-cache');
  return faults.every((fault) => fault === 'none' || (sparedPlaces(stack, fault) & either) === 0);
}

function bitOf(place: Place): number {
  return 1 << placeIndex[place];
}
