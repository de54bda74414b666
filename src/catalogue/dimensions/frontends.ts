import type { FrontendId } from '../../model/configuration.js';
import { devices } from '../devices/devices.js';
import { rowOf } from '../row-of.js';
import type { DimensionValue } from './dimension.js';

export type FrontendRow = DimensionValue<FrontendId>;

const names = [
  { id: 'ide', sentence: 'IDE disk on PIIX (ide-hd): no NCQ there, one request in flight' },
  { id: 'ahci', sentence: 'SATA disk on AHCI (ide-hd): NCQ, 32 requests in flight' },
  { id: 'scsi', sentence: 'SCSI disk on lsi53c895a (scsi-hd): 16 requests in flight' },
  { id: 'virtio-scsi', sentence: 'SCSI disk on virtio-scsi (scsi-hd): 128 requests in flight' },
  { id: 'megasas', sentence: 'SCSI disk on a MegaRAID controller (scsi-hd)' },
  { id: 'usb-storage', sentence: 'USB disk, bulk-only transport: one request in flight' },
  { id: 'usb-uas', sentence: 'USB disk, UAS: 14 requests in flight' },
  { id: 'virtio-blk', sentence: 'virtio-blk, with the features of its release' },
  { id: 'vhost-user-blk', sentence: 'vhost-user-blk on an export of qemu-storage-daemon' },
  { id: 'nvme', sentence: 'NVMe controller: volatile write cache always present' },
  { id: 'sd', sentence: 'SD card: no flush, writes of 512 bytes' },
  { id: 'emmc', sentence: 'eMMC (QEMU 9.1): no cache that could be flushed, writes of 512 bytes' },
  { id: 'pflash', sentence: 'parallel flash, as for UEFI variables: no flush' },
  { id: 'floppy', sentence: 'floppy disk: no flush' },
  { id: 'xen-block', sentence: 'Xen block device: FLUSH_DISKCACHE' },
  {
    id: 'firecracker',
    sentence: "Firecracker's virtio-blk (cache_type Writeback, or Unsafe, which offers no flush)",
  },
  { id: 'cloud-hypervisor', sentence: "Cloud Hypervisor's virtio-blk (direct=on is none)" },
] as const satisfies readonly Pick<FrontendRow, 'id' | 'sentence'>[];

/** What the guest sees; what a device does by release, and how that is known, is in devices.ts. */
export const frontends: readonly FrontendRow[] = names.map((named) => {
  const { source, confidence } = rowOf(devices.toReversed(), named.id);
  return { ...named, source, confidence };
});
