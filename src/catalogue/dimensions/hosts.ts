import type { HostId } from '../../model/storage.js';
import type { RuleId } from '../rules/rules.js';
import type { DimensionValue } from './dimension.js';

export interface HostRow extends DimensionValue<HostId> {
  /** A file has allocation metadata of its own; a block device node has none. */
  readonly isFile: boolean;
  /** fsync and O_DSYNC end with a flush of the disk cache, before any note is applied. */
  readonly flushesDisk: boolean;
  /** Where a completed write waits through the page cache, and with O_DIRECT; '' for the disk, or a server. */
  readonly buffered: '' | 'host-memory' | 'qemu-memory';
  readonly direct: '' | 'host-memory' | 'qemu-memory';
  /** Another machine has the image. */
  readonly isRemote: boolean;
  /** A write may carry FUA to the server, which makes it durable and no other. */
  readonly takesFua: boolean;
  /** A durable write past the page cache goes to a disk that has FUA with it, and no flush follows. */
  readonly trustsFua: boolean;
  /** The rule that a missing disk flush is blamed on, or that fsync does nothing. */
  readonly withoutFlush: RuleId;
  /** fsync and O_DSYNC bring a write out of the memory that it waits in. */
  readonly syncs: boolean;
  /** The image itself is in the host's memory, and no disk below it: blamed for its end. '' for all others. */
  readonly lostWithHost: RuleId | '';
}

const local = {
  flushesDisk: true,
  buffered: 'host-memory',
  direct: '',
  isRemote: false,
  takesFua: false,
  trustsFua: false,
  syncs: true,
  lostWithHost: '',
} as const;
const inFile = { ...local, isFile: true, withoutFlush: 'BLK005' } as const;
const onDevice = { ...local, isFile: false, withoutFlush: 'BLK006' } as const;
/**
 * fs/iomap/direct-io.c of Linux 6.12: an overwrite with O_DSYNC is one write with FUA. XFS has it since 4.18
 * and ext4 since 5.5 (from memory); an older Linux flushes behind the write, and loses less.
 */
const inPlace = { ...inFile, trustsFua: true } as const;
/** Memory of the host, or of QEMU, has the write until somebody syncs, O_DIRECT or not. */
const unwritten = { direct: 'host-memory', confidence: 'memory' } as const;
/** Or until a transaction group is written, every few seconds: nobody can ask for that. */
const unsynced = {
  direct: 'host-memory',
  flushesDisk: false,
  syncs: false,
  withoutFlush: 'BLK034',
  source: 'OpenZFS module/zfs/zil.c zil_commit: returns at once where zl_sync is ZFS_SYNC_DISABLED',
  confidence: 'read',
} as const;
const onServer = { ...onDevice, buffered: '', isRemote: true } as const;

