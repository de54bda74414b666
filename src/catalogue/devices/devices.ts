import type { Configuration, FrontendId } from '../../model/configuration.js';
import type { Known } from '../known.js';
import { isWithinReleases, type ReleaseRange } from '../releases/releases.js';

/** Which Linux driver serves the device; up to 2.6.36 it decides the ordered mode of the queue. */
export type DriverId =
  | 'sd'
  | 'virtio_blk'
  | 'nvme'
  | 'mmc'
  | 'xen_blkfront'
  | 'megaraid_sas'
  | 'none';

/** When the guest is told of a volatile write cache. */
export type CacheClaim = 'never' | 'always' | 'when-caching';

/** What a device does, in a range of releases. */
export interface DeviceRow extends ReleaseRange, Known {
  readonly id: FrontendId;
  readonly driver: DriverId;
  /** Requests that the device takes at once. */
  readonly queueDepth: number;
  readonly flushCommand: boolean;
  /** It is there where the guest is told of no write cache, too. */
  readonly flushWithoutCache: boolean;
  readonly claimsCache: CacheClaim;
  /** A write may carry Force Unit Access, and the guest is told so. */
  readonly fua: boolean;
  /** The device keeps the order of requests tagged as ordered (virtio's F_BARRIER). */
  readonly orderedTags: boolean;
  /** A flush stops the vCPU until it is done. */
  readonly flushStallsVcpu: boolean;
  /** The largest write that reaches QEMU's block layer in one piece, in bytes; 0 for any. */
  readonly splitBytes: number;
}

const old = { from: '0.11', until: '0.11', confidence: 'read', flushStallsVcpu: true } as const;
const today = { from: '7.2', until: '', flushStallsVcpu: false } as const;
const plain = {
  fua: false,
  orderedTags: false,
  splitBytes: 0,
  flushWithoutCache: true,
} as const;
const scsi = {
  ...today,
  ...plain,
  driver: 'sd',
  flushCommand: true,
  claimsCache: 'when-caching',
  source:
    'QEMU 10.0.13 hw/scsi/scsi-disk.c: WCE is enable_write_cache; guest view measured on 7.2.22',
  confidence: 'measured',
} as const;
const unflushable = {
  ...today,
  ...plain,
  queueDepth: 1,
  flushCommand: false,
  claimsCache: 'never',
} as const;

