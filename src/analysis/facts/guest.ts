import { deviceOf } from '../../catalogue/devices/devices.js';
import {
  type GuestKernelRow,
  guestKernels,
  mounts,
  writeCaches,
} from '../../catalogue/dimensions/guests.js';
import type { QuirkRow } from '../../catalogue/quirks/quirk.js';
import { rowOf } from '../../catalogue/row-of.js';
import { ruleOf } from '../../catalogue/rules/rules.js';
import { noBetterThan, type Reason } from '../reason.js';
import { barrierSource, driverName, driverSource } from './driver-sources.js';
import { type ErrorsTold, errorsTold } from './errors.js';
import { type GuestParts, type Offer, offerOf, writesThrough } from './offer.js';
import { depthReasons, elevatorReason, takesOne } from './queue.js';
import { deviceQuirk, quirkReason } from './quirks.js';

/**
 * What reaches the device of a flush, a FUA write and a barrier.
 *
 * Up to Linux 2.6.36 (block/blk-barrier.c) the queue is drained for a barrier, drained and flushed
 * around it, drained and written with FUA, tagged, or the barrier is refused. Since 2.6.37
 * (block/blk-flush.c) nothing keeps an order: a barrier is PREFLUSH and FUA, FUA is a write and a
 * flush where the device has none, and what is not supported is left out.
 */
export type OrderedMode =
  | 'drain'
  | 'drain-flush'
  | 'drain-fua'
  | 'tag'
  | 'none'
  | 'no-cache'
  | 'flush'
  | 'flush-fua'
  /** The device forgets FUA. */
  | 'flush-without-fua'
  /** The driver answers flushes by itself, and passes FUA on. */
  | 'fua-without-flush'
  /** The device has no FUA, and the guest makes nothing of it. */
  | 'flush-drops-fua';

export interface GuestFacts {
  /** What reaches the queue: `none` also where the mount has no barriers. */
  readonly mode: OrderedMode;
  readonly inOrder: boolean;
  readonly oneAtATime: boolean;
  /** QEMU makes every write durable by itself. */
  readonly writesThrough: boolean;
  /** The largest piece that a write is cut into, in bytes; 0 for none. */
  readonly splitBytes: number;
  /** Which errors of writes the device passes on, and the guest heeds. */
  readonly errorsTold: ErrorsTold;
  readonly reasons: readonly Reason[];
}

const modeSays: Record<OrderedMode, string> = {
  drain: 'drains its queue for a barrier and sends no flush',
  'drain-flush': 'drains its queue for a barrier and flushes before and after it',
  'drain-fua': 'drains its queue for a barrier, flushes before it and writes it with FUA',
  tag: 'tags a barrier, and the device keeps its place',
  none: 'refuses barriers and sends no flush',
  'no-cache': 'sends no flush, and nothing keeps the order of requests',
  flush: 'sends flushes, and a flush after a FUA write; only waiting keeps an order',
  'flush-fua': 'sends flushes, and FUA with a write; only waiting keeps an order',
  'flush-without-fua':
    'sends flushes, and FUA that the device forgets; only waiting keeps an order',
  'flush-drops-fua': 'sends flushes, and none for a FUA write; only waiting keeps an order',
  'fua-without-flush': 'passes FUA on and answers flushes by itself; only waiting keeps an order',
};

interface Driven {
  readonly mode: OrderedMode;
  readonly reasons: readonly Reason[];
}

/** How a driver up to Linux 2.6.36 registers its queue with the block layer. */
function barrierMode({ row, ...offer }: Offer): OrderedMode {
  if (row.driver === 'virtio_blk') {
    if (offer.speaksFlush && offer.advertisesCache) return 'drain-flush';
    if (row.orderedTags) return 'tag';
    return offer.drainsWithoutFlush ? 'drain' : 'none';
  }
  if (!offer.advertisesCache) return 'drain';
  return offer.fua ? 'drain-fua' : 'drain-flush';
}

/** What of flush and FUA goes to the device since Linux 2.6.37, and what it does about it. */
function flushMode(offer: Offer, believesCache: boolean, answers: QuirkRow | undefined) {
  const isCached = offer.advertisesCache || offer.flushesAnyway;
  if (!offer.flushCommand || !isCached || !believesCache) return 'no-cache';
  const carriesFua = offer.fua && offer.ignoresFua === undefined;
  if (answers !== undefined) return carriesFua ? 'fua-without-flush' : 'no-cache';
  if (!offer.fua) return 'flush';
  return carriesFua ? 'flush-fua' : 'flush-without-fua';
}

/** What the guest's system is, where it is not Linux. */
function systemReasons(kernel: GuestKernelRow | undefined, mode: OrderedMode): readonly Reason[] {
  if (kernel === undefined || kernel.system === 'Linux') return [];
  const { id, sentence, flushes, source, confidence } = kernel;
  // A device that has FUA gets it.
  const dropsFua = mode === 'flush-drops-fua' ? 'BLK023' : '';
  const rule = flushes ? dropsFua : 'BLK024';
  const says = `is ${sentence}`;
  return [{ layer: 'guest', says, rule, row: `guestKernels.${id}`, source, confidence }];
}

