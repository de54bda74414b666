/** The three settings that QEMU's cache modes are made of; every combination is possible. */
export interface CacheFlags {
  /** A write completes once it is in a volatile cache that the guest must flush. */
  readonly writeback: boolean;
  /** O_DIRECT: the host page cache is not used. */
  readonly direct: boolean;
  /** Flushes of the guest are dropped (cache=unsafe). */
  readonly noFlush: boolean;
}

export const frontendIds = ['ide', 'scsi', 'virtio-blk'] as const;
export type FrontendId = (typeof frontendIds)[number];

export const cacheModeIds = ['writethrough', 'writeback', 'none'] as const;
export type CacheModeId = (typeof cacheModeIds)[number];

export const allocationIds = ['full', 'sparse', 'unwritten'] as const;
export type AllocationId = (typeof allocationIds)[number];

export const hostIds = ['file', 'file-nobarrier', 'ext3', 'block-device'] as const;
export type HostId = (typeof hostIds)[number];

export const hostNoteIds = ['ext3-no-barrier', 'block-node-no-flush', 'odirect-no-flush'] as const;
/** One of the mail's "notes on disk cache flushes on Linux hosts". */
export type HostNoteId = (typeof hostNoteIds)[number];

export const diskIds = ['wce-honest', 'wce-lying', 'no-wce', 'plp', 'bbu'] as const;
export type DiskId = (typeof diskIds)[number];

export const atomicUnits = [512, 4096] as const;
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
  readonly mount: MountId;
  readonly elevator: ElevatorId;
}

export interface DiskSettings {
  readonly kind: DiskId;
  /** The largest aligned unit that the disk never tears, in bytes. */
  readonly atomicBytes: AtomicBytes;
}

/** A whole stack, resolved: nothing optional, nothing defaulted, plain JSON. */
export interface Configuration {
  readonly guest: GuestSettings;
  readonly frontend: FrontendId;
  readonly cache: CacheFlags;
  readonly image: { readonly format: 'raw'; readonly allocation: AllocationId };
  readonly host: {
    readonly storage: HostId;
    readonly notes: Readonly<Record<HostNoteId, boolean>>;
  };
  readonly disk: DiskSettings;
  readonly patches: readonly PatchId[];
}
