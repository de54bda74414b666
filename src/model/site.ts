import type { FsyncErrorId, QueueDepthId } from './configuration.js';
import { type FaultId, faultIds } from './fault.js';
import type { Fact, VmDisk } from './vm-disk.js';

/**
 * What lies below QEMU and above it in the guest: no definition of a machine says it, so that
 * `blkcheck.config.yaml` does. Nothing here knows a format.
 */

/**
 * What a disk is judged under where nobody says which faults matter: the loss of a node is for
 * those who have a second one.
 */
export const usualSiteFaults: readonly FaultId[] = faultIds.filter(
  (fault) => fault !== 'node-loss',
);

export const siteAllocations = ['full', 'falloc', 'sparse'] as const;
/**
 * How much of the image exists: all of it is written, reserved by fallocate, or nothing is before the guest
 * writes.
 */
export type SiteAllocation = (typeof siteAllocations)[number];

export const siteStorages = ['file', 'block-device', 'remote'] as const;
/** What QEMU opens: a file of a file system, a node of a block device, or another machine's. */
export type SiteStorage = (typeof siteStorages)[number];

export const siteNbdServers = ['qemu', 'other'] as const;
/** Who serves an NBD export: QEMU, whose server may skip the flush of a FUA write, or another. */
export type SiteNbdServer = (typeof siteNbdServers)[number];

export const siteFilesystems = [
  'ext2',
  'ext3',
  'ext4',
  'xfs',
  'btrfs',
  'zfs',
  'f2fs',
  'nilfs2',
  'reiserfs',
  'nfs',
  'cifs',
  'cephfs',
  'glusterfs',
  'gfs2',
  'ocfs2',
  'tmpfs',
] as const;
/** A file system of the host. */
export type SiteFilesystem = (typeof siteFilesystems)[number];

export const siteGuestFilesystems = [...siteFilesystems, 'ufs', 'ntfs', 'refs'] as const;
/** A file system of the guest. */
export type SiteGuestFilesystem = (typeof siteGuestFilesystems)[number];

export const fsyncReaches = ['medium', 'disk-cache', 'nothing'] as const;
/** How far down fsync gets as the file system is mounted. */
export type FsyncReach = (typeof fsyncReaches)[number];

export const dataModes = ['ordered', 'writeback', 'journal'] as const;
/**
 * What ext3 and ext4 do about data: `ordered` writes it before the journal commits, `journal` into the
 * journal, `writeback` at any time.
 */
export type DataMode = (typeof dataModes)[number];

export const siteDiskKinds = [
  'wce-honest',
  'wce-lying',
  'wce-fua-ignored',
  'no-wce',
  'plp',
  'bbu',
] as const;
/** A disk by what its write cache does: see {@link DiskId}. */
export type SiteDiskKind = (typeof siteDiskKinds)[number];

export const siteQueueDepths = [1, 16, 32, 64, 128, 256, 1024] as const;
/** Requests in flight. */
export type SiteQueueDepth = (typeof siteQueueDepths)[number];

export const siteAtomicBytes = [512, 4096, 16_384] as const;
/** Bytes of the largest aligned unit that a disk never tears. */
export type SiteAtomicBytes = (typeof siteAtomicBytes)[number];

export const siteSystems = ['linux', 'windows', 'freebsd'] as const;
/** The guest's operating system. */
export type SiteSystem = (typeof siteSystems)[number];

export const guestWriteCaches = [
  'as-reported',
  'queue-write-through',
  'sd-temporary',
  'device-off',
] as const;
/**
 * What the guest's kernel takes the device's cache for: what the device says, or what somebody wrote
 * to `queue/write_cache`, or as "temporary" to an sd's `cache_type`. Neither tells the device;
 * `device-off` does (hdparm -W0, sdparm, `cache_type`, nvme set-feature).
 */
export type GuestWriteCache = (typeof guestWriteCaches)[number];

export const firmwareTreatments = ['listed', 'judged'] as const;
/** What is done with the flash that holds the variables of a firmware. */
export type FirmwareTreatment = (typeof firmwareTreatments)[number];

export const plainLayers = ['loop', 'dm-crypt', 'multipath', 'dm-writecache'] as const;
export const lvmSegments = ['linear', 'striped', 'mirror', 'raid', 'thin', 'snapshot'] as const;
export const mdLevels = [0, 1, 4, 5, 6, 10] as const;
export const writeHoles = ['open', 'journal', 'ppl'] as const;
export const drbdProtocols = ['A', 'B', 'C'] as const;
export const layerCacheModes = ['writeback', 'writethrough'] as const;

