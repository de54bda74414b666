import type {
  AioId,
  AllocationId,
  ElevatorId,
  FormatId,
  FsyncErrorId,
  GuestKernelId,
  MountId,
  WerrorId,
  WriteCacheId,
} from '../model/configuration.js';
import type { Value } from './dimension.js';

export const mounts = [
  { id: 'barrier', sentence: 'the guest mounts with barriers: fsync and commits ask for a flush' },
  { id: 'nobarrier', sentence: 'the guest mounts without barriers: fsync only waits' },
] as const satisfies readonly Value<MountId>[];

export interface GuestKernelRow extends Value<GuestKernelId> {
  readonly system: 'Linux' | 'Windows' | 'FreeBSD';
  /** `barriers`: up to 2.6.36; `flush-fua`: since 2.6.37 file systems wait, and ask for flushes. */
  readonly era: 'barriers' | 'flush-fua';
  /** The file system sends a flush for fsync. */
  readonly flushes: boolean;
  /** A write that is to be durable by itself is followed by a flush where the device has no FUA. */
  readonly flushesForFua: boolean;
  /** How the system switches the write cache of a device off; '' where that is not known. */
  readonly switchesCache: string;
  readonly source: string;
  readonly confidence: 'measured' | 'read' | 'inferred' | 'memory';
}

const linux = {
  system: 'Linux',
  flushes: true,
  flushesForFua: true,
  switchesCache: 'hdparm -W0, sdparm --clear WCE, cache_type, nvme set-feature: run on Linux 6.1',
  confidence: 'read',
} as const;
const windows = {
  system: 'Windows',
  era: 'flush-fua',
  flushes: true,
  flushesForFua: false,
  switchesCache: '',
  source:
    'StorAHCI makes no FUA of write-through unless EnableFuaSupport is set (microsoft/StorScore#4); ' +
    'other drivers and NTFS from memory',
  confidence: 'memory',
} as const;

const bsdSwitch = 'kern.cam.ada.write_cache=0, camcontrol modepage, hw.vtblk.writecache_mode=0';

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
    id: 'freebsd-ufs',
    system: 'FreeBSD',
    sentence: 'FreeBSD with UFS: soft updates order by completion, and send no flush',
    era: 'flush-fua',
    flushes: false,
    flushesForFua: false,
    switchesCache: bsdSwitch,
    source: 'FreeBSD sys/ufs/ffs; all of it from memory',
    confidence: 'memory',
  },
  {
    id: 'freebsd-zfs',
    system: 'FreeBSD',
    sentence: 'FreeBSD with ZFS: the intent log is flushed for fsync; no FUA',
    era: 'flush-fua',
    flushes: true,
    flushesForFua: true,
    switchesCache: bsdSwitch,
    source: 'OpenZFS zil.c; all of it from memory',
    confidence: 'memory',
  },
] as const satisfies readonly GuestKernelRow[];

export const writeCaches = [
  { id: 'device', sentence: 'the guest believes what the device says about its write cache' },
  {
    id: 'write-through',
    sentence: 'queue/write_cache or a "temporary" cache_type says that there is none',
  },
  {
    id: 'device-off',
    sentence: 'the guest switches the write cache of the device off: hdparm -W0, cache_type, VWC=0',
  },
] as const satisfies readonly Value<WriteCacheId>[];

export const fsyncErrors = [
  {
    id: 'stops',
    sentence: 'a guest that is told of a failed write or fsync stops (PostgreSQL since 11.2)',
  },
  {
    id: 'retries',
    sentence: 'it sends fsync again, and takes its success for a promise (data_sync_retry=on)',
  },
] as const satisfies readonly Value<FsyncErrorId>[];

export const aioEngines = [
  { id: 'threads', sentence: 'a pool of threads (the default)' },
  { id: 'native', sentence: 'Linux AIO; needs O_DIRECT' },
  { id: 'io_uring', sentence: 'io_uring' },
] as const satisfies readonly Value<AioId>[];

