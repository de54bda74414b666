import type { DriverId } from '../../catalogue/devices/devices.js';
import { drivers } from '../../catalogue/devices/drivers.js';
import type { GuestKernelRow } from '../../catalogue/dimensions/guests.js';
import type { Known } from '../../catalogue/known.js';
import { rowOf } from '../../catalogue/row-of.js';

const flushSource = 'Linux 6.12 block/blk-flush.c, blk_insert_flush';

export function driverName(driver: DriverId, kernel: GuestKernelRow | undefined): string {
  if (driver === 'none') return 'firmware';
  return kernel === undefined || kernel.system === 'Linux' ? driver : `${kernel.system}'s driver`;
}

/** Of Linux up to 2.6.36. */
export function barrierSource(driver: DriverId): Known {
  const { ofBarriers, confidence } = rowOf(drivers, driver);
  return { source: ofBarriers || 'Linux 2.6.31 block/blk-barrier.c', confidence };
}

/** The drivers of Linux have rows of their own; those of others are as their system is taken to be. */
export function driverSource(driver: DriverId, kernel: GuestKernelRow | undefined): Known {
  if (kernel !== undefined && kernel.system !== 'Linux' && driver !== 'none') return kernel;
  const { source, confidence } = rowOf(drivers, driver);
  return { source: `${source}; ${flushSource}`, confidence };
}
