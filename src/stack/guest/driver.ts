import type { DriverId } from '../../catalogue/devices/devices.js';
import type { RuleId } from '../../catalogue/rules/rules.js';
import type { DevicePart, DriverPart, OrderedMode } from '../stack.js';

/** What the guest's kernel brings to its driver. */
export interface DriverSettings {
  readonly driver: DriverId;
  /** Up to Linux 2.6.36 there are barriers, since 2.6.37 flushes and FUA. */
  readonly hasBarriers: boolean;
  /** The driver drains its queue for a barrier when the device can neither flush nor tag. */
  readonly drainsWithoutFlush: boolean;
  /** The driver speaks the flush command of a device that has one. */
  readonly speaksFlush: boolean;
  /** The kernel was told that there is no write cache. */
  readonly overridesCache: boolean;
  /** The file system sends flushes. */
  readonly flushes: boolean;
  /** A write that is to be durable by itself is followed by a flush where the device has no FUA. */
  readonly flushesForFua: boolean;
  /** FUA is sent to a device that has it. */
  readonly sendsFua: boolean;
  /** What says that it has no write cache is flushed too. */
  readonly flushesWithoutCache: boolean;
  readonly answersFlush: RuleId | '';
  /** Blamed where the device holds writes back and does not say so. */
  readonly hidesCacheBecause: RuleId;
  /** A write is durable when it completes. */
  readonly completionIsStable: boolean;
}

/** How the driver sets up its queue for what the device tells it. */
export function buildDriver(device: DevicePart, settings: DriverSettings): DriverPart {
  const ordered = settings.hasBarriers
    ? barrierMode(device, settings)
    : flushMode(device, settings);
  const isSilent = !sendsFlush(ordered) && !settings.completionIsStable;
  return {
    ordered,
    refusedBecause: ordered === 'none' ? 'BLK002' : '',
    noFlushBecause: isSilent ? whyNoFlush(device, settings) : '',
    answersFlush: settings.answersFlush,
    dropsFua: ordered === 'flush' && !settings.flushesForFua ? 'BLK023' : '',
  };
}

function barrierMode(device: DevicePart, settings: DriverSettings): OrderedMode {
  if (settings.driver === 'virtio_blk') return virtioBlkOrdered(device, settings);
  return sdOrdered(device);
}

/** Linux 2.6.31 drivers/scsi/sd.c, sd_revalidate_disk; libata disks come through here too. */
function sdOrdered(device: DevicePart): OrderedMode {
  if (!device.advertisesCache) return 'drain';
  return device.fua ? 'drain-fua' : 'drain-flush';
}

/** Linux drivers/block/virtio_blk.c: e467cde2381, f1b0ef06260 (2.6.32), and 2.6.36's drain. */
function virtioBlkOrdered(
  device: DevicePart,
  { drainsWithoutFlush, speaksFlush }: DriverSettings,
): OrderedMode {
  if (speaksFlush && device.flushCommand && device.advertisesCache) return 'drain-flush';
  if (device.orderedTags) return 'tag';
  return drainsWithoutFlush ? 'drain' : 'none';
}

/** Linux 6.12 block/blk-flush.c, blk_insert_flush: what is not supported is left out. */
function flushMode(device: DevicePart, settings: DriverSettings): OrderedMode {
  const { overridesCache, flushes, sendsFua, flushesWithoutCache } = settings;
  if (!flushes) return 'no-cache';
  const isCached = device.advertisesCache || (flushesWithoutCache && device.flushWithoutCache);
  if (!device.flushCommand || !isCached || overridesCache) return 'no-cache';
  return device.fua && sendsFua ? 'flush-fua' : 'flush';
}

/** Whether flushes of the file system reach the device. */
export function sendsFlush(ordered: OrderedMode): boolean {
  return (
    ordered === 'drain-flush' ||
    ordered === 'drain-fua' ||
    ordered === 'flush' ||
    ordered === 'flush-fua'
  );
}

function whyNoFlush(device: DevicePart, settings: DriverSettings): RuleId {
  if (!settings.flushes) return 'BLK024';
  if (!device.flushCommand) return settings.driver === 'virtio_blk' ? 'BLK004' : 'BLK016';
  if (settings.overridesCache && device.advertisesCache) return 'BLK015';
  return settings.hidesCacheBecause;
}
