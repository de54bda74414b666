import type {
  AioId,
  ElevatorId,
  FsyncErrorId,
  GuestKernelId,
  MountId,
  WerrorId,
  WriteCacheId,
} from '../../model/configuration.js';
import type { DimensionValue } from './dimension.js';

export const mounts = [
  {
    id: 'barrier',
    sentence: 'the guest mounts with barriers: fsync and commits ask for a flush',
    source: 'Linux commits 571640cad3f (ext4), 3bbcc8e3976 (XFS): on by default; fs/jbd2/commit.c',
    confidence: 'read',
  },
  {
    id: 'nobarrier',
    sentence: 'the guest mounts without barriers: fsync only waits',
    source: 'Linux 6.12 ext4 and btrfs: nobarrier (XFS has none since 4.19); 2.6.31: barrier=0',
    confidence: 'read',
  },
] as const satisfies readonly DimensionValue<MountId>[];

export interface GuestKernelRow extends DimensionValue<GuestKernelId> {
  readonly system: 'Linux' | 'Windows' | 'FreeBSD';
  /** `barriers`: up to 2.6.36; `flush-fua`: since 2.6.37 file systems wait, and ask for flushes. */
  readonly era: 'barriers' | 'flush-fua';
  /** The file system sends a flush for fsync. */
  readonly flushes: boolean;
  /** A write that is to be durable by itself is followed by a flush where the device has no FUA. */
  readonly flushesForFua: boolean;
  /** Such a write is sent with FUA where the device has it. */
  readonly sendsFua: boolean;
  /** A device that says that it has no write cache is flushed all the same, if it can be. */
  readonly flushesWithoutCache: boolean;
  /** How the system switches the write cache of a device off; '' where that is not known. */
  readonly switchesCache: string;
}

const linux = {
  system: 'Linux',
  flushes: true,
  flushesForFua: true,
  sendsFua: true,
  flushesWithoutCache: false,
  switchesCache: 'hdparm -W0, sdparm --clear WCE, cache_type, nvme set-feature: run on Linux 6.1',
  confidence: 'read',
} as const;
const windows = {
  system: 'Windows',
  era: 'flush-fua',
  flushes: true,
  flushesForFua: false,
  sendsFua: true,
  flushesWithoutCache: false,
  switchesCache: '',
  source:
    'StorAHCI makes no FUA of write-through unless EnableFuaSupport is set (microsoft/StorScore#4); ' +
    'other drivers and NTFS from memory',
  confidence: 'memory',
} as const;

/** GEOM has BIO_FLUSH and nothing like FUA. */
const freebsd = {
  system: 'FreeBSD',
  era: 'flush-fua',
  sendsFua: false,
  flushesWithoutCache: true,
  switchesCache: 'kern.cam.ada.write_cache=0, camcontrol modepage, hw.vtblk.writecache_mode=0',
  confidence: 'read',
} as const;

export const guestKernels = [
  {
    ...linux,
    id: '2.6.31',
    sentence: 'Linux 2.6.31: barriers, which the block layer carries out by draining its queue',
    era: 'barriers',
    source: 'Linux 2.6.31 block/blk-barrier.c',
  },
  {
    ...linux,
    id: '6.12',
    sentence: 'Linux 2.6.37 to 6.12: PREFLUSH and FUA, no barriers; file systems wait',
    era: 'flush-fua',
    source: 'Linux 6.12 block/blk-flush.c; Documentation/block/writeback_cache_control.rst',
  },
  {
    ...windows,
    id: 'windows',
    sentence: 'Windows: flushes a device with a write cache; write-through is FUA, or nothing',
  },
  {
    ...windows,
    id: 'windows-old-viostor',
    sentence: 'Windows with viostor before mid-2026, which turns the write cache of virtio-blk on',
  },
  {
    ...freebsd,
    id: 'freebsd-ufs',
    sentence: 'FreeBSD with UFS: soft updates order by completion, and send no flush',
    flushes: false,
    flushesForFua: false,
    source: 'FreeBSD sys/ufs/ffs/ffs_softdep.c: softdep_flushcache = 0 (no BIO_FLUSH)',
  },
  {
    ...freebsd,
    id: 'freebsd-zfs',
    sentence: 'FreeBSD with ZFS: a durable write has a flush behind it, whatever the device says',
    flushes: true,
    flushesForFua: true,
    source:
      'FreeBSD sys/cam/scsi/scsi_da.c (WRITE without FUA, byte2 is 0), sys/dev/virtio/block/virtio_blk.c ' +
      '(DISKFLAG_CANFLUSHCACHE of F_FLUSH, not of wce), sys/cam/ata/ata_da.c (of ATA_SUPPORT_FLUSHCACHE), ' +
      'vdev_geom.c (BIO_FLUSH); other drivers and zil.c from memory',
  },
] as const satisfies readonly GuestKernelRow[];

