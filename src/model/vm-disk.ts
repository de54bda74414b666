import type { ConfigRule } from './config-rule.js';
import { type AioId, type CacheFlags, frontendIds } from './configuration.js';
import type { DiskSource, SaidOfGuest } from './disk-source.js';
import type { NotationId } from './notation.js';
import type { Overriding } from './overriding.js';

/**
 * What a virtual machine's definition says of its disks: effective settings, and where each came
 * from. The readers of `src/config` make these; nothing here knows a format.
 */

/** A stretch of one line of one file; lines and columns count from 1. */
export interface Position {
  /** The file, as it was named. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1, in UTF-16 units. */
  readonly column: number;
  /** One past the last column. */
  readonly endColumn: number;
}

/**
 * Why a setting has its value. `at` is the value itself for `file`, and for the others the element
 * that would have set it, which is where a change has to be made.
 */
export type Origin =
  | {
      readonly kind: 'file';
      /** The value. */
      readonly at: Position;
      /** Set where it beats the setting that the format has for it, which alone then changes nothing. */
      readonly over?: Overriding;
    }
  | {
      readonly kind: 'default';
      /** Whose default it is, as in `QEMU`. */
      readonly of: string;
      /** The element that would have set it. */
      readonly at: Position;
    }
  | {
      readonly kind: 'assumed';
      /** What it is assumed from. */
      readonly by: string;
      /** The element that would have set it. */
      readonly at: Position;
    }
  | Unresolved;

/** The file says it in words that only a running machine could resolve: a variable, a template. */
export interface Unresolved {
  /** Which origin it is. */
  readonly kind: 'unresolved';
  /** What stands there, or what it depends on. */
  readonly text: string;
  /** Where it stands. */
  readonly at: Position;
}

/** A value that is known, or the values that it may have; an empty list means any. */
export type Fact<T> =
  | {
      /** Whether the value is known. */
      readonly known: true;
      /** The value. */
      readonly value: T;
      /** Where it comes from. */
      readonly origin: Origin;
    }
  | {
      /** Whether the value is known. */
      readonly known: false;
      /** The values that it may have; an empty list means any. */
      readonly values: readonly T[];
      /** Where it comes from. */
      readonly origin: Unresolved;
    };

export const vmFrontends = [
  ...frontendIds,
  // A controller that has no name of its own here; `device` and `controller` say which.
  'other',
] as const;
/** A device that the guest sees; `other` for one that is not modelled. */
export type VmFrontend = (typeof vmFrontends)[number];

export const sourceKinds = [
  'file',
  'block',
  'dir',
  'fd',
  'volume',
  'nvme-host',
  'nbd',
  'rbd',
  'iscsi',
  'nfs',
  'gluster',
  'ssh',
  'http',
  'sheepdog',
  'vxhs',
  'vhost-user',
  'vhost-vdpa',
  'blkio',
  'null',
  'persistent-volume',
  'ephemeral',
  'other',
] as const;
/** What the guest's data lies in. */
export type SourceKind = (typeof sourceKinds)[number];

export const errorPolicies = ['report', 'ignore', 'enospc', 'stop', 'auto'] as const;
/** What QEMU does about an error of the host: `auto` is the device's own default. */
export type ErrorPolicy = (typeof errorPolicies)[number];

export const zeroDetections = ['off', 'on', 'unmap'] as const;
/** What QEMU makes of a write of zeroes: a write, one that needs no data (`on`), a discard (`unmap`). */
export type ZeroDetection = (typeof zeroDetections)[number];

/** Something that is worth knowing about a definition. */
export interface ConfigNote {
  /** What it is about. */
  readonly rule: ConfigRule;
  /** What there is to say, in one sentence. */
  readonly message: string;
  /** Where. */
  readonly at: Position;
  /** Set where what nobody can read may change every disk of the machine, and not only add some. */
  readonly ofAllDisks?: true;
}