/** A layer of the host's block stack; a list of them goes from top to bottom. */
export type SiteLayer =
  | { readonly kind: (typeof plainLayers)[number] }
  | {
      readonly kind: 'lvm';
      /** How the logical volume is laid out. */
      readonly segment: (typeof lvmSegments)[number];
    }
  | {
      readonly kind: 'md';
      /** The RAID level. */
      readonly level: (typeof mdLevels)[number];
      /** Whether a stripe that was half written is repaired: by a journal, a partial parity log, or not. */
      readonly writeHole: (typeof writeHoles)[number];
      /** A member is missing; null where nobody says it. */
      readonly degraded: boolean | null;
    }
  | {
      readonly kind: 'drbd';
      /**
       * A acknowledges before the peer has the write, B once it has it in memory, C once it has it on its
       * disk; null where nobody says it.
       */
      readonly protocol: (typeof drbdProtocols)[number] | null;
      /** '' for a current one. */
      readonly version: string;
      /** Both nodes write. */
      readonly dualPrimary: boolean;
      /** The peer takes over when this node is lost; fencing is assumed. */
      readonly failover: boolean;
      /** `disk-flushes`, which orders the writes of the secondary. */
      readonly diskFlushes: boolean;
    }
  | {
      readonly kind: 'bcache' | 'dm-cache';
      /** null where nobody says it: what wrote back is lost with the device of the cache. */
      readonly mode: (typeof layerCacheModes)[number] | null;
    };

/** How a file system is mounted. */
export interface SiteMount {
  /** As they are written. */
  readonly options: readonly string[];
  /** How far down fsync gets with these options. */
  readonly fsync: Fact<FsyncReach>;
  /** Of ext3 and ext4; null for the others. */
  readonly data: Fact<DataMode> | null;
}

/** All that a site says of one disk, or that is assumed where it says nothing. */
export interface DiskSite {
  /** How much of the image exists; where nobody knows, both ways are meant. */
  readonly allocation: Fact<SiteAllocation>;
  /** What the image lies on. */
  readonly host: {
    /** What QEMU opens. */
    readonly storage: Fact<SiteStorage>;
    /** Of an NBD export alone; where nobody knows, both ways are meant. */
    readonly nbdServer: Fact<SiteNbdServer>;
    /** An iSCSI target reports DPOFUA, so that QEMU sends it FUA; where nobody knows, it may not. */
    readonly iscsiDpofua: Fact<boolean>;
    /** Linux's release, as in `6.12`, or `current`. */
    readonly kernel: Fact<string>;
    /** Matters only where `storage` may be `file`. */
    readonly filesystem: Fact<SiteFilesystem>;
    /** How its file system is mounted. */
    readonly mount: SiteMount;
    /** Below the file system, from top to bottom. */
    readonly layers: Fact<readonly SiteLayer[]>;
    /** Another machine has the data, or reaches it: the definition says so, or the device's name. */
    readonly isShared: boolean;
    /** Why no layer here behaves like the device that the definition names; '' for others. */
    readonly doubt: string;
  };
  /** The disk at the bottom. */
  readonly disk: {
    /** What its write cache does. */
    readonly kind: Fact<SiteDiskKind>;
    /** Bytes of the largest aligned unit that it never tears. */
    readonly atomicBytes: Fact<SiteAtomicBytes>;
    /** null where any amount may be in it. */
    readonly cacheBytes: Fact<number | null>;
  };
  /** What runs in the guest. */
  readonly guest: {
    /** The operating system. */
    readonly system: Fact<SiteSystem>;
    /** One that is not modelled, as the definition calls it; '' for others. */
    readonly other: string;
    /** The system's release, as in `6.12`, or `current`. */
    readonly kernel: Fact<string>;
    /** The file system on the disk. */
    readonly filesystem: Fact<SiteGuestFilesystem>;
    /** How it is mounted. */
    readonly mount: SiteMount;
    /** What the guest takes the write cache of the device for. */
    readonly writeCache: Fact<GuestWriteCache>;
    /** What its applications do about an fsync that fails. */
    readonly fsyncError: Fact<FsyncErrorId>;
    /** Requests that it keeps in flight, where the device takes as many. */
    readonly queueDepth: Fact<QueueDepthId>;
  };
  /** The faults that the disk is judged under; all but the loss of a node where nobody says it. */
  readonly faults: Fact<readonly FaultId[]>;
  /** Why nobody misses what is on the disk; '' for one that is to be kept. */
  readonly disposable: Fact<string>;
  /** Of flash alone. */
  readonly firmware: Fact<FirmwareTreatment>;
}

export type Sites = ReadonlyMap<VmDisk, DiskSite>;

/** Why nobody misses a disk: by the definition, or by the site's file; '' for one that is kept. */
export function disposableReason(disk: VmDisk, sites: Sites): string {
  const reason = sites.get(disk)?.disposable;
  return reason?.known === true ? reason.value : disk.disposable;
}

/**
 * Why a disk is listed and not judged; '' for one that is judged. The variables of a firmware are no
 * application's data, and no definition can make their flash safe, so that every machine with UEFI
 * would be unsafe for good: docs/decisions/0011-firmware-flash.md.
 */
export function unjudgedReason(disk: VmDisk, sites: Sites): string {
  const disposable = disposableReason(disk, sites);
  if (disposable !== '') return `disposable: ${disposable}`;
  const { frontend } = disk;
  const isFlash = frontend.known && frontend.value === 'pflash';
  const treatment = sites.get(disk)?.firmware;
  if (!isFlash || (treatment?.known === true && treatment.value === 'judged')) return '';
  return 'firmware variables, in flash that cannot be flushed (blkcheck explain BLK016)';
}
