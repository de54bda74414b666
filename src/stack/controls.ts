import type { GuestSettings } from '../model/configuration.js';
import { allocatesNothing, buildGuest, driverDefaults } from './build.js';
import { buildDisk } from './disk/build-disk.js';
import { buildDriver } from './guest/driver.js';
import type { DevicePart, Stack } from './stack.js';

const sectorBytes = 512;

/** Nothing between the guest and the disk splits a write. */
const nothingAbove = {
  splitBytes: 0,
  hostBytes: 0,
  image: allocatesNothing,
  isOutsideNode: true,
  inMemory: '',
} as const;

/**
 * Honest bare metal: a disk with a volatile cache that it advertises, flush and FUA honoured,
 * a deep queue completed in any order. The guest's settings are given, so that a guest that
 * breaks its own promises shows here, and one that switches the cache off has none. A workload is not
 * to blame for a disk that is lost with its node: this one outlives it, as does the strictest.
 *
 * @param atomicBytes - what the workload trusts the disk to write whole, which is for the scenario to say
 */
export function buildBareMetal(guest: GuestSettings, atomicBytes = sectorBytes): Stack {
  const hasCache = guest.writeCache !== 'device-off';
  const kind = hasCache ? 'wce-honest' : 'no-wce';
  const device: DevicePart = {
    queueDepth: 32,
    flushCommand: true,
    flushWithoutCache: true,
    advertisesCache: hasCache,
    fua: true,
    ignoresFua: '',
    orderedTags: false,
    flushStallsVcpu: false,
  };
  return {
    guest: buildGuest(guest),
    driver: buildDriver(device, {
      ...driverDefaults(guest),
      overridesCache: false,
      completionIsStable: !hasCache,
    }),
    device,
    backend: { kind: 'bare-metal' },
    image: allocatesNothing,
    host: { keeps: '', flushesDisk: true, noFlushBecause: '' },
    disk: buildDisk({ kind, atomicBytes }, nothingAbove),
  };
}

/**
 * Nothing volatile and one request at a time: what fails here fails for no want of a flush or an order.
 */
export function buildStrictest(atomicBytes = sectorBytes): Stack {
  const device: DevicePart = {
    queueDepth: 1,
    flushCommand: true,
    flushWithoutCache: true,
    advertisesCache: false,
    fua: false,
    ignoresFua: '',
    orderedTags: false,
    flushStallsVcpu: true,
  };
  return {
    guest: { barriers: true, dispatchesOutOfOrder: false },
    driver: buildDriver(device, {
      ...driverDefaults({
        kernel: '2.6.31',
        writeCache: 'device',
        mount: 'barrier',
        fsyncError: 'stops',
        elevator: 'noop',
      }),
      completionIsStable: true,
    }),
    device,
    backend: { kind: 'bare-metal' },
    image: allocatesNothing,
    host: { keeps: '', flushesDisk: true, noFlushBecause: '' },
    disk: buildDisk({ kind: 'no-wce', atomicBytes }, nothingAbove),
  };
}