export const hosts = [
  {
    ...inPlace,
    id: 'file',
    sentence:
      'image file on a file system with barriers that flushes the disk on fsync and O_DSYNC',
    source:
      'Linux 6.12 fs/ext4/fsync.c, fs/xfs/xfs_file.c, fs/btrfs/tree-log.c: fsync ends with a flush; ' +
      'up to 2.6.31 the mail: "supported by all local disk filesystem in popular use"',
    confidence: 'read',
  },
  {
    ...inFile,
    id: 'file-nobarrier',
    sentence: 'image file on a file system mounted without barriers',
    flushesDisk: false,
    source: 'Linux 6.12 ext4 and btrfs: nobarrier (XFS has none since 4.19); 2.6.31: barrier=0',
    confidence: 'read',
  },
  {
    ...inPlace,
    id: 'ext3',
    sentence: 'image file on ext3 as mounted by default (see the note ext3-no-barrier)',
    source: 'Linux commit 56fcad29d4b (2.6.32): flushed with barrier=1; the mail, first host note',
    confidence: 'read',
  },
  {
    ...onDevice,
    id: 'block-device',
    sentence: 'block device node or logical volume (see the note block-node-no-flush)',
    source:
      'Linux commit ab0a9735e06 (2.6.33): fsync of a node flushes; the mail, second host note',
    confidence: 'read',
  },
  {
    ...inPlace,
    id: 'ext4',
    sentence: 'image file on ext4 of Linux 6.x with its default mount: fsync flushes the disk',
    source: 'Linux commit 5f3481e9a80 (2.6.32) and ext4 of 6.12: flushed unless nobarrier',
    confidence: 'read',
  },
  {
    ...inPlace,
    id: 'xfs',
    sentence: 'image file on XFS of Linux 6.x: fsync always flushes the disk',
    source: 'Linux commit 13e6d5cdde0 (2.6.32); nobarrier went with 4.19 (admin-guide/xfs.rst)',
    confidence: 'read',
  },
  {
    ...inFile,
    ...unwritten,
    id: 'btrfs',
    sentence: 'image file on btrfs, copy on write: a write is found again only after a sync',
    source: 'log commit flushes (Linux 6.12, read); new extents for each write from memory',
  },
  {
    ...inFile,
    id: 'btrfs-nocow',
    sentence: 'image file on btrfs with chattr +C: written in place',
    source: 'log commit flushes (Linux 6.12, read); in place from memory',
    confidence: 'memory',
  },
  {
    ...inFile,
    ...unwritten,
    id: 'zfs',
    sentence: 'image file on ZFS with sync=standard: writes wait for a sync, O_DIRECT or not',
    source: 'OpenZFS: fsync commits to the intent log and flushes; all of it from memory',
  },
  {
    ...onDevice,
    ...unwritten,
    id: 'zvol',
    sentence: 'volume of ZFS with sync=standard: writes wait for a flush, O_DIRECT or not',
    source: 'OpenZFS: a flush commits to the intent log; all of it from memory',
  },
  {
    ...inFile,
    ...unsynced,
    id: 'zfs-nosync',
    sentence:
      'image file on ZFS with sync=disabled: a sync does nothing, writes go out in their time',
  },
  {
    ...onDevice,
    ...unsynced,
    id: 'zvol-nosync',
    sentence: 'volume of ZFS with sync=disabled: a flush does nothing, writes go out in their time',
  },
  {
    ...onDevice,
    // Nothing is below it: what it has is as good as on a medium, as long as the host runs.
    buffered: '',
    id: 'tmpfs',
    sentence: "image file on tmpfs (/dev/shm): in the host's memory, and gone with it",
    withoutFlush: 'BLK033',
    lostWithHost: 'BLK033',
    source:
      'Linux 6.12 mm/shmem.c: fsync is noop_fsync; Documentation/filesystems/tmpfs.rst: "everything ' +
      'stored therein is lost" when it is unmounted',
    confidence: 'read',
  },
  {
    ...onDevice,
    id: 'lvm',
    sentence: 'logical volume of Linux 6.x, linear or striped: flushes go to every device below',
    source: 'Linux 2.6.37 drivers/md/dm.c: REQ_FLUSH to all targets; commit 433bcac5645',
    confidence: 'read',
  },
  {
    ...onDevice,
    id: 'dm-crypt',
    sentence: 'encrypted device: flushes pass it, behind all that has completed',
    source: 'Linux 6.12 drivers/md/dm-crypt.c: a flush bypasses the queue of crypt',
    confidence: 'read',
  },
  {
    ...onDevice,
    id: 'md',
    sentence: 'array of MD that has all its members: flushes and FUA go to each of them',
    source:
      'Linux 2.6.37 drivers/md: md_flush_request; while mirrors are resynchronised only one is read ' +
      '(raid1_should_read_first, 6.12)',
    confidence: 'read',
  },
  {
    ...onDevice,
    direct: 'host-memory',
    id: 'loop',
    sentence: 'loop device over a file (direct-io=off): writes wait in the page cache of that file',
    source: 'Linux 6.12 drivers/block/loop.c: a flush is vfs_fsync; direct-io=off from memory',
    confidence: 'memory',
  },
  {
    ...onServer,
    id: 'nbd',
    sentence:
      "export of QEMU's NBD server with raw and aio=threads from 10.0 on, or up to 9.2 with no format",
    source:
      'QEMU nbd/server.c: FLUSH and FUA always advertised; FUA as a write of its own node, whose flush ' +
      'is skipped there (BLK011); not run over NBD',
    confidence: 'inferred',
  },
  {
    ...onServer,
    takesFua: true,
    id: 'nbd-other',
    sentence:
      "export of an NBD server that keeps flush and FUA: another than QEMU's, or QEMU's with aio=native, " +
      'io_uring or qcow2, or raw up to 9.2',
    source:
      'NBD protocol, NBD_CMD_FLAG_FUA: what no server may do less; QEMU nbd/server.c and block/io.c',
    confidence: 'read',
  },
  {
    ...onServer,
    buffered: 'qemu-memory',
    id: 'rbd',
    sentence: "RBD image: without O_DIRECT librbd keeps writes in QEMU's memory until a flush",
    source:
      'QEMU block/rbd.c: rbd_cache unless cache.direct, rbd_aio_flush; no FUA. That librbd writes through ' +
      'until the first flush (rbd_cache_writethrough_until_flush, from memory) is left out: a guest ' +
      'that never flushes fares better there than here',
    confidence: 'read',
  },
  {
    ...onServer,
    takesFua: true,
    // The disk is the target's.
    trustsFua: true,
    id: 'iscsi',
    sentence: 'iSCSI target by libiscsi, with a write cache and DPOFUA',
    source: 'QEMU 10.0.13 block/iscsi.c: SYNCHRONIZE CACHE, FUA if DPOFUA',
    confidence: 'read',
  },
  {
    ...onServer,
    id: 'nfs',
    sentence: 'NFS by libnfs: fsync is COMMIT (with sync exports)',
    source: 'QEMU block/nfs.c: nfs_fsync, no FUA; an async export breaks it, from memory',
    confidence: 'read',
  },
  {
    ...onServer,
    buffered: 'qemu-memory',
    direct: 'qemu-memory',
    id: 'gluster',
    sentence: "Gluster by gfapi: write-behind keeps writes in QEMU's memory until a flush",
    source: 'QEMU block/gluster.c: glfs_fsync, no FUA; write-behind from memory',
    confidence: 'memory',
  },
] as const satisfies readonly HostRow[];
