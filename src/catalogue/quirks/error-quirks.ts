import { anywhere, type QuirkRow } from './quirk.js';

/** Formats whose file QEMU opens itself, with block/file-posix.c. */
const ofFiles = ['raw', 'protocol', 'qcow2', 'qed', 'vdi', 'vmdk'] as const;

/** Who hides from the guest that a write failed on the host. */
export const errorQuirks: readonly QuirkRow[] = [
  {
    ...anywhere,
    id: 'firmware-devices-log-errors',
    layer: 'frontend',
    sentence: 'pflash, SD cards and eMMC print a write error and go on',
    frontends: ['pflash', 'sd', 'emmc'],
    effect: { kind: 'hides-errors' },
    rule: 'BLK020',
    source:
      'QEMU hw/block/pflash_cfi01.c pflash_update, hw/sd/sd.c sd_blk_write at 7.2.0 to 10.2.0',
    confidence: 'read',
  },
  {
    ...anywhere,
    id: 'flush-errors-dropped',
    layer: 'frontend',
    sentence: 'IDE and SCSI complete a flush whether or not it failed (up to QEMU 0.13)',
    from: '0.11',
    until: '0.11',
    frontends: ['ide', 'scsi'],
    effect: { kind: 'hides-flush-errors' },
    rule: 'BLK021',
    source:
      'QEMU v0.11.0: bdrv_flush is void until commit 205ef7961f; e2bcadadc3, 78ced65e6e (0.14)',
    confidence: 'read',
  },
  {
    ...anywhere,
    id: 'fsync-error-once',
    layer: 'qemu',
    sentence:
      'with io_uring a failed fsync is forgotten: Linux reports it once, and the next succeeds',
    formats: ofFiles,
    aio: ['io_uring'],
    effect: { kind: 'forgets-flush-errors' },
    rule: 'BLK022',
    source:
      'QEMU 7.2 to 10.0.13 block/file-posix.c raw_co_flush_to_disk: page_cache_inconsistent ' +
      '(e5bcf967fb, 2.9) is for threads alone',
    confidence: 'read',
  },
  {
    ...anywhere,
    id: 'direct-fsync-error-once',
    layer: 'qemu',
    sentence:
      'with O_DIRECT a failed fsync is forgotten: QEMU takes it that there is no page cache below',
    formats: ofFiles,
    aio: ['threads', 'native'],
    direct: 'only',
    effect: { kind: 'forgets-flush-errors' },
    rule: 'BLK022',
    source:
      'QEMU block/file-posix.c handle_aiocb_flush at 7.2.0 to 10.0.0: page_cache_inconsistent is not ' +
      'set with O_DIRECT; native flushes past it since 9.1 (IOCB_CMD_FDSYNC)',
    confidence: 'read',
  },
];
