import type { DriverId } from '../../catalogue/devices.js';
import type { GuestKernelRow } from '../../catalogue/guests.js';
import type { Reason } from '../reason.js';

export const barrierSources: Partial<Record<DriverId, string>> = {
  sd: 'Linux 2.6.31 drivers/scsi/sd.c: WCE ? (DPOFUA ? DRAIN_FUA : DRAIN_FLUSH) : DRAIN',
  virtio_blk: 'Linux drivers/block/virtio_blk.c: F_FLUSH (2.6.32), F_BARRIER, else none',
};

const flushSources: Record<DriverId, string> = {
  sd: 'Linux 6.12 drivers/scsi/sd.c: WCE means a cache, and FUA with DPOFUA',
  virtio_blk: 'Linux 6.12 drivers/block/virtio_blk.c: wce or F_FLUSH means a cache, never FUA',
  nvme: 'Linux 6.12 drivers/nvme/host/core.c: a volatile write cache means flush and FUA',
  mmc: 'Linux 6.12 drivers/mmc/core/block.c: no cache control, no flush',
  xen_blkfront: 'Linux 6.12 drivers/block/xen-blkfront.c',
  megaraid_sas: 'Linux 6.12 drivers/scsi/sd.c over drivers/scsi/megaraid/megaraid_sas_base.c',
  none: 'firmware: nothing asks for a flush',
};

const flushSource = 'Linux 6.12 block/blk-flush.c, blk_insert_flush';

export function driverName(driver: DriverId, kernel: GuestKernelRow | undefined): string {
  if (driver === 'none') return 'firmware';
  return kernel === undefined || kernel.system === 'Linux' ? driver : `${kernel.system}'s driver`;
}

/** The drivers of Linux were read; those of others are as their system is taken to be. */
export function driverSource(
  driver: DriverId,
  kernel: GuestKernelRow | undefined,
): Pick<Reason, 'source' | 'confidence'> {
  if (kernel !== undefined && kernel.system !== 'Linux' && driver !== 'none')
    return { source: kernel.source, confidence: kernel.confidence };
  const source = `${flushSources[driver]}; ${flushSource}`;
  return { source, confidence: driver === 'xen_blkfront' ? 'memory' : 'read' };
}
