import type { FaultId } from '../model/fault.js';
import type { Place } from '../model/place.js';
import type { DimensionValue } from './dimensions/dimension.js';

export interface FaultRow extends DimensionValue<FaultId> {
  readonly erases: readonly Place[];
  /**
   * Why no guest boots again on what is left, so that a second fault cannot strike its recovery; '' where
   * one does, if there is a disk.
   */
  readonly noBootBecause: string;
  /** A whole node: another takes over, with what is kept outside of the one that is lost. */
  readonly isOfNode: boolean;
  /** What the host has below it is not stopped cleanly. */
  readonly isUncleanStop: boolean;
  /** The host's kernel stops, with all that it alone keeps. */
  readonly stopsHost: boolean;
}

/** What each fault destroys. What is in flight in QEMU is finished after a guest crash. */
export const faults = [
  {
    id: 'guest-crash',
    sentence: 'the guest panics or is reset; QEMU finishes what is in flight',
    erases: ['guest-memory'],
    source: 'QEMU hw/block/virtio-blk.c virtio_blk_reset: blk_drain waits for what is in flight',
    confidence: 'read',
    noBootBecause: '',
    isOfNode: false,
    isUncleanStop: false,
    stopsHost: false,
  },
  {
    id: 'qemu-kill',
    sentence: 'the QEMU process is killed; the host and its page cache live on',
    erases: ['guest-memory', 'device-queue', 'qemu-memory'],
    source: 'raw and qcow2 images of QEMU 7.2.22 and 10.0.13 after SIGKILL, run',
    confidence: 'measured',
    noBootBecause: '',
    isOfNode: false,
    isUncleanStop: false,
    stopsHost: false,
  },
  {
    id: 'host-crash',
    sentence: 'the host kernel crashes or resets; the disk keeps its power',
    erases: ['guest-memory', 'device-queue', 'qemu-memory', 'host-memory'],
    source:
      'what a disk does that is not reset with its host: a bus reset that discards its cache is rare',
    confidence: 'inferred',
    noBootBecause: '',
    isOfNode: false,
    isUncleanStop: true,
    stopsHost: true,
  },
  {
    id: 'power-loss',
    sentence: 'host and disk lose power; a battery-backed controller cache survives',
    erases: ['guest-memory', 'device-queue', 'qemu-memory', 'host-memory', 'disk-cache'],
    source:
      'Linux 6.12 Documentation/block/writeback_cache_control.rst: what volatile means; not cut for real',
    confidence: 'inferred',
    noBootBecause: '',
    isOfNode: false,
    isUncleanStop: true,
    stopsHost: true,
  },
  {
    id: 'disk-power-loss',
    sentence:
      'the disk alone loses power and nobody is told; what the host still holds is written later ' +
      '(promises are judged as of the fault)',
    // The page cache is not among them, and what it holds will arrive. What it has handed on is the
    // disk's: which that is, nature decided before.
    erases: ['device-queue', 'disk-cache'],
    source:
      'Linux 6.12 marks a page clean when the disk has taken it (Documentation/filesystems/vfs.rst)',
    confidence: 'inferred',
    noBootBecause: 'nobody is told, and the guest goes on',
    isOfNode: false,
    isUncleanStop: true,
    stopsHost: false,
  },
  {
    id: 'node-loss',
    sentence:
      'the node is gone and fenced, with its disks; what another machine keeps (format=network) is ' +
      'all that is left',
    erases: [
      'guest-memory',
      'device-queue',
      'qemu-memory',
      'host-memory',
      'controller-cache',
      'disk-cache',
      'medium',
    ],
    source: 'what a node is; virtual machines outlive one only with shared or replicated storage',
    confidence: 'inferred',
    noBootBecause: '',
    isOfNode: true,
    isUncleanStop: true,
    stopsHost: true,
  },
  {
    id: 'io-error',
    sentence:
      'writes, or what the host writes back of them, fail with EIO; nothing crashes, and a guest that ' +
      'is told stops, unless it retries fsync (promises are judged as of the fault)',
    // A page that could not be written back is clean from then on, and nobody writes it again.
    erases: ['device-queue', 'host-memory'],
    source:
      'Linux 6.12 Documentation/filesystems/vfs.rst (errseq_t); wiki.postgresql.org/wiki/Fsync_Errors',
    confidence: 'read',
    noBootBecause:
      'what a guest finds that boots again, in a page cache that shows what the disk never got, is not modelled',
    isOfNode: false,
    isUncleanStop: false,
    stopsHost: false,
  },
] as const satisfies readonly FaultRow[];

/** The faults after which the guest boots again. */
export const bootingFaults: readonly FaultId[] = faults
  .filter(({ noBootBecause }) => noBootBecause === '')
  .map(({ id }) => id);

/** Those that any machine may meet: nobody has to say that another node takes over. */
export const machineFaults: readonly FaultId[] = faults
  .filter(({ isOfNode }) => !isOfNode)
  .map(({ id }) => id);

/** Places that belong to whoever keeps the image, and are lost with the node only if that is it. */
export const storagePlaces: readonly Place[] = ['controller-cache', 'disk-cache', 'medium'];
