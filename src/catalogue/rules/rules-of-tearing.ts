import type { Rule } from './rule.js';

/** Who tears a unit that the workload trusts to be written whole. Nobody is to blame where none does. */
export const tearingRules = [
  {
    id: 'BLK029',
    name: 'disk-tears-unit',
    layer: 'disk',
    title: 'The disk tears the unit that the workload trusts in',
    because: 'the disk writes smaller units whole than the one that the workload trusts in',
    change:
      'switch on what mends torn pages (innodb_doublewrite, full_page_writes), or a disk with that atomic unit',
    atRisk: 'every page that is being written when the fault strikes, with all that is in it',
    meaning:
      'A scenario may say what it trusts the disk to write whole (`disk: { atomicBytes: 16384 }`), as InnoDB ' +
      'without doublewrite does and PostgreSQL with full_page_writes=off. A write that the fault interrupts is ' +
      'old and new in units of the disk. NVMe disks tell their unit as AWUPF, Linux in ' +
      'queue/atomic_write_unit_max_bytes; without that it is the logical sector. A battery or a protected ' +
      'cache by itself does not make it larger.',
    source:
      'MySQL manual, "Doublewrite Buffer"; PostgreSQL manual, full_page_writes; NVMe base specification, AWUPF',
    confidence: 'read',
    since: '0.1.0',
  },
  {
    id: 'BLK030',
    name: 'host-tears-unit',
    layer: 'host',
    title: 'The host writes in pieces what the disk would write whole',
    because: 'the host hands a write on in pages or blocks of 4 KiB, whatever the disk keeps whole',
    change:
      'cache=none on a block device or logical volume, or switch on what mends torn pages (innodb_doublewrite, ' +
      'full_page_writes)',
    atRisk: 'every page that is being written when the fault strikes, with all that is in it',
    meaning:
      'The page cache is written back page by page, and the blocks of a file lie where there was room, so that an ' +
      'aligned unit of the image need not be one of the disk. Linux promises untorn writes only to who asks for ' +
      'them with RWF_ATOMIC and O_DIRECT, on a file system with bigalloc or large blocks; QEMU does not ask. On a ' +
      'block device with O_DIRECT a write goes to the disk in one piece as long as it is below the limits of its ' +
      'queue. qcow2 does not tear: its clusters of 64 KiB are aligned in what they lie in.',
    source:
      'Linux 6.16 Documentation/filesystems/ext4/atomic_writes.rst, mm/page-writeback.c; the rest inferred',
    confidence: 'inferred',
    since: '0.1.0',
  },
  {
    id: 'BLK031',
    name: 'new-blocks-tear-unit',
    layer: 'image',
    title: 'New blocks of the image are found one by one',
    because: 'the write is to new blocks, each of which is found after a fault or is not',
    change:
      'preallocate the image in full, or switch on what mends torn pages (innodb_doublewrite, full_page_writes)',
    atRisk: 'every page that is being written for the first time when the fault strikes',
    meaning:
      'A first write to a sparse or preallocated (falloc) image changes metadata of the host, block by block of ' +
      '4 KiB. Of a write that covers several, some may be found and others not.',
    source:
      'Linux 6.16 Documentation/filesystems/ext4/atomic_writes.rst: unwritten extents are converted when the ' +
      'write ends, and writes over mixed mappings can be torn',
    confidence: 'inferred',
    since: '0.1.0',
  },
  {
    id: 'BLK032',
    name: 'device-tears-unit',
    layer: 'frontend',
    title: 'The device writes one sector after the other',
    because: 'the device makes a write of its own of each sector',
    change:
      'virtio-blk or another frontend, or switch on what mends torn pages (innodb_doublewrite, full_page_writes)',
    atRisk: 'every page that is being written when the fault strikes, with all that is in it',
    meaning:
      'SD cards, eMMC, parallel flash and floppy disks write in sectors of 512 bytes, each in a request of its ' +
      'own, whatever the disk below keeps whole.',
    source: 'QEMU hw/sd/sd.c; measured: a write of 4 KiB is eight writes of the host',
    confidence: 'measured',
    since: '0.1.0',
  },
  {
    id: 'BLK036',
    name: 'guest-tears-unit',
    layer: 'guest',
    title: 'The guest writes in pieces what everything below would write whole',
    because:
      "the guest's page cache writes pages of 4 KiB back by themselves, whatever is kept whole below",
    change:
      'switch on what mends torn pages (innodb_doublewrite, full_page_writes); else O_DIRECT on a file system ' +
      'with blocks of that size, or bigalloc',
    atRisk: 'every page that is being written when the fault strikes, with all that is in it',
    meaning:
      'What a disk keeps whole is of use only to who writes it whole. The page cache of the guest is written ' +
      'back page by page, and with O_DIRECT too the blocks of a file, of 4 KiB, lie where there was room. ' +
      'PostgreSQL writes its pages of 8 KiB through the page cache; InnoDB can write past it. A scenario says ' +
      'so with `disk: { direct: true }`, and then its blocks are taken to be aligned to the unit.',
    source:
      'Linux 6.16 Documentation/filesystems/ext4/atomic_writes.rst, mm/page-writeback.c; as of a host (BLK030)',
    confidence: 'inferred',
    since: '0.1.0',
  },
] as const satisfies readonly Rule[];
