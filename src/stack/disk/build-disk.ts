import { disks } from '../../catalogue/disks.js';
import { rowOf } from '../../catalogue/row-of.js';
import type { DiskSettings } from '../../model/configuration.js';
import type { DiskPart, ImagePart } from '../stack.js';

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
