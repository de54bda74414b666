import type { DiskId, HostId } from './storage.js';

/** The three settings that QEMU's cache modes are made of; every combination is possible. */
export interface CacheFlags {
  /** A write completes once it is in a volatile cache that the guest must flush. */
  readonly writeback: boolean;
  /** O_DIRECT: the host page cache is not used. */
  readonly direct: boolean;
  /** Flushes of the guest are dropped (cache=unsafe). */
  readonly noFlush: boolean;
}

export const frontendIds = [
  'ide',
  'ahci',
  'scsi',
  'virtio-scsi',
  'megasas',
  'usb-storage',
  'usb-uas',
  'virtio-blk',
  'vhost-user-blk',
  'nvme',
  'sd',
  'emmc',
  'pflash',
  'floppy',
  'xen-block',
  'firecracker',
  'cloud-hypervisor',
] as const;
/** A device that the guest sees; `scsi` is the LSI controller. */
export type FrontendId = (typeof frontendIds)[number];

export const cacheModeIds = [
  'writethrough',
  'writeback',
  'none',
  'directsync',
  'unsafe',
  'writethrough-noflush',
  'none-noflush',
  'directsync-noflush',
] as const;
/** The five modes that QEMU names, and the three other combinations of the settings. */
export type CacheModeId = (typeof cacheModeIds)[number];

export const qemuReleaseIds = [
  '0.11',
  '7.2',
  '8.2',
  '9.2',
  '10.0.2',
  '10.0',
  '10.1',
  '10.2',
  '11.1',
] as const;
/** A release of QEMU that somebody ran or read, or one between two of these. */
export type QemuReleaseId = (typeof qemuReleaseIds)[number];

/** Updates of a release have its machine types, and QEMU 0.11 has none that are told apart. */
const withoutMachines = ['0.11', '10.0.2'] as const satisfies readonly QemuReleaseId[];
/** The last of the machine types that are older than any release here, and unlike the later ones. */
export const oldMachineIds = ['4.2'] as const;
/** Releases that brought machine types of their own. */
export type ReleaseWithMachines = Exclude<QemuReleaseId, (typeof withoutMachines)[number]>;
/** A version in the machine type. */
export type MachineVersion = (typeof oldMachineIds)[number] | ReleaseWithMachines;
/** The version in the machine type (`pc-q35-10.0`); `newest` is the release's own. */
export type MachineId = 'newest' | MachineVersion;
export const machineIds: readonly MachineId[] = [
  'newest',
  ...oldMachineIds,
  ...qemuReleaseIds.filter(hasMachines),
];

function hasMachines(id: QemuReleaseId): id is ReleaseWithMachines {
  return !withoutMachines.some((each) => each === id);
}

export const aioIds = ['threads', 'native', 'io_uring'] as const;
/** How QEMU submits I/O on the host: by a pool of threads, Linux AIO (`native`), or io_uring. */
export type AioId = (typeof aioIds)[number];

export const werrorIds = ['enospc', 'report', 'stop', 'ignore'] as const;
/** What QEMU does when a write or a flush fails on the host. */
export type WerrorId = (typeof werrorIds)[number];

export const dpofuaIds = ['auto', 'on', 'off'] as const;
/** Whether scsi-hd tells the guest that it takes FUA. */
export type DpofuaId = (typeof dpofuaIds)[number];

export const configWceIds = ['on', 'off'] as const;
/** Whether virtio-blk lets the guest read and switch its write cache (VIRTIO_BLK_F_CONFIG_WCE). */
export type ConfigWceId = (typeof configWceIds)[number];

export const queueDepthIds = ['device', '1', '16', '32', '64', '128', '256', '1024'] as const;
/** How many requests the guest keeps in flight; `device` for what the device takes by itself. */
export type QueueDepthId = (typeof queueDepthIds)[number];

export const formatIds = ['raw', 'protocol', 'network', 'qcow2', 'qed', 'vdi', 'vmdk'] as const;
/**
 * `protocol`: the node of the file itself, with no format driver over it. `network`: a raw image that
 * another machine keeps (nbd, rbd, iscsi, nfs, gluster).
 */
export type FormatId = (typeof formatIds)[number];

export const guestKernelIds = [
  '2.6.31',
  '6.12',
  'windows',
  'windows-old-viostor',
  'freebsd-ufs',
  'freebsd-zfs',
] as const;
/** A Linux by its version, or another system with what its driver and file system make of it. */
export type GuestKernelId = (typeof guestKernelIds)[number];