export const writeCaches = [
  {
    id: 'device',
    sentence: 'the guest believes what the device says about its write cache',
    source: 'queue/write_cache of Linux 6.1 on each device of QEMU 7.2.22, run',
    confidence: 'measured',
  },
  {
    id: 'write-through',
    sentence: 'queue/write_cache or a "temporary" cache_type says that there is none',
    source: 'Linux 6.12 Documentation/ABI/stable/sysfs-block; run on QEMU 7.2.22 with Linux 6.1',
    confidence: 'measured',
  },
  {
    id: 'device-off',
    sentence: 'the guest switches the write cache of the device off: hdparm -W0, cache_type, VWC=0',
    source: 'run on QEMU 7.2.22 with Linux 6.1, device by device',
    confidence: 'measured',
  },
] as const satisfies readonly DimensionValue<WriteCacheId>[];

export const fsyncErrors = [
  {
    id: 'stops',
    sentence: 'a guest that is told of a failed write or fsync stops (PostgreSQL since 11.2)',
    source: 'PostgreSQL 10.7 release notes; wiki.postgresql.org/wiki/Fsync_Errors',
    confidence: 'read',
  },
  {
    id: 'retries',
    sentence: 'it sends fsync again, and takes its success for a promise (data_sync_retry=on)',
    source: 'wiki.postgresql.org/wiki/Fsync_Errors; Linux 6.12 Documentation/filesystems/vfs.rst',
    confidence: 'read',
  },
] as const satisfies readonly DimensionValue<FsyncErrorId>[];

export const aioEngines = [
  {
    id: 'threads',
    sentence: 'a pool of threads (the default)',
    source: 'QEMU block/file-posix.c; 7.2.22, 10.0.13 and 11.1.2 run',
    confidence: 'measured',
  },
  {
    id: 'native',
    sentence: 'Linux AIO; needs O_DIRECT',
    source: 'QEMU commit d657c0c289 (2.6); 10.0.13 run',
    confidence: 'measured',
  },
  {
    id: 'io_uring',
    sentence: 'io_uring',
    source: 'QEMU commit c644751069 (5.0); block/file-posix.c at 10.0.13, not run',
    confidence: 'read',
  },
] as const satisfies readonly DimensionValue<AioId>[];

const errorActions = {
  source: 'QEMU 10.0.13 block/block-backend.c blk_get_error_action; commit cdad4bd894 (0.10)',
  confidence: 'read',
} as const;

export const werrors = [
  {
    ...errorActions,
    id: 'enospc',
    sentence: 'a write error is reported to the guest; a full host stops the guest (the default)',
  },
  { ...errorActions, id: 'report', sentence: 'a write error is reported to the guest' },
  {
    ...errorActions,
    id: 'stop',
    sentence: 'a write error stops the guest; what failed is sent again on resume',
  },
  {
    ...errorActions,
    id: 'ignore',
    sentence: 'a write error is told to nobody: the guest sees success',
  },
] as const satisfies readonly DimensionValue<WerrorId>[];

export const elevators = [
  {
    id: 'cfq',
    sentence: "the guest's queue may dispatch out of order (cfq, deadline, anticipatory)",
    source: 'Linux 2.6.31 block/cfq-iosched.c; 6.12 block/mq-deadline.c',
    confidence: 'read',
  },
  {
    id: 'noop',
    sentence: "the guest's queue dispatches in the order of submission",
    source: 'Linux 2.6.31 block/noop-iosched.c; 6.12 Documentation/block/blk-mq.rst, NONE',
    confidence: 'read',
  },
] as const satisfies readonly DimensionValue<ElevatorId>[];
