import type { AllocationId, FormatId } from '../../model/configuration.js';
import type { DimensionValue } from './dimension.js';

export interface FormatRow extends DimensionValue<FormatId> {
  /**
   * Where QEMU notes the place of a new cluster: `in-memory` until a flush; `in-file`, as data of the
   * image's file, before the write completes; `flushed`, the same with a flush of its own.
   */
  readonly maps: 'nothing' | 'in-memory' | 'in-file' | 'flushed';
  /** What one mapping maps, in bytes; 0 where the format maps nothing itself. */
  readonly clusterBytes: number;
  /** Another machine keeps the image, whatever the host is called: it outlives the node. */
  readonly isOutsideNode: boolean;
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
    sentence:
      'the node of the file attached directly, without the raw driver (libvirt 10 and later)',
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

export const allocations = [
  {
    id: 'full',
    sentence: 'every block of the image was written before',
    source: 'the mail, "preallocated"; raw images run on QEMU 7.2.22 and 10.0.13',
    confidence: 'measured',
  },
  {
    id: 'sparse',
    sentence: 'blocks are allocated by the first write to them',
    source: 'the mail, (c): O_DIRECT completes no metadata; Linux, open(2)',
    confidence: 'read',
  },
  {
    id: 'unwritten',
    sentence: 'blocks are reserved, and marked as written by the first write to them',
    source: 'Linux commit 8d5d02e6b17: fsync of ext4 waits until extents are marked as written',
    confidence: 'read',
  },
] as const satisfies readonly DimensionValue<AllocationId>[];