export const writeCacheIds = ['device', 'write-through', 'device-off'] as const;
/**
 * What the guest makes of the write cache: it believes the device; it believes that there is none
 * (`write-through`), and has told the device nothing; or it has told the device to switch it off.
 */
export type WriteCacheId = (typeof writeCacheIds)[number];

export const fsyncErrorIds = ['stops', 'retries'] as const;
/** What the guest does about an fsync that fails: it stops, or it asks again and goes on. */
export type FsyncErrorId = (typeof fsyncErrorIds)[number];

export const allocationIds = ['full', 'sparse', 'unwritten'] as const;
/**
 * How much of the image is allocated before the script runs: all of it, nothing (`sparse`), or all in
 * extents that are still marked as unwritten.
 */
export type AllocationId = (typeof allocationIds)[number];

export const hostNoteIds = ['ext3-no-barrier', 'block-node-no-flush', 'odirect-no-flush'] as const;
/** One of the mail's "notes on disk cache flushes on Linux hosts". */
export type HostNoteId = (typeof hostNoteIds)[number];

export const atomicUnits = [512, 4096, 16_384] as const;
/** Bytes of the largest aligned unit that a disk never tears. */
export type AtomicBytes = (typeof atomicUnits)[number];

export const mountIds = ['barrier', 'nobarrier'] as const;
/** Whether the guest's file system is mounted with barriers. */
export type MountId = (typeof mountIds)[number];

export const elevatorIds = ['cfq', 'noop'] as const;
/** The guest's I/O scheduler: cfq may dispatch out of order, noop keeps the order. */
export type ElevatorId = (typeof elevatorIds)[number];

export const patchIds = [
  'virtio-ordered-queue',
  'ide-write-cache',
  'virtio-flush',
  'async-fsync',
  'honest-write-cache',
] as const;
/** A step of the mail's two action plans. */
export type PatchId = (typeof patchIds)[number];

/** What the guest makes of its disk. */
export interface GuestSettings {
  /** Its kernel, or its system. */
  readonly kernel: GuestKernelId;
  /** What it takes the write cache of the device for. */
  readonly writeCache: WriteCacheId;
  /** Whether its file system asks for barriers. */
  readonly mount: MountId;
  /** What its applications do about an fsync that fails. */
  readonly fsyncError: FsyncErrorId;
  /** Its I/O scheduler. */
  readonly elevator: ElevatorId;
}

/** The disk below the host. */
export interface DiskSettings {
  /** What its write cache does. */
  readonly kind: DiskId;
  /** The largest aligned unit that the disk never tears, in bytes. */
  readonly atomicBytes: AtomicBytes;
}

/** The QEMU that emulates the device. */
export interface QemuSettings {
  /** Its release. */
  readonly release: QemuReleaseId;
  /** The version in the machine type. */
  readonly machine: MachineId;
  /** How it submits I/O. */
  readonly aio: AioId;
  /** What it does about an error of the host. */
  readonly werror: WerrorId;
}

/** Properties of the device; one that has no such property has the first value. */
export interface DeviceSettings {
  /** Whether scsi-hd says that it takes FUA; `auto` for all other devices. */
  readonly dpofua: DpofuaId;
  /** Whether virtio-blk lets the guest switch its write cache; `on` for all other devices. */
  readonly configWce: ConfigWceId;
  /** How many requests the guest keeps in flight. */
  readonly queueDepth: QueueDepthId;
}

/** A whole stack, resolved: nothing optional, nothing defaulted, plain JSON. */
export interface Configuration {
  /** What runs in the guest. */
  readonly guest: GuestSettings;
  /** The device that the guest sees. */
  readonly frontend: FrontendId;
  /** Properties of that device. */
  readonly device: DeviceSettings;
  /** The QEMU that emulates it. */
  readonly qemu: QemuSettings;
  /** The cache mode of the drive. */
  readonly cache: CacheFlags;
  /** What QEMU opens. */
  readonly image: {
    /** Its format. */
    readonly format: FormatId;
    /** How much of it is allocated. */
    readonly allocation: AllocationId;
  };
  /** What the image lies on. */
  readonly host: {
    /** A file system or a block layer of the host. */
    readonly storage: HostId;
    /** Which of the mail's notes on Linux hosts hold. */
    readonly notes: Readonly<Record<HostNoteId, boolean>>;
  };
  /** The disk below the host. */
  readonly disk: DiskSettings;
  /** Steps of the mail's action plans that were taken; an empty list for QEMU as it was released. */
  readonly patches: readonly PatchId[];
}
