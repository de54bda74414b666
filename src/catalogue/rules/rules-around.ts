import type { Rule } from './rule.js';

/** Defects of what lies around QEMU: other guests, arrays below, and the QEMU before this one. */
export const rulesAround = [
  {
    id: 'BLK023',
    name: 'write-through-dropped',
    layer: 'guest-driver',
    title: "The guest's driver makes an ordinary write of a write-through one",
    because: 'the device has no FUA, and this guest sends no flush behind a write-through write',
    change: 'FlushFileBuffers after the write, virtio-blk, or cache=writethrough (not with BLK011)',
    atRisk: 'write-through writes, until the next flush',
    meaning:
      'StorAHCI passes write-through (FILE_FLAG_WRITE_THROUGH) on as FUA only if EnableFuaSupport is ' +
      'set, and sends no flush instead. That other drivers of Windows do the same where a device has ' +
      'no FUA is from memory; viostor does not: on virtio-blk it flushes behind such a write. What is ' +
      'flushed is durable.',
    source:
      'microsoft/StorScore#4 (StorAHCI); virtio-win viostor/virtio_stor.c; other drivers from memory',
    confidence: 'memory',
    since: '0.1.0',
  },
  {
    id: 'BLK024',
    name: 'guest-never-flushes',
    layer: 'guest',
    title: "The guest's file system waits, and sends no flush",
    because:
      "the guest's file system orders by completion and sends no flush, not for fsync either",
    change: 'ZFS in the guest, or cache=writethrough where QEMU skips no flush (BLK011)',
    atRisk: 'every acknowledged write since a cache below last wrote out by itself',
    meaning:
      'UFS of FreeBSD, with soft updates, waits for its writes to complete and takes that for durable. ' +
      'On bare metal with a volatile disk cache it loses the same.',
    source: 'FreeBSD sys/ufs/ffs/ffs_softdep.c: softdep_flushcache = 0, no BIO_FLUSH',
    confidence: 'read',
    since: '0.1.0',
  },
  {
    id: 'BLK025',
    name: 'degraded-array-not-started',
    layer: 'disk',
    title: 'A RAID 5 that lacks a member is not started again after an unclean stop',
    because:
      'parity may not fit the data (the write hole), so MD does not start an array that is dirty and degraded',
    change: 'replace the missing member; a journal device or a PPL closes the hole',
    atRisk: 'everything on the array; started by force, also sectors that nobody was writing',
    meaning:
      'A write to a stripe changes data and parity on several members. When it is cut short they do not ' +
      'fit, and what the missing member had is computed from both: sectors of the same stripe that nobody ' +
      'was writing come back as garbage. No flush closes that. MD therefore refuses to start an array of ' +
      'RAID 4, 5 or 6 that was in use when the host stopped and lacks a member, and here nothing is taken ' +
      'to be left of it. `mdadm --assemble --force` starts it; what that leaves is not modelled. With a ' +
      'journal or a PPL it starts by itself. With all members the parity is computed anew, and nothing is ' +
      'lost unless a member fails before that has ended.',
    source:
      'Linux 6.12 Documentation/driver-api/md/raid5-ppl.rst, raid5-cache.rst, drivers/md/raid5.c raid5_run',
    confidence: 'read',
    since: '0.1.0',
  },
  {
    id: 'BLK026',
    name: 'first-flush-skipped',
    layer: 'qemu',
    title: 'QEMU skips flushes until its first write',
    because:
      'QEMU takes an image that it has opened for clean: it skips flushes until the first write, and ' +
      'what the QEMU before it left in a cache stays there',
    change:
      'fsync the image on the host before a guest starts on it again, or write before you sync',
    atRisk: 'what the guest read after the restart, until the first flush behind a write',
    meaning:
      'A flush does nothing if nothing was written since the last one, or since QEMU was started. After ' +
      'a QEMU that was killed, or a host that crashed, completed writes may be in the page cache or in the ' +
      'cache of the disk. The next guest finds them and syncs, the flush reaches QEMU, and QEMU asks ' +
      'nobody. When the power fails, what was found is gone again. The first flush behind a write of the ' +
      'new guest covers all of it, so a file system that writes when it is mounted, before anybody above it ' +
      'reads, is not concerned. One that replays a journal reads that before it writes: jbd2 does not sync it ' +
      'first (BLK035). Only `--crash-recovery` looks at it.',
    source:
      'QEMU commit 3ff2f67a7c (2.7), block/io.c bdrv_co_flush at 7.2 to 10.0.13, 10.2.2; measured on ' +
      '7.2.22: a flush of a QEMU that has written nothing makes no fdatasync',
    confidence: 'measured',
    since: '0.1.0',
  },
  {
    id: 'BLK027',
    name: 'failed-fsync-retried',
    layer: 'guest',
    title: 'The guest sends a failed fsync again, and takes its success for a promise',
    because:
      'fsync failed once, and the pages are clean since: the fsync that is sent again writes nothing',
    change: 'let the application stop where fsync fails (PostgreSQL: data_sync_retry=off)',
    atRisk: 'every write that failed before the fsync that was sent again',
    meaning:
      'Linux tells of a page that could not be written once, at fsync, and marks it clean. An application ' +
      'that calls fsync again is told of success, although the page was never written and nobody will ' +
      'write it. PostgreSQL did so until 11.2 (10.7, 9.6.12, 9.5.16, 9.4.21), which panics and reads its ' +
      'log instead; data_sync_retry=on brings it back. With werror=stop the guest hears of no error, and ' +
      'what failed is written again, unless it was a flush (BLK022); NVMe and Xen block devices do not ' +
      'ask for werror. ext4 and XFS stop by themselves ' +
      'where their journal cannot be written.',
    source:
      'PostgreSQL 10.7 release notes; wiki.postgresql.org/wiki/Fsync_Errors; Linux 6.12 ' +
      'Documentation/filesystems/vfs.rst (errseq_t, since 4.13)',
    confidence: 'read',
    since: '0.1.0',
  },
  {
    id: 'BLK028',
    name: 'disk-ignores-fua',
    layer: 'disk',
    title: 'The disk takes FUA, and leaves the write in its cache',
    because: 'the write was sent with FUA, and the disk kept it in its cache; no flush followed',
    change:
      "switch the disk's write cache off (hdparm -W0 / nvme set-feature -f 6 --value=0), or replace the disk",
    atRisk: 'writes that are to be durable by themselves, until the next flush',
    meaning:
      'A disk that claims FUA is trusted with it: no flush follows such a write. Linux sends it to NVMe ' +
      'disks with a write cache, to SCSI disks with DPOFUA, and to SATA disks only with libata.fua=1; it ' +
      'keeps a list of those whose FUA is not to be trusted. QEMU asks the host for it with aio=native and ' +
      'io_uring (10.0), and ext4 and XFS make one write with FUA of an overwrite with O_DIRECT and O_DSYNC. ' +
      'The node of a device is flushed behind it. Flushes are honoured, so that what the guest flushes ' +
      'after the write is durable.',
    source:
      'Linux 6.12 drivers/ata/libata-core.c (ATA_QUIRK_NO_FUA), fs/iomap/direct-io.c; which disks do it ' +
      'silently is not known',
    confidence: 'inferred',
    since: '0.1.0',
  },
  {
    id: 'BLK033',
    name: 'image-in-memory',
    layer: 'host',
    title: "The image is in the host's memory",
    because: 'tmpfs keeps the image in memory and swap: when the host stops, nothing is left of it',
    change: 'keep the image on a file system that has a disk below it',
    atRisk: 'the whole image, flushed or not',
    meaning:
      'tmpfs (/dev/shm, often /tmp and /run) has no disk: fsync does nothing there, because there is nothing ' +
      'that it could write to. What was written outlives QEMU, and a disk that loses its power; it is gone ' +
      'after a crash, a restart or a power failure of the host. No cache mode, mount option or disk helps.',
    source: 'Linux 6.12 mm/shmem.c: fsync is noop_fsync; Documentation/filesystems/tmpfs.rst',
    confidence: 'read',
    since: '0.1.0',
  },
  {
    id: 'BLK034',
    name: 'host-ignores-sync',
    layer: 'host',
    title: 'The host answers a sync, and writes nothing for it',
    because:
      'ZFS with sync=disabled answers fsync, O_DSYNC and flushes at once, and writes nothing',
    change: 'zfs set sync=standard',
    atRisk:
      'what was acknowledged since the last transaction group was written (5 seconds by default)',
    meaning:
      'ZFS collects writes in memory, and writes them in transaction groups, every few seconds. A sync is ' +
      'what its intent log is for, and sync=disabled switches that off: nothing is written before the group ' +
      'is. Groups are whole, so that the file system itself is consistent, but the guest has been promised ' +
      'more. As with cache=unsafe the guest cannot tell. That a group is all there or not is not counted on ' +
      'here, so that `reordered` may be told of what is only `lost`.',
    source:
      'OpenZFS module/zfs/zil.c zil_commit (ZFS_SYNC_DISABLED); zfsprops(7), sync; the 5 seconds from memory',
    confidence: 'read',
    since: '0.1.0',
  },
  {
    id: 'BLK035',
    name: 'journal-replayed-unsynced',
    layer: 'guest',
    title: 'The guest replays its journal before it has synced it',
    because:
      'the journal of the file system was replayed while its commit record was in a cache still, and ' +
      'the power took the record and not what was replayed',
    change:
      'fsync the image on the host before a guest starts on it again, or a disk without a cache',
    atRisk:
      'the last commits before the first crash: blocks of them in place, and no journal for the rest',
    meaning:
      'After a crash that spares a cache below (the guest, QEMU, the host), a commit record may be there ' +
      'that no flush has covered. jbd2 (ext4) scans the journal, writes every block of it in place, and ' +
      'asks for a flush only then. A power failure in between may keep some of these blocks and lose the ' +
      'record, so that the next recovery replays nothing, and a transaction is half there. So it is on ' +
      'bare metal with a volatile disk cache too. Only `--crash-recovery` looks at it.',
    source:
      'Linux fs/jbd2/recovery.c, jbd2_journal_recover: PASS_SCAN, PASS_REVOKE, PASS_REPLAY, ' +
      'sync_blockdev, and then blkdev_issue_flush; that jbd of ext3 is like it is from memory',
    confidence: 'read',
    since: '0.1.0',
  },
  {
    id: 'BLK037',
    name: 'completed-not-kept',
    layer: 'workload',
    title: 'The workload takes what is complete for durable, and this machine does not keep it',
    because:
      'the workload sends no flush behind the write, which is complete and in a volatile place',
    change:
      'the setting that syncs (innodb_flush_method=fsync), or nothing volatile: cache=none, a full image, and a ' +
      'disk with power-loss protection',
    atRisk: 'every write since the last flush that anybody sent, with the order among them',
    meaning:
      'A scenario may say that it trusts the disk to keep what it has completed (`disk: { keepsCompleted: true }`), ' +
      'as InnoDB does with O_DIRECT: since MySQL 8.0.20 nothing syncs the doublewrite buffer there before the pages ' +
      'are written over. O_DIRECT goes past the page cache of the guest, and not past the cache of a disk, the page ' +
      'cache of a host, or what an image has not written of its tables.',
    source:
      'MySQL 8.0.20 to 9 storage/innobase/buf/buf0dblwr.cc, is_fsync_required; bugs.mysql.com/94912',
    confidence: 'read',
    since: '0.1.0',
  },
] as const satisfies readonly Rule[];
