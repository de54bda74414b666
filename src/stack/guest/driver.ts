import type { DriverId } from '../../catalogue/frontends.js';
import type { RuleId } from '../../catalogue/rules.js';
import type { DevicePart, DriverPart, OrderedMode } from '../stack.js';

/** The ordered mode that the driver registers for what the device tells it. */
export function buildDriver(
  driver: DriverId,
  device: DevicePart,
  drainsWithoutFlush: boolean,
  completionIsStable: boolean,
): DriverPart {
  const ordered =
    driver === 'sd' ? sdOrdered(device) : virtioBlkOrdered(device, drainsWithoutFlush);
  return {
    ordered,
    refusedBecause: ordered === 'none' ? 'BLK002' : '',
    noFlushBecause: sendsFlush(ordered) || completionIsStable ? '' : whyNoFlush(device),
  };
}

/** Linux 2.6.31 drivers/scsi/sd.c, sd_revalidate_disk; libata disks come through here too. */
function sdOrdered(device: DevicePart): OrderedMode {
  if (!device.advertisesCache) return 'drain';
  return device.fua ? 'drain-fua' : 'drain-flush';
}

/** Linux drivers/block/virtio_blk.c: e467cde2381, f1b0ef06260 (2.6.32), and 2.6.36's drain. */
function virtioBlkOrdered(device: DevicePart, drainsWithoutFlush: boolean): OrderedMode {
  if (device.flushCommand && device.advertisesCache) return 'drain-flush';
  if (device.orderedTags) return 'tag';
  return drainsWithoutFlush ? 'drain' : 'none';
}

function sendsFlush(ordered: OrderedMode): boolean {
  return ordered === 'drain-flush' || ordered === 'drain-fua';
}

function whyNoFlush(device: DevicePart): RuleId {
  return device.flushCommand ? 'BLK003' : 'BLK004';
}
