import { findDevice } from '../catalogue/devices/devices.js';
import type { Refusal } from '../catalogue/refusals/refusal.js';
import { lackingRefusals } from '../catalogue/refusals/values-since.js';
import type { DiskSite } from '../model/site.js';
import type { VmDisk } from '../model/vm-disk.js';
import type { Runner } from './runner.js';

/** What the versions that somebody gives do not have yet, and what no guest can set of a device. */
export function lackedBy(
  { aio }: VmDisk,
  { host, guest }: DiskSite,
  { version = '' }: Runner,
): readonly Refusal[] {
  const ofQemu = version === '' ? [] : lackingRefusals('QEMU', version);
  const { kernel } = host;
  // Who takes what the host has gets something else on an older one.
  const isTaken = aio.known && aio.origin.kind === 'assumed';
  const isGiven = kernel.known && kernel.value !== 'current' && !isTaken;
  const isTemporary = guest.writeCache.known && guest.writeCache.value === 'sd-temporary';
  return [
    ...ofQemu,
    ...(isGiven ? lackingRefusals('Linux', kernel.value) : []),
    ...(isTemporary ? [withoutSd] : []),
  ];
}

const ofSd: readonly string[] = ['sd', 'megaraid_sas'];

/** Linux drivers/scsi/sd.c cache_type_store; cache_type of virtio_blk is the device's own `writeback`. */
const withoutSd: Refusal = {
  because:
    '"temporary" is a cache_type of disks of sd (SCSI, SATA, IDE, USB); this device has none ' +
    '(guest.writeCache: queue-write-through is what any disk has)',
  source: 'Linux 6.12 drivers/scsi/sd.c cache_type_store, drivers/block/virtio_blk.c',
  confidence: 'read',
  isSo: (configuration) => {
    const { writeCache } = configuration.guest;
    const driver = findDevice(configuration)?.driver ?? '';
    return writeCache === 'write-through' && !ofSd.includes(driver);
  },
};