export const werrors = [
  {
    id: 'enospc',
    sentence: 'a write error is reported to the guest; a full host stops the guest (the default)',
  },
  { id: 'report', sentence: 'a write error is reported to the guest' },
  { id: 'stop', sentence: 'a write error stops the guest; what failed is sent again on resume' },
  { id: 'ignore', sentence: 'a write error is told to nobody: the guest sees success' },
] as const satisfies readonly Value<WerrorId>[];

export interface FormatRow extends Value<FormatId> {
  /**
   * Where QEMU notes the place of a new cluster: `in-memory` until a flush; `in-file`, as data of the
   * image's file, before the write completes; `flushed`, the same with a flush of its own.
   */
  readonly maps: 'nothing' | 'in-memory' | 'in-file' | 'flushed';
  /** What one mapping maps, in bytes; 0 where the format maps nothing itself. */
  readonly clusterBytes: number;
  /** Another machine keeps the image, whatever the host is called: it outlives the node. */
  readonly isOutsideNode: boolean;
  readonly source: string;
  readonly confidence: 'measured' | 'read' | 'inferred' | 'memory';
}

export const formats = [
  {
    id: 'raw',
    sentence: 'raw image: the raw driver over the node of the file',
    maps: 'nothing',
    clusterBytes: 0,
    isOutsideNode: false,
    source: 'QEMU block/raw-format.c',
    confidence: 'measured',
  },
  {
    id: 'protocol',
    sentence: 'the node of the file attached directly, without the raw driver (newer libvirt)',
    maps: 'nothing',
    clusterBytes: 0,
    isOutsideNode: false,
    source: 'libvirt commit 6eaf3614',
    confidence: 'measured',
  },
  {
    id: 'network',
    sentence: 'raw image on another machine (nbd, rbd, iscsi, nfs, gluster), which honours flushes',
    maps: 'nothing',
    clusterBytes: 0,
    isOutsideNode: true,
    source: 'QEMU 10.0.13 block/rbd.c, block/nfs.c, block/gluster.c: no FUA, flush passed on',
    confidence: 'read',
  },
  {
    id: 'qcow2',
    sentence: "qcow2: mappings of new clusters stay in QEMU's memory until a flush",
    maps: 'in-memory',
    clusterBytes: 65_536,
    isOutsideNode: false,
    source: 'QEMU commits 493810940b, 29c1a7301a; loss after SIGKILL measured',
    confidence: 'measured',
  },
  {
    id: 'qed',
    sentence:
      'QED: the table with a new cluster is written before the write completes, not flushed',
    maps: 'in-file',
    clusterBytes: 65_536,
    isOutsideNode: false,
    source: 'QEMU block/qed.c qed_aio_write_l2_update, qed_write_l2_table; not run',
    confidence: 'read',
  },
  {
    id: 'vdi',
    sentence:
      'VDI: the map with a new block of 1 MiB is written before the write completes, not flushed',
    maps: 'in-file',
    clusterBytes: 1_048_576,
    isOutsideNode: false,
    source: 'QEMU block/vdi.c vdi_co_pwritev: header and block map by bdrv_co_pwrite; not run',
    confidence: 'read',
  },
  {
    id: 'vmdk',
    sentence:
      'VMDK, sparse extents: the table with a new grain is written and flushed by the write',
    maps: 'flushed',
    clusterBytes: 65_536,
    isOutsideNode: false,
    source:
      'QEMU commit b8852e87d9 (0.13), and 2020 "vmdk: Flush only once in vmdk_L2update()"; not run',
    confidence: 'read',
  },
] as const satisfies readonly FormatRow[];

export const elevators = [
  {
    id: 'cfq',
    sentence: "the guest's queue may dispatch out of order (cfq, deadline, anticipatory)",
  },
  { id: 'noop', sentence: "the guest's queue dispatches in the order of submission" },
] as const satisfies readonly Value<ElevatorId>[];

export const allocations = [
  { id: 'full', sentence: 'every block of the image was written before' },
  { id: 'sparse', sentence: 'blocks are allocated by the first write to them' },
  {
    id: 'unwritten',
    sentence: 'blocks are reserved, and marked as written by the first write to them',
  },
] as const satisfies readonly Value<AllocationId>[];
