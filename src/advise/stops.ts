import {
  flushesAfterFua,
  flushesReachDevice,
  fuaReachesDevice,
  type GuestFacts,
} from '../analysis/facts/guest.js';
import type { Stages, StorageFacts } from '../analysis/facts/storage.js';
import type { Place } from '../model/place.js';

/** How far something of the guest's has surely come when the guest is told that it is done. */
export interface Stop {
  /** What the guest asked for. */
  readonly what: 'a write' | 'a flush' | 'a FUA write';
  /** The place that it has surely reached, in words. */
  readonly where: string;
}

const placeNames: Record<Place, string> = {
  'guest-memory': "the guest's memory",
  'device-queue': 'the queue of the device',
  'qemu-memory': "QEMU's memory",
  'host-memory': "the host's page cache",
  'controller-cache': 'the battery-backed cache of the controller',
  'disk-cache': "the disk's cache",
  medium: 'the medium',
};

/** Where data is at this stage, and the allocation of its blocks, if that is elsewhere. */
function placesAt(storage: StorageFacts, stage: keyof Stages): string {
  const data = storage[stage].place;
  const allocation = storage.allocation?.[stage].place ?? data;
  const note =
    allocation === data ? '' : `; the allocation of its blocks only ${placeNames[allocation]}`;
  return placeNames[data] + note;
}

function skippedNote(storage: StorageFacts): string {
  const rest = placesAt(storage, 'completed');
  return `; where QEMU skips that flush, ${rest}, until the next one that runs`;
}

function aWrite({ writesThrough }: GuestFacts, storage: StorageFacts): string {
  if (!writesThrough || storage.fuaManner === 'dropped')
    return `reaches ${placesAt(storage, 'completed')}`;
  const reached = placesAt(storage, 'fua');
  switch (storage.fuaManner) {
    case 'alone':
      return `reaches ${reached}`;
    case 'flush':
      return `is a write and a flush in QEMU: it reaches ${reached}`;
    case 'skippable-flush':
      return `is a write and a flush in QEMU: it reaches ${reached}${skippedNote(storage)}`;
  }
}

function aFlush({ mode, reasons }: GuestFacts, storage: StorageFacts, drops: boolean): string {
  if (!flushesReachDevice(mode)) {
    const isAnswered = reasons.some(({ row }) => row === 'quirks.megaraid-answers-flush');
    return isAnswered ? "is answered by the guest's driver" : 'never leaves the guest';
  }
  const reached = placesAt(storage, 'flushed');
  return drops
    ? `ends in QEMU: what had completed before it is in ${reached}`
    : `brings all that had completed before it to ${reached}`;
}

function sentFua(storage: StorageFacts, drops: boolean): string {
  const reached = placesAt(storage, 'fua');
  switch (storage.fuaManner) {
    case 'dropped':
      return `is an ordinary write: ${drops ? 'QEMU drops' : 'the disk ignores'} FUA`;
    case 'alone':
      return `reaches ${reached}, and takes nothing else there`;
    case 'flush':
      return `is a write and a flush in QEMU: it reaches ${reached}`;
    case 'skippable-flush':
      return `is a write and a flush in QEMU: it reaches ${reached}${skippedNote(storage)}`;
  }
}

function aFuaWrite(
  { mode, writesThrough }: GuestFacts,
  storage: StorageFacts,
  drops: boolean,
): string {
  if (writesThrough && storage.fuaManner === 'alone') return 'is like any other write';
  if (fuaReachesDevice(mode)) return sentFua(storage, drops);
  if (flushesAfterFua(mode))
    return `is a write and then a flush: it reaches ${placesAt(storage, 'flushed')}`;
  return mode === 'flush-without-fua'
    ? 'is an ordinary write: the device forgets FUA'
    : 'is an ordinary write';
}

/** @param drops - QEMU was told to drop flushes */
export function stopsOf(guest: GuestFacts, storage: StorageFacts, drops: boolean): readonly Stop[] {
  return [
    { what: 'a write', where: aWrite(guest, storage) },
    { what: 'a flush', where: aFlush(guest, storage, drops) },
    { what: 'a FUA write', where: aFuaWrite(guest, storage, drops) },
  ];
}
