import type { Rule } from './rule.js';

const mail = 'Hellwig, "Notes on block I/O data integrity", qemu-devel, 2009-08-25';

/** Defects of the day of the mail, and what is true of every day. */
export const mailRules = [
  {
    id: 'BLK001',
    name: 'mounted-without-barriers',
    layer: 'guest',
    title: 'The guest mounted its file system without barriers',
    because: "the guest's mount has barriers off: no flush or barrier leaves its file system",
    change: 'mount with barriers (barrier=1, or remove nobarrier)',
    atRisk: 'all acknowledged writes, until a cache writes them out by itself',
    meaning:
      'With barriers off, fsync only waits for completions and the commit record is an ordinary ' +
      'write. That is enough only where nothing below holds a completed write in volatile memory ' +
      'and where the journal waits before its commit record. Bare metal with a volatile disk cache ' +
      'loses data in the same way: no device below can mend a flush that is never sent.',
    source: 'Linux 2.6.31 fs/jbd/commit.c, fs/ext3/super.c (barrier=0 by default)',
    confidence: 'read',
    since: '0.1.0',
  },
  {
    id: 'BLK002',
    name: 'no-queue-drain',
    layer: 'guest-driver',
    title: "The guest's driver supports no barrier: its queue is not drained",
    because: "the guest's driver refuses barriers and does not drain its queue for them",
    change: 'virtio-ordered-queue (Linux 2.6.36), or wait for completions before dependent writes',
    atRisk: 'no acknowledged write; the order of requests in flight together',
    meaning:
      'The driver registers no ordered mode, so a barrier fails with -EOPNOTSUPP. A client that ' +
      'sends the write again without the barrier, and does not wait, has both in flight together, ' +
      'and the device may finish them in any order. File systems that wait for completions ' +
      '(ext3, XFS, btrfs) keep their order without a drain.',
    source: `${mail}; Linux 2.6.31 drivers/block/virtio_blk.c, block/blk-core.c (-EOPNOTSUPP)`,
    confidence: 'read',
    since: '0.1.0',
  },
  {
    id: 'BLK003',
    name: 'write-cache-not-advertised',
    layer: 'frontend',
    title: 'The device has a flush command but does not say that it has a write cache',
    because: 'the device does not indicate its write cache, so the guest sends no flush',
    change: 'ide-write-cache (QEMU 0.12), or cache=writethrough',
    atRisk: 'every acknowledged write since a cache below last wrote out by itself',
    meaning:
      'IDENTIFY says "no volatile write cache" although QEMU, the host or the disk holds completed ' +
      'writes. Guests then order by draining their queue alone and never send FLUSH CACHE.',
    source: `${mail}; QEMU v0.11.0 hw/ide.c (IDENTIFY words 82 and 85); fixed by e900a7b748`,
    confidence: 'read',
    since: '0.1.0',
  },
  {
    id: 'BLK004',
    name: 'no-flush-command',
    layer: 'frontend',
    title: 'The device has no flush command',
    because: 'the device has no flush command, so no flush of the guest leaves its driver',
    change: 'virtio-flush (QEMU 0.12 with Linux 2.6.32), or cache=writethrough',
    atRisk: 'every acknowledged write since a cache below last wrote out by itself',
    meaning:
      'Nothing that the guest can send moves a completed write out of the caches below the device. ' +
      'Any cache mode in which a completed write may still be volatile then loses acknowledged data.',
    source: `${mail}; QEMU v0.11.0 hw/virtio-blk.c; command added by aa659be3dc (0.12.0)`,
    confidence: 'read',
    since: '0.1.0',
  },
  {
    id: 'BLK005',
    name: 'host-mounted-without-barriers',
    layer: 'host',
    title: "The host's file system sends no flush to the disk",
    because: "the host's file system has barriers off: fsync and O_DSYNC stop above the disk cache",
    change:
      'mount the host file system with barriers (ext3: barrier=1), or use a disk without a volatile cache',
    atRisk: 'every acknowledged write since the disk last destaged its cache',
    meaning:
      'fsync and O_DSYNC bring data and metadata to the disk, but no flush follows, so they stay ' +
      'in its volatile cache. ext3 had barriers off by default until Linux 3.1.',
    source: `${mail} ("ext3 does _NOT_ enable barriers and cache flush requests by default")`,
    confidence: 'read',
    since: '0.1.0',
  },
  {
    id: 'BLK006',
    name: 'block-node-does-not-flush',
    layer: 'host',
    title: 'fsync and O_DSYNC on a block device node do not flush the disk',
    because: 'the host does not flush the disk cache for fsync or O_DSYNC on a block device node',
    change:
      'Linux 2.6.33 on the host, an image file on a file system with barriers, or a disk without a volatile cache',
    atRisk: 'every acknowledged write since the disk last destaged its cache',
    meaning:
      'Up to Linux 2.6.32 fsync of a block node writes dirty pages and stops there: nothing tells ' +
      'the disk to empty its cache.',
    source: `${mail}; Linux commit ab0a9735e06 (2.6.33)`,
    confidence: 'read',
    since: '0.1.0',
  },
  {
    id: 'BLK007',
    name: 'direct-write-not-flushed',
    layer: 'host',
    title: 'fsync after O_DIRECT does not flush the disk',
    because: 'the host does not flush the disk cache when fsync follows O_DIRECT writes',
    change: 'Linux 2.6.33 on the host, or cache=writeback, or a disk without a volatile cache',
    atRisk: 'every acknowledged write since the disk last destaged its cache',
    meaning:
      "The mail's last note: no file system of the time flushes the disk for fsync or O_DSYNC " +
      'when nothing is dirty in the page cache. The table in the same mail assumes otherwise, so ' +
      'the switch odirect-no-flush is off by default.',
    source: `${mail} (third host note)`,
    confidence: 'read',
    since: '0.1.0',
  },
  {
    id: 'BLK008',
    name: 'disk-ignores-flush',
    layer: 'disk',
    title: 'The disk acknowledges flushes without emptying its cache',
    because: 'the disk says that it flushed, and did not',
    change:
      'switch the write cache off (hdparm -W0 / nvme set-feature -f 6 --value=0), or replace the disk',
    atRisk: 'every acknowledged write that the disk still holds in its cache',
    meaning:
      'The flush reached the disk and was answered with success, but its volatile cache still held ' +
      'the writes. No layer above can mend that.',
    source: 'Zheng et al., "Understanding the Robustness of SSDs under Power Fault", FAST 2013',
    confidence: 'read',
    since: '0.1.0',
  },
  {
    id: 'BLK009',
    name: 'workload-own-bug',
    layer: 'workload',
    title: 'The workload fails on an honest machine too',
    because: 'the workload trusts in something that no disk promises',
    change:
      'the workload: checksum what spans several sectors, and flush before what depends on it',
    atRisk: "the workload's own data, on any stack",
    meaning:
      'The same scenario breaks on bare metal with an honest disk, or on the strictest stack. ' +
      'Typical: a write of several sectors is taken to be atomic. It is never counted against a ' +
      'configuration.',
    source: 'blkcheck control runs',
    confidence: 'inferred',
    since: '0.1.0',
  },
] as const satisfies readonly Rule[];
