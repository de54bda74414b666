import type { Rule } from './rule.js';

/** Defects of QEMU and its surroundings since flushes and FUA took the place of barriers. */
export const todaysRules = [
  {
    id: 'BLK010',
    name: 'device-ignores-fua',
    layer: 'frontend',
    title: 'The device takes FUA writes and does not make them durable',
    because: 'the device ignores Force Unit Access, and a guest that trusts it sends no flush',
    change: 'virtio-blk, or cache=directsync with aio=native (QEMU 10.0)',
    atRisk: 'every FUA write since the last flush: commit records, O_DSYNC writes',
    meaning:
      'The device tells the guest that writes may carry FUA and completes them like any other ' +
      'write. Linux then sends the commit record of a journal with FUA and no flush after it, and ' +
      'O_DIRECT writes with O_DSYNC as FUA alone. A flush that comes later covers them. nvme never ' +
      'looks at the bit; megasas makes a command of its own, without it.',
    source:
      'QEMU hw/nvme/ctrl.c at 7.2.0 to 10.0.0, 10.0.13 and 10.2.2; measured on 11.1.2; hw/scsi/megasas.c ' +
      'megasas_encode_lba, read',
    confidence: 'measured',
    since: '0.1.0',
  },
  {
    id: 'BLK011',
    name: 'fua-flush-skipped',
    layer: 'qemu',
    title: 'QEMU skips the flush behind a FUA write',
    because:
      'QEMU skipped the flush of a FUA write, because nothing else was written since the last',
    change: 'aio=native or io_uring (QEMU 10.0), scsi-hd dpofua=off, or qcow2',
    atRisk: 'FUA writes, and all writes without a write cache, until the next flush that runs',
    meaning:
      'A write that must be durable is carried out as a write and a flush. The flush is left out ' +
      'if nothing was written since the last one, and the write counts only after its own flush. ' +
      'So the first FUA write after a flush is not flushed, and of several in flight together ' +
      'those that end while another one is flushed. The next flush that runs covers them.',
    source:
      'QEMU 7.2 to 10.0, 10.2.2 block/io.c; measured on 7.2.22, 10.0.13 and 11.1.2; a patch was sent to ' +
      'qemu-devel in 2025-12 (20251229161740.758800-3-den@openvz.org)',
    confidence: 'measured',
    since: '0.1.0',
  },
  {
    id: 'BLK012',
    name: 'driver-answers-flush',
    layer: 'guest-driver',
    title: "The guest's driver answers flushes itself",
    because: "the guest's driver for this controller completes flushes and sends none",
    change: 'virtio-blk, or cache=writethrough where QEMU skips no flush (BLK011)',
    atRisk: 'every acknowledged write since a cache below last wrote out by itself',
    meaning:
      'megaraid_sas takes it that the firmware of the controller looks after the cache, and ' +
      'completes SYNCHRONIZE CACHE for logical drives by itself. QEMU has no such firmware.',
    source: 'Linux 6.12 drivers/scsi/megaraid/megaraid_sas_base.c; no host flush measured',
    confidence: 'measured',
    since: '0.1.0',
  },
  {
    id: 'BLK013',
    name: 'export-hides-write-cache',
    layer: 'frontend',
    title: 'The export does not tell the guest of its write cache',
    because:
      'the export reports no write cache although its backend has one: the guest sends no flush',
    change: 'virtio-blk, config-wce=off, or writethrough=on where BLK011 is not',
    atRisk: 'every acknowledged write since a cache below last wrote out by itself',
    meaning:
      "QEMU's vhost-user-blk exporter sets wce=0 in the device's configuration whatever its " +
      'backend does. Linux takes it for a device that writes through. With config-wce=off for the device ' +
      'the guest does not see it: a device with flushes is one with a write cache then.',
    source: 'QEMU block/export/vhost-user-blk-server.c at 7.2 to 10.0, 10.2; measured on 7.2.22',
    confidence: 'measured',
    since: '0.1.0',
  },
  {
    id: 'BLK014',
    name: 'flushes-dropped',
    layer: 'qemu',
    title: 'Flushes are dropped, or not offered, as cache=unsafe asks',
    because: 'flushes are switched off (cache.no-flush, cache=unsafe): none gets to the host',
    change: 'cache=writeback or none',
    atRisk: 'everything that the host has not written out by itself',
    meaning:
      'cache=unsafe, cache.no-flush=on and snapshot=on complete flushes without asking the host, ' +
      'and drop FUA. Firecracker with cache_type Unsafe, its default, offers no flush at all, and is ' +
      'cured by Writeback. The data survives the end of the process, and nothing else.',
    fromQemu: '0.13',
    source: 'QEMU commit 016f5cf6ff; block/io.c bdrv_co_flush at 10.0.13',
    confidence: 'measured',
    since: '0.1.0',
  },
  {
    id: 'BLK015',
    name: 'guest-overrides-write-cache',
    layer: 'guest',
    title: "The guest's kernel was told that there is no write cache",
    because: 'the guest takes the device to write through, so it sends no flush',
    change: 'queue/write_cache = write back; for SCSI, no "temporary" cache_type',
    atRisk: 'every acknowledged write since a cache below last wrote out by itself',
    meaning:
      '/sys/block/*/queue/write_cache and a "temporary" cache_type change what the kernel ' +
      'believes and nothing in the device.',
    source: 'Linux 6.12 Documentation/ABI/stable/sysfs-block; measured on 7.2.22 with Linux 6.1',
    confidence: 'measured',
    since: '0.1.0',
  },
  {
    id: 'BLK016',
    name: 'device-cannot-flush',
    layer: 'frontend',
    title: 'The device has no way to be flushed',
    because: 'this kind of device knows no flush, so a completed write stays where QEMU left it',
    change: 'virtio-blk, or cache=writethrough where QEMU skips no flush (BLK011)',
    atRisk: 'every acknowledged write since a cache below last wrote out by itself',
    meaning:
      'SD cards, eMMC, parallel flash and floppy disks have no command for it here, and QEMU does not ' +
      'flush for them. With a write cache in between, everything that is acknowledged can be lost.',
    source: 'QEMU hw/sd/sd.c, hw/block/pflash_cfi01.c, hw/block/fdc.c; sd measured on 7.2.22',
    confidence: 'measured',
    since: '0.1.0',
  },
  {
    id: 'BLK017',
    name: 'unfinished-write-kept',
    layer: 'qemu',
    title: 'A write that QEMU had not finished is there, and nothing makes it durable',
    because:
      'the write was in flight when QEMU died, and a guest that is told of no cache does not flush it',
    change:
      'fsync the image before a guest starts on it again, or give the guest a device that it flushes',
    atRisk: 'what the guest read after the restart, until it is written again',
    meaning:
      'With cache=writethrough a write is durable when it completes. One that was in flight when ' +
      'QEMU or the host died may be there all the same, in the page cache or in the cache of the ' +
      'disk. The next guest reads it, recovers from it and serves it; but its device has no flush ' +
      'to send, because nothing that completes on it is volatile. When the power fails, what was ' +
      'read is gone again. Only `--crash-recovery` looks at it.',
    source: 'follows from O_DSYNC, which is for the range that was written (open(2), Linux)',
    confidence: 'inferred',
    since: '0.1.0',
  },
  {
    id: 'BLK018',
    name: 'disk-lost-with-node',
    layer: 'host',
    title: 'The disk is lost with its node',
    because: 'the disk is in the node that is lost, and no other machine has its data',
    change: 'keep or replicate the image on another machine (format=network)',
    atRisk: 'everything on the disk',
    meaning:
      'The fault `node-loss` takes a whole node. Another node can take over only with what is kept ' +
      'outside: an image of another machine (nbd, rbd, iscsi, nfs, gluster) outlives it, with all ' +
      'that the server had taken; a local file or device does not. Replicas such as DRBD are not ' +
      'modelled. It is assumed that the lost node is fenced: it writes no more.',
    source: 'what a node is; virtual machines outlive one only with shared or replicated storage',
    confidence: 'inferred',
    since: '0.1.0',
  },
  {
    id: 'BLK019',
    name: 'write-errors-ignored',
    layer: 'qemu',
    title: 'QEMU was told to ignore write errors (werror=ignore)',
    because: 'werror=ignore: the guest is told that a failed write, or a failed flush, succeeded',
    change: 'werror=report or stop, or the default (enospc)',
    atRisk: 'every write that fails, flushed or not: nobody is told',
    meaning:
      'A write that failed on the host completes as if it had not, and so does a flush. The guest ' +
      'acknowledges data that was never written, without any crash. IDE, SCSI and virtio disks ask for the ' +
      'error policy; NVMe and Xen block devices do not, and tell the guest of every error.',
    source: 'QEMU 10.0.13 block/block-backend.c blk_get_error_action, virtio_blk_flush_complete',
    confidence: 'read',
    since: '0.1.0',
  },
  {
    id: 'BLK020',
    name: 'device-drops-errors',
    layer: 'frontend',
    title: 'The device has no way to report a write error',
    because: 'this kind of device logs a write error on the host and goes on',
    change: 'another frontend for data that matters; watch the log of QEMU',
    atRisk: 'every write that fails: nobody is told',
    meaning:
      'Parallel flash, SD cards and eMMC write synchronously, and an error is printed. werror does not ' +
      'apply.',
    source:
      'QEMU hw/block/pflash_cfi01.c pflash_update, hw/sd/sd.c sd_blk_write at 7.2.0 to 10.2.0',
    confidence: 'read',
    since: '0.1.0',
  },
  {
    id: 'BLK021',
    name: 'flush-errors-dropped',
    layer: 'frontend',
    title: 'QEMU completes a flush that failed',
    because:
      'this QEMU drops the error of a flush, so what the host could not write is acknowledged',
    change: 'QEMU 0.14, or cache=writethrough, whose write has the error',
    atRisk: 'what the host failed to write back before the flush',
    meaning:
      'bdrv_flush returned nothing before QEMU 0.14: IDE and SCSI told the guest of success. Pages ' +
      'that the host failed to write back are clean by then, and are never written again.',
    source: 'QEMU commits 205ef7961f, e2bcadadc3, 78ced65e6e (0.14)',
    confidence: 'read',
    since: '0.1.0',
  },
  {
    id: 'BLK022',
    name: 'failed-flush-sent-again',
    layer: 'qemu',
    title: 'A failed flush is sent again, and succeeds without writing anything',
    because:
      'werror=stop sends a failed flush again on resume; fsync then succeeds, and the data is gone',
    change: 'werror=report, or aio=threads without O_DIRECT (fsync stays failed)',
    atRisk: 'what the host failed to write back before the flush',
    meaning:
      'Linux reports a failed write-back to fsync once and marks the pages clean. With aio=threads ' +
      'QEMU remembers that and fails every later flush (since 2.9); with io_uring it does not, nor with ' +
      'O_DIRECT, where it takes it that there is no page cache. ZFS, btrfs and loop devices have one ' +
      'below O_DIRECT. So a flush that stopped the guest (werror=stop) succeeds after `cont`, and the ' +
      'guest goes on.',
    source:
      'QEMU 7.2 to 10.0.13 block/file-posix.c raw_co_flush_to_disk, handle_aiocb_flush; commit ' +
      'e5bcf967fb (2.9)',
    confidence: 'inferred',
    since: '0.1.0',
  },
] as const satisfies readonly Rule[];
