import type { Known } from '../known.js';
import type { DriverId } from './devices.js';

/** What serves a device in Linux, and where it is known what it makes of flushes and FUA. */
export interface DriverRow extends Known {
  readonly id: DriverId;
  /** The same of the ordered modes up to 2.6.36; '' where the block layer says all. */
  readonly ofBarriers: string;
}

const read = { ofBarriers: '', confidence: 'read' } as const;

export const drivers: readonly DriverRow[] = [
  {
    ...read,
    id: 'sd',
    ofBarriers: 'Linux 2.6.31 drivers/scsi/sd.c: WCE ? (DPOFUA ? DRAIN_FUA : DRAIN_FLUSH) : DRAIN',
    source: 'Linux 6.12 drivers/scsi/sd.c: WCE means a cache, and FUA with DPOFUA',
  },
  {
    ...read,
    id: 'virtio_blk',
    ofBarriers: 'Linux drivers/block/virtio_blk.c: F_FLUSH (2.6.32), F_BARRIER, else none',
    source: 'Linux 6.12 drivers/block/virtio_blk.c: wce or F_FLUSH means a cache, never FUA',
  },
  {
    ...read,
    id: 'nvme',
    source: 'Linux 6.12 drivers/nvme/host/core.c: a volatile write cache means flush and FUA',
  },
  {
    ...read,
    id: 'mmc',
    source: 'Linux 6.12 drivers/mmc/core/block.c: no cache control, no flush',
  },
  {
    ...read,
    id: 'xen_blkfront',
    source: 'Linux 6.12 drivers/block/xen-blkfront.c',
    confidence: 'memory',
  },
  {
    ...read,
    id: 'megaraid_sas',
    source: 'Linux 6.12 drivers/scsi/sd.c over drivers/scsi/megaraid/megaraid_sas_base.c',
  },
  { ...read, id: 'none', source: 'firmware: nothing asks for a flush' },
];
