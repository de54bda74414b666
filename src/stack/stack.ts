import type { RuleId } from '../catalogue/rules.js';

/**
 * How the guest's block layer carries out a barrier (Linux 2.6.31, block/blk-barrier.c):
 *
 * - `none`: refuse it (-EOPNOTSUPP).
 * - `drain`: wait until the queue is empty, write, wait, go on.
 * - `drain-flush`: as drain, with a flush before and one after the write.
 * - `drain-fua`: as drain, with a flush before and Force Unit Access on the write.
 * - `tag`: send it with an ordered tag; the device keeps the order.
 */
export type OrderedMode = 'none' | 'drain' | 'drain-flush' | 'drain-fua' | 'tag';

export interface GuestPart {
  readonly barriers: boolean;
  readonly dispatchesOutOfOrder: boolean;
}

export interface DriverPart {
  readonly ordered: OrderedMode;
  /** Blamed when a barrier is refused. */
  readonly refusedBecause: RuleId | '';
  /** Blamed when no flush is sent; '' where the device holds nothing back. */
  readonly noFlushBecause: RuleId | '';
}

export interface DevicePart {
  readonly queueDepth: number;
  readonly flushCommand: boolean;
  /** The guest is told of a volatile write cache. */
  readonly advertisesCache: boolean;
  readonly fua: boolean;
  readonly orderedTags: boolean;
  readonly flushStallsVcpu: boolean;
}

/** What lies between the device and the disk. */
export type BackendPart =
  | { readonly kind: 'bare-metal' }
  | { readonly kind: 'qemu'; readonly direct: boolean; readonly syncWrites: boolean };

export interface ImagePart {
  /** Writes allocate: what they wrote is found again only once the allocation is durable. */
  readonly allocatesOnWrite: boolean;
}

export interface HostPart {
  readonly flushesDisk: boolean;
  readonly noFlushBecause: RuleId | '';
}

export interface DiskPart {
  readonly cache: boolean;
  readonly cacheSparedByPowerLoss: boolean;
  readonly controllerCache: boolean;
  readonly honoursFlush: boolean;
  readonly sectorsPerAtomicUnit: number;
}

/** A configuration's layers, top to bottom. Fixed for a run; plain data. */
export interface Stack {
  readonly guest: GuestPart;
  readonly driver: DriverPart;
  readonly device: DevicePart;
  readonly backend: BackendPart;
  readonly image: ImagePart;
  readonly host: HostPart;
  readonly disk: DiskPart;
}