/** A disk of a machine: effective settings, and where each comes from. */
export interface VmDisk {
  /** What the format calls the disk, with `vm/` before it where a file holds several VMs. */
  readonly id: string;
  /** Nothing that is written names the disk: its id is its place among others. */
  readonly isCounted?: true;
  /** The element that defines the disk. */
  readonly at: Position;
  /** How its settings are written there. */
  readonly notation: NotationId;
  /** The device that the guest sees. */
  readonly frontend: Fact<VmFrontend>;
  /** QEMU's name of the device, as in `scsi-hd`; '' where there is none. */
  readonly device: string;
  /** The model of the controller that it hangs on, as in `virtio-scsi-pci`; '' where there is none. */
  readonly controller: string;
  /** The write cache of the device. */
  readonly writeback: Fact<boolean>;
  /** Of the node that does the I/O, not of the format above it. */
  readonly direct: Fact<boolean>;
  /** Flushes do not get below QEMU. Of the node that does the I/O. */
  readonly noFlush: Fact<boolean>;
  /**
   * Every combination of the three that the disk may have. It is one where all are known; where
   * they are not, they may depend on one another, as in "none or writethrough".
   */
  readonly caches: readonly CacheFlags[];
  /** Matters for files and host devices only. */
  readonly aio: Fact<AioId>;
  /** `probed` where QEMU is left to guess. */
  readonly format: Fact<string>;
  /**
   * Whether QEMU's raw driver lies over the node that does the I/O of a raw image; null where it does,
   * and for other formats.
   */
  readonly rawDriver: Fact<boolean> | null;
  /** What its data lies in. */
  readonly source: DiskSource;
  /** What QEMU does about a write that fails on the host. */
  readonly werror: Fact<ErrorPolicy>;
  /** What it does about a read that fails. */
  readonly rerror: Fact<ErrorPolicy>;
  /** Whether the guest's discards reach the image. */
  readonly discard: Fact<'ignore' | 'unmap'>;
  /** Whether writes of zeroes become something else: `unmap` makes holes of them. */
  readonly detectZeroes: Fact<ZeroDetection>;
  /** Whether a SCSI disk says that it takes Force Unit Access; null for other devices. */
  readonly dpofua: Fact<boolean> | null;
  /** Whether the guest may switch virtio-blk's write cache; null for other devices. */
  readonly configWce: Fact<boolean> | null;
  /** Several machines may write at once. */
  readonly shared: boolean;
  /** Why nobody misses what is on it; '' for a disk that is to be kept. */
  readonly disposable: string;
  /** What is worth knowing of the disk beside its settings. */
  readonly notes: readonly ConfigNote[];
}

/** A drive that is not a disk to be judged, such as a CD-ROM. */
export interface SkippedDrive {
  /** As a disk's. */
  readonly id: string;
  /** What it is. */
  readonly reason: string;
  /** The element that defines it. */
  readonly at: Position;
}

/** One machine of a file. */
export interface VmDefinition {
  /** '' where the definition has no name. */
  readonly name: string;
  /** It is one of several of its file without a name of its own: what it is called is its place. */
  readonly isCounted?: true;
  /** The name as it is written, behind its namespace where it has one: the same in whatever file it stands. */
  readonly qualified?: string;
  /** The element that defines it. */
  readonly at: Position;
  /** The system that it runs, where the definition names it. */
  readonly guest?: SaidOfGuest;
  /** The machine type as it is written; null where none is. */
  readonly machineType: Fact<string> | null;
  /** Its disks, in their order. */
  readonly disks: readonly VmDisk[];
  /** Drives that have no data to lose. */
  readonly skipped: readonly SkippedDrive[];
  /** Of the machine as a whole. */
  readonly notes: readonly ConfigNote[];
}

/** A default that stands in for something that the file does not say, such as QEMU's version. */
export interface VmAssumption {
  /** What is assumed, as in `qemu`. */
  readonly key: string;
  /** Its value. */
  readonly value: string;
  /** Why it is. */
  readonly by: string;
}

/** All that one file defines. */
export interface VmFile {
  /** Its name, as it was given. */
  readonly file: string;
  /** The format that it was read as. */
  readonly format: string;
  /** The machines of the file, in their order. */
  readonly definitions: readonly VmDefinition[];
  /** What was assumed to read it. */
  readonly assumptions: readonly VmAssumption[];
}
