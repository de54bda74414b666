import type { HostId } from '../model/storage.js';
import type { DimensionValue } from './dimensions/dimension.js';

/** The largest aligned unit that a host hands on in one piece; 0 for whatever the disk keeps whole. */
export interface WholeWritesRow extends DimensionValue<HostId> {
  /** Without O_DIRECT. */
  readonly bufferedBytes: 0 | 4096;
  /** With it. */
  readonly directBytes: 0 | 4096;
}

/**
 * QEMU makes one pwritev, or one request of an engine, of a write, and does not ask for RWF_ATOMIC; so what
 * Linux promises nobody is what its code does with an ordinary write. A page or a block is 4 KiB here; of
 * larger pages and folios, and of block sizes and bigalloc, nothing is taken to be known.
 */
const inFile = {
  bufferedBytes: 4096,
  directBytes: 4096,
  sentence:
    'writes the blocks of a file, of 4 KiB, where there is room: no larger unit stays aligned',
  source:
    'Linux 6.16 Documentation/filesystems/ext4/atomic_writes.rst: only bigalloc, or larger blocks, keep ' +
    'allocations aligned to a larger unit of the disk, and only direct I/O writes one whole',
  confidence: 'inferred',
} as const;

const onDevice = {
  bufferedBytes: 4096,
  directBytes: 0,
  sentence: 'writes back a page of 4 KiB by itself; with O_DIRECT hands a write on in one piece',
  source:
    'Linux mm/filemap.c generic_perform_write, mm/page-writeback.c: page by page; block/blk-merge.c ' +
    'bio_split_rw: a bio below the limits of its queue is not split',
  confidence: 'inferred',
} as const;

const unknown = { bufferedBytes: 4096, directBytes: 4096, confidence: 'inferred' } as const;

/** A server is taken for a disk. */
const onServer = {
  bufferedBytes: 0,
  directBytes: 0,
  sentence: 'leaves it to the server and its disk',
  source: 'what a server does with a write is not known',
  confidence: 'inferred',
} as const;

export const wholeWrites: readonly WholeWritesRow[] = [
  { ...inFile, id: 'file' },
  { ...inFile, id: 'file-nobarrier' },
  { ...inFile, id: 'ext3' },
  { ...inFile, id: 'ext4' },
  { ...inFile, id: 'xfs' },
  { ...inFile, id: 'btrfs' },
  { ...inFile, id: 'btrfs-nocow' },
  {
    id: 'zfs',
    bufferedBytes: 0,
    directBytes: 0,
    sentence: 'writes a record in one transaction',
    source: 'OpenZFS zfs_write, with a recordsize that is no smaller than the unit; from memory',
    confidence: 'memory',
  },
  {
    ...unknown,
    id: 'zfs-nosync',
    sentence: 'writes a record in one transaction, and how it is cut short nobody looked at',
    source: 'OpenZFS zfs_write; from memory',
  },
  {
    ...unknown,
    id: 'zvol-nosync',
    sentence: 'writes a block in one transaction, and how it is cut short nobody looked at',
    source: 'OpenZFS zvol_write; from memory',
  },
  {
    ...unknown,
    id: 'tmpfs',
    sentence: 'keeps pages of 4 KiB, and promises no larger unit',
    source: 'Linux mm/shmem.c: page by page',
  },
  { ...onDevice, id: 'block-device' },
  { ...onDevice, id: 'lvm' },
  { ...onDevice, id: 'zvol' },
  {
    ...unknown,
    id: 'dm-crypt',
    sentence: 'encrypts sectors of 4 KiB at most, and promises no larger unit',
    source:
      'Linux drivers/md/dm-crypt.c: no DM_TARGET_ATOMIC_WRITES before commit e913c1d204a5 (6.19)',
  },
  {
    ...unknown,
    id: 'md',
    sentence: 'may write pages of 4 KiB by themselves, as RAID 4, 5 and 6 do',
    source: 'Linux drivers/md/raid5.c: RAID5_STRIPE_SIZE is a page',
  },
  { ...unknown, id: 'loop', sentence: inFile.sentence, source: inFile.source },
  { ...onServer, id: 'nbd' },
  { ...onServer, id: 'nbd-other' },
  { ...onServer, id: 'rbd' },
  { ...onServer, id: 'iscsi' },
  { ...onServer, id: 'nfs' },
  { ...onServer, id: 'gluster' },
];
