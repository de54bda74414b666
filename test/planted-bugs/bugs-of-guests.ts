import type { PlantedBug } from './planted-bug.js';

const freebsd =
  'FreeBSD flushes whatever it is told of a write cache, where there is a flush command';
const viostor =
  'viostor flushes behind a write-through write before it is complete, on each virtio-blk';

/** What guests other than Linux make of FUA and of a device that says that it has no cache. */
export const bugsOfGuests: readonly PlantedBug[] = [
  {
    name: 'FreeBSD sends FUA',
    file: 'stack/guest/driver.ts',
    find: 'device.fua && sendsFua',
    replace: 'device.fua',
    caughtBy: 'FreeBSD sends no FUA: ZFS has a flush behind a durable write, where Linux has FUA',
  },
  {
    name: 'FreeBSD takes the word of a device that says it has no cache',
    file: 'stack/guest/driver.ts',
    find: '(flushesWithoutCache && device.flushWithoutCache)',
    replace: 'false',
    caughtBy: freebsd,
  },
  {
    name: 'FreeBSD flushes where F_FLUSH was not offered',
    file: 'stack/frontend/device.ts',
    find: "(row.flushWithoutCache || has('flush-without-cache'))",
    replace: 'true',
    caughtBy: freebsd,
  },
  {
    name: 'a new machine type withholds F_FLUSH as well',
    file: 'catalogue/quirks/quirks-of-virtio.ts',
    find: "effect: { kind: 'flush-without-cache' },",
    replace: "until: '9.2', effect: { kind: 'flush-without-cache' },",
    caughtBy: freebsd,
  },
  {
    name: 'Linux flushes what has no cache',
    file: 'catalogue/dimensions/guests.ts',
    find: "  flushesWithoutCache: false,\n  switchesCache: 'hdparm",
    replace: "  flushesWithoutCache: true,\n  switchesCache: 'hdparm",
    caughtBy: freebsd,
  },
  {
    name: 'viostor makes an ordinary write of a write-through one',
    file: 'catalogue/quirks/quirks-of-virtio.ts',
    find: "frontends: ['virtio-blk', 'firecracker', 'cloud-hypervisor'],",
    replace: 'frontends: [],',
    caughtBy: viostor,
  },
  {
    name: 'only the newer viostor flushes for FUA',
    file: 'catalogue/quirks/quirks-of-virtio.ts',
    find: "guestKernels: ['windows', 'windows-old-viostor'],",
    replace: "guestKernels: ['windows'],",
    caughtBy: viostor,
  },
];

export const bugsOfGuestsInAnalysis: readonly PlantedBug[] = [
  {
    name: 'FreeBSD is predicted to send FUA',
    file: 'analysis/facts/offer.ts',
    find: 'kernelOf(parts)?.sendsFua !== false,',
    replace: 'true,',
    caughtBy: 'FreeBSD has no FUA that nvme could ignore',
  },
  {
    name: 'FreeBSD is predicted to believe that there is no cache',
    file: 'analysis/facts/guest.ts',
    find: 'offer.advertisesCache || offer.flushesAnyway',
    replace: 'offer.advertisesCache',
    caughtBy: 'FreeBSD flushes an export that hides its cache',
  },
  {
    name: 'FreeBSD is predicted to flush without F_FLUSH',
    file: 'analysis/facts/offer.ts',
    find: 'return row.flushWithoutCache ||',
    replace: 'return true ||',
    caughtBy: 'FreeBSD cannot flush without F_FLUSH',
  },
];
