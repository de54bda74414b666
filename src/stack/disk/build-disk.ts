import { disks } from '../../catalogue/disks.js';
import { formats } from '../../catalogue/guests.js';
import { hosts } from '../../catalogue/hosts.js';
import { rowOf } from '../../catalogue/row-of.js';
import type { Configuration, DiskSettings } from '../../model/configuration.js';
import type { DiskPart, ImagePart } from '../stack.js';

/** The host has nothing but FUA for a write that it is to make durable, and the disk ignores that. */
export function fuaAtDisk(configuration: Configuration): Pick<DiskPart, 'ignoresFua'> {
  const { cache, disk, host, qemu } = configuration;
  const { isRemote, trustsFua } = rowOf(hosts, host.storage);
  const row = rowOf(disks, disk.kind);
  const isIgnored = row.cache && row.honoursFlush && !row.honoursFua;
  const isPastCache = cache.direct || isRemote;
  if (!isIgnored || !trustsFua || !isPastCache || qemu.release === '0.11') return {};
  return { ignoresFua: 'BLK028' };
}

/** Another machine has the image, whatever its format is. */
export function isOnServer({ host, image }: Configuration): boolean {
  return rowOf(hosts, host.storage).isRemote || rowOf(formats, image.format).isOutsideNode;
}

/**
 * `splitBytes`: what the device writes at once tears between its pieces; 0 for whole writes. So does a
 * unit of the disk that the image allocates block by block.
 */
export function buildDisk(
  settings: DiskSettings,
  splitBytes: number,
  { allocatesOnWrite, sectorsPerAllocation }: ImagePart,
  isOutsideNode: boolean,
): DiskPart {
  const row = rowOf(disks, settings.kind);
  const ofDevice = Math.min(settings.atomicBytes, splitBytes || settings.atomicBytes) / 512;
  return {
    cache: row.cache,
    cacheSparedByPowerLoss: row.cacheSparedByPowerLoss,
    controllerCache: row.controllerCache,
    honoursFlush: row.honoursFlush,
    ...(row.lostBecause !== '' && { lostBecause: row.lostBecause }),
    isOutsideNode,
    sectorsPerAtomicUnit: Math.min(ofDevice, allocatesOnWrite ? sectorsPerAllocation : ofDevice),
  };
}
