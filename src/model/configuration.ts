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
export type QemuReleaseId = (typeof qemuReleaseIds)[number];

/** Updates of a release have its machine types, and QEMU 0.11 has none that are told apart. */
const withoutMachines = ['0.11', '10.0.2'] as const satisfies readonly QemuReleaseId[];
/** The last of the machine types that are older than any release here, and unlike the later ones. */
export const oldMachineIds = ['4.2'] as const;
/** Releases that brought machine types of their own. */
type ReleaseWithMachines = Exclude<QemuReleaseId, (typeof withoutMachines)[number]>;
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
export type AllocationId = (typeof allocationIds)[number];

export const hostIds = [
  'file',
  'file-nobarrier',
  'ext3',
  'block-device',
  'ext4',
  'xfs',
  'btrfs',
  'btrfs-nocow',
  'zfs',
  'zvol',
  'lvm',
  'dm-crypt',
  'md',
  'loop',
  'nbd',
  'nbd-other',
  'rbd',
  'iscsi',
  'nfs',
  'gluster',
] as const;
export type HostId = (typeof hostIds)[number];

export const hostNoteIds = ['ext3-no-barrier', 'block-node-no-flush', 'odirect-no-flush'] as const;
/** One of the mail's "notes on disk cache flushes on Linux hosts". */
export type HostNoteId = (typeof hostNoteIds)[number];

export const diskIds = [
  'wce-honest',
  'wce-lying',
  'wce-fua-ignored',
  'no-wce',
  'plp',
  'bbu',
  'bbu-wce',
  'md-raid5-degraded',
] as const;
export type DiskId = (typeof diskIds)[number];

export const atomicUnits = [512, 4096, 16_384] as const;
export type AtomicBytes = (typeof atomicUnits)[number];

export const mountIds = ['barrier', 'nobarrier'] as const;
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

export interface GuestSettings {
  readonly kernel: GuestKernelId;
  readonly writeCache: WriteCacheId;
  readonly mount: MountId;
  readonly fsyncError: FsyncErrorId;
  readonly elevator: ElevatorId;
}

export interface DiskSettings {
  readonly kind: DiskId;
  /** The largest aligned unit that the disk never tears, in bytes. */
  readonly atomicBytes: AtomicBytes;
}

export interface QemuSettings {
  readonly release: QemuReleaseId;
  readonly machine: MachineId;
  readonly aio: AioId;
  readonly werror: WerrorId;
}

/** Properties of the device; one that has no such property has the first value. */
export interface DeviceSettings {
  readonly dpofua: DpofuaId;
  readonly configWce: ConfigWceId;
  readonly queueDepth: QueueDepthId;
}

/** A whole stack, resolved: nothing optional, nothing defaulted, plain JSON. */
export interface Configuration {
  readonly guest: GuestSettings;
  readonly frontend: FrontendId;
  readonly device: DeviceSettings;
  readonly qemu: QemuSettings;
  readonly cache: CacheFlags;
  readonly image: { readonly format: FormatId; readonly allocation: AllocationId };
  readonly host: {
    readonly storage: HostId;
    readonly notes: Readonly<Record<HostNoteId, boolean>>;
  };
  readonly disk: DiskSettings;
  readonly patches: readonly PatchId[];
}