function overridden(): Reason {
  const says = 'was told that there is no write cache: no flush leaves it';
  const known = noBetterThan(rowOf(writeCaches, 'write-through'), ruleOf('BLK015'));
  return { layer: 'guest', says, rule: 'BLK015', row: 'writeCaches.write-through', ...known };
}

function driven(parts: GuestParts, offer: Offer): Driven {
  const { driver, id } = offer.row;
  const rows: readonly GuestKernelRow[] = guestKernels;
  const kernel = rows.find((each) => each.id === parts.guest.kernel);
  const row = `devices.${id}`;
  if (kernel?.era === 'barriers') {
    const mode = barrierMode(offer);
    const rule = mode === 'none' ? 'BLK002' : '';
    const says = `${driver} ${modeSays[mode]}`;
    const known = noBetterThan(offer.row, barrierSource(driver));
    return { mode, reasons: [{ layer: 'guest-driver', says, rule, row, ...known }] };
  }
  const believes = parts.guest.writeCache !== 'write-through';
  const answers = deviceQuirk(parts, 'driver-answers-flush');
  const sent = flushMode(offer, believes && kernel?.flushes !== false, answers);
  const isFlushed = offer.flushesForFua || kernel?.flushesForFua !== false;
  const mode = sent === 'flush' && !isFlushed ? 'flush-drops-fua' : sent;
  // Who flushes behind the write is the device then.
  const isSent = mode === 'flush' && offer.flushesForFua;
  const says = `${driverName(driver, kernel)} ${modeSays[isSent ? 'flush-fua' : mode]}`;
  const known = noBetterThan(offer.row, driverSource(driver, kernel));
  const reason: Reason = { layer: 'guest-driver', says, rule: '', row, ...known };
  const flushes = offer.flushCommand && offer.advertisesCache;
  return {
    mode,
    reasons: [
      ...systemReasons(kernel, mode),
      ...(flushes && !believes ? [overridden()] : []),
      ...(flushes && believes && answers !== undefined ? [quirkReason(answers)] : []),
      reason,
    ],
  };
}

function withoutBarriers(): Reason {
  const says = 'mounts without barriers: no flush and no barrier leaves the file system';
  const known = noBetterThan(rowOf(mounts, 'nobarrier'), ruleOf('BLK001'));
  return { layer: 'guest', says, rule: 'BLK001', row: 'mounts.nobarrier', ...known };
}

/** What guest and device make of a flush, a barrier and a FUA write, above QEMU's block layer. */
export function guestFacts(parts: GuestParts): GuestFacts {
  const offer = offerOf(parts);
  const { reasons } = driven(parts, offer);
  const sent = isMounted(parts)
    ? [...offer.reasons, ...reasons]
    : [withoutBarriers(), ...offer.reasons];
  return {
    mode: guestReaders.mode(parts),
    inOrder: guestReaders.inOrder(parts),
    oneAtATime: guestReaders.oneAtATime(parts),
    writesThrough: guestReaders.writesThrough(parts),
    splitBytes: guestReaders.splitBytes(parts),
    errorsTold: guestReaders.errorsTold(parts),
    reasons: [elevatorReason(parts), ...depthReasons(parts), ...sent],
  };
}

function isMounted({ guest: { mount } }: GuestParts): boolean {
  return mount === 'barrier';
}

type GuestPieces = Omit<GuestFacts, 'reasons'>;

/** How each piece is read from a configuration: each depends on fewer dimensions than all together. */
export const guestReaders: {
  readonly [Piece in keyof GuestPieces]: (parts: GuestParts) => GuestPieces[Piece];
} = {
  mode: (parts) => (isMounted(parts) ? driven(parts, offerOf(parts)).mode : 'none'),
  inOrder: ({ guest }) => guest.elevator === 'noop',
  oneAtATime: takesOne,
  writesThrough,
  splitBytes: (parts) => deviceOf(parts).splitBytes,
  errorsTold,
};

const flushing: readonly OrderedMode[] = [
  'drain-flush',
  'drain-fua',
  'flush',
  'flush-fua',
  'flush-without-fua',
  'flush-drops-fua',
];

export function flushesReachDevice(mode: OrderedMode): boolean {
  return flushing.includes(mode);
}

/** Whether a write that asks for it is sent with FUA, and the device passes it on. */
export function fuaReachesDevice(mode: OrderedMode): boolean {
  return mode === 'drain-fua' || mode === 'flush-fua' || mode === 'fua-without-flush';
}

/** Whether a write that asks for it is followed by a flush of the guest's driver. */
export function flushesAfterFua(mode: OrderedMode): boolean {
  return mode === 'drain-flush' || mode === 'flush';
}

/** The same for the record of a commit, which flushes are sent for. */
export function flushesAfterCommit(mode: OrderedMode): boolean {
  return flushesAfterFua(mode) || mode === 'flush-drops-fua';
}

/** Whether a barrier keeps its place in the queue, and others theirs before and after it. */
export function drainsForBarrier(mode: OrderedMode): boolean {
  return mode === 'drain' || mode === 'drain-flush' || mode === 'drain-fua' || mode === 'tag';
}