export const devices: readonly DeviceRow[] = [
  {
    ...old,
    ...plain,
    id: 'ide',
    driver: 'sd',
    queueDepth: 1,
    flushCommand: true,
    claimsCache: 'never',
    source: 'QEMU v0.11.0 hw/ide.c; libata asks sd for the ordered mode',
  },
  {
    ...old,
    ...plain,
    id: 'scsi',
    driver: 'sd',
    queueDepth: 16,
    flushCommand: true,
    claimsCache: 'always',
    source: 'QEMU v0.11.0 hw/scsi-disk.c (MODE SENSE), hw/lsi53c895a.c',
  },
  {
    ...old,
    ...plain,
    id: 'virtio-blk',
    driver: 'virtio_blk',
    queueDepth: 128,
    flushWithoutCache: false,
    flushCommand: false,
    claimsCache: 'never',
    source: 'QEMU v0.11.0 hw/virtio-blk.c; Linux commit e467cde2381',
  },
  {
    ...today,
    ...plain,
    id: 'ide',
    driver: 'sd',
    queueDepth: 1,
    flushCommand: true,
    claimsCache: 'when-caching',
    source: 'QEMU commits e900a7b748, 7cdd481cdf; queue depth and view measured on 7.2.22',
    confidence: 'measured',
  },
  {
    ...today,
    ...plain,
    id: 'ahci',
    driver: 'sd',
    queueDepth: 32,
    flushCommand: true,
    claimsCache: 'when-caching',
    source: 'QEMU 10.0.13 hw/ide/ahci.c (the FUA bit of NCQ is only traced; Linux never sends it)',
    confidence: 'measured',
  },
  { ...scsi, id: 'scsi', queueDepth: 16 },
  { ...scsi, id: 'virtio-scsi', queueDepth: 128 },
  { ...scsi, id: 'megasas', driver: 'megaraid_sas', queueDepth: 256 },
  { ...scsi, id: 'usb-storage', queueDepth: 1 },
  { ...scsi, id: 'usb-uas', queueDepth: 14 },
  {
    ...today,
    ...plain,
    id: 'virtio-blk',
    driver: 'virtio_blk',
    queueDepth: 256,
    flushWithoutCache: false,
    flushCommand: true,
    claimsCache: 'when-caching',
    source: 'QEMU commits 13e3dce068, c9b7d9ec21; no FUA command in virtio; measured on 7.2.22',
    confidence: 'measured',
  },
  {
    ...today,
    ...plain,
    id: 'vhost-user-blk',
    driver: 'virtio_blk',
    queueDepth: 128,
    flushCommand: true,
    claimsCache: 'when-caching',
    source: 'QEMU block/export/vhost-user-blk-server.c at 7.2 to 10.0, 10.2; measured on 7.2.22',
    confidence: 'measured',
  },
  {
    ...today,
    ...plain,
    id: 'nvme',
    driver: 'nvme',
    queueDepth: 1024,
    flushCommand: true,
    claimsCache: 'always',
    fua: true,
    source: 'QEMU hw/nvme/ctrl.c (id->vwc); Linux 6.12 drivers/nvme/host/core.c sets FUA with VWC',
    confidence: 'measured',
  },
  {
    ...unflushable,
    id: 'sd',
    driver: 'mmc',
    splitBytes: 512,
    source: 'QEMU hw/sd/sd.c: no cache control, no flush; 4 KiB are eight writes, measured',
    confidence: 'measured',
  },
  {
    ...unflushable,
    id: 'emmc',
    // A series stands for its releases: 9.0 has no eMMC, 9.1 and 9.2 have it.
    from: '9.2',
    driver: 'mmc',
    splitBytes: 512,
    source:
      'QEMU hw/sd/sd.c: CACHE_SIZE is 0, SWITCH stores FLUSH_CACHE and does nothing, CMD23 loses the ' +
      'bit for a reliable write; so Linux drivers/mmc/core/block.c answers a flush itself; not run',
    confidence: 'read',
  },
  {
    ...unflushable,
    id: 'pflash',
    driver: 'none',
    // A buffer of up to a few KiB is one piece since 8.2.2; a word that is programmed is one sector.
    splitBytes: 512,
    source: 'QEMU hw/block/pflash_cfi01.c pflash_update: blk_pwrite of sectors and nothing else',
    confidence: 'read',
  },
  {
    ...unflushable,
    id: 'floppy',
    driver: 'none',
    splitBytes: 512,
    source: 'QEMU hw/block/fdc.c: blk_pwrite, sector by sector',
    confidence: 'read',
  },
  {
    ...today,
    ...plain,
    id: 'xen-block',
    driver: 'xen_blkfront',
    queueDepth: 32,
    flushCommand: true,
    claimsCache: 'always',
    source: 'QEMU commit 7e7b7cba16: feature-flush-cache=1 always, no barrier; not run',
    confidence: 'read',
  },
  {
    ...today,
    ...plain,
    id: 'firecracker',
    driver: 'virtio_blk',
    queueDepth: 256,
    flushCommand: true,
    claimsCache: 'always',
    source: 'Firecracker docs/api_requests/block-caching.md: Writeback offers VIRTIO_BLK_F_FLUSH',
    confidence: 'read',
  },
  {
    ...today,
    ...plain,
    id: 'cloud-hypervisor',
    driver: 'virtio_blk',
    queueDepth: 128,
    flushCommand: true,
    claimsCache: 'always',
    source: 'Cloud Hypervisor virtio-devices/src/block.rs: VIRTIO_BLK_F_FLUSH, F_CONFIG_WCE',
    confidence: 'read',
  },
];

export type DeviceParts = Pick<Configuration, 'frontend' | 'qemu'>;

/** What is known of the device in this release; undefined where it does not exist. */
export function findDevice({ frontend, qemu }: DeviceParts): DeviceRow | undefined {
  return devices.find((row) => row.id === frontend && isWithinReleases(qemu.release, row));
}

/** @throws where the release has no such device; see `refusalOf`. */
export function deviceOf(parts: DeviceParts): DeviceRow {
  const row = findDevice(parts);
  if (row === undefined) throw new Error(`QEMU ${parts.qemu.release} has no ${parts.frontend}`);
  return row;
}
