import type { RuleId } from '../catalogue/rules/rules.js';

/**
 * How the guest's block layer carries out a barrier (up to Linux 2.6.36, block/blk-barrier.c):
 *
 * - `none`: refuse it (-EOPNOTSUPP).
 * - `drain`: wait until the queue is empty, write, wait, go on.
 * - `drain-flush`: as drain, with a flush before and one after the write.
 * - `drain-fua`: as drain, with a flush before and Force Unit Access on the write.
 * - `tag`: send it with an ordered tag; the device keeps the order.
 *
 * Since Linux 2.6.37 (block/blk-flush.c) there are no barriers, and nothing is drained:
 *
 * - `no-cache`: what asks for a flush or FUA gets a plain write, or nothing.
 * - `flush`: a flush is sent; FUA is a write and a flush after it.
 * - `flush-fua`: a flush is sent, and so is FUA.
 */
export type OrderedMode =
  | 'none'
  | 'drain'
  | 'drain-flush'
  | 'drain-fua'
  | 'tag'
  | 'no-cache'
  | 'flush'
  | 'flush-fua';

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
  /** The driver completes a flush by itself; blamed for it. '' where it sends one. */
  readonly answersFlush: RuleId | '';
  /** A FUA write to a device without FUA is a plain one; blamed. '' where a flush follows it. */
  readonly dropsFua: RuleId | '';
}

export interface DevicePart {
  readonly queueDepth: number;
  readonly flushCommand: boolean;
  /** The guest may flush although it is told of no write cache. */
  readonly flushWithoutCache: boolean;
  /** The guest is told of a volatile write cache. */
  readonly advertisesCache: boolean;
  readonly fua: boolean;
  /** The device takes FUA and ignores it; blamed for it. '' where it does what it says. */
  readonly ignoresFua: RuleId | '';
  readonly orderedTags: boolean;
  readonly flushStallsVcpu: boolean;
}

/** What lies between the device and the disk. */
export type BackendPart = { readonly kind: 'bare-metal' } | QemuPart;

export interface QemuPart {
  readonly kind: 'qemu';
  /** Every write is durable when it completes: the device has no write cache. */
  readonly syncWrites: boolean;
  /**
   * How a write is made durable by itself: the host is asked to (`by-host`: O_DSYNC, RWF_DSYNC), or
   * a flush follows within the request (`by-flush`).
   */
  readonly writesThrough: 'by-host' | 'by-flush';
  /** The flush within a request is left out where nothing was written since the last; blamed. */
  readonly skipsOwnFlush: RuleId | '';
  /**
   * A flush is left out before the first write of this QEMU, which takes what the last one left for
   * durable; blamed. Absent for what flushes whenever it is asked.
   */
  readonly skipsFirstFlush?: RuleId;
  /** Flushes of the guest end here, and FUA is dropped. */
  readonly dropsFlushes: boolean;
  /** Somebody hides it where data could not be written; blamed. '' where the guest is told in time. */
  readonly hidesErrors: RuleId | '';
}

export interface ImagePart {
  /** Writes allocate: what they wrote is found again only once the allocation is durable. */
  readonly allocatesOnWrite: boolean;
  /** What is allocated together, and lost together. */
  readonly sectorsPerAllocation: number;
  /** Allocations wait in QEMU's memory for a flush, not in the host's. */
  readonly allocatesInProcess: boolean;
  /** What is new in the image is new in a file of the host's too, whose metadata says where it is. */
  readonly allocatesInHost: boolean;
}

export interface HostPart {
  /** What has a write when it completes; '' where the disk, or a server, has it. */
  readonly keeps: '' | 'host-memory' | 'qemu-memory';
  readonly flushesDisk: boolean;
  readonly noFlushBecause: RuleId | '';
  /** fsync and O_DSYNC leave what it keeps where it is. Absent where they write it out. */
  readonly ignoresSync?: true;
}

export interface DiskPart {
  readonly cache: boolean;
  readonly cacheSparedByPowerLoss: boolean;
  readonly controllerCache: boolean;
  readonly honoursFlush: boolean;
  /**
   * It keeps in its cache what the host makes durable by FUA, with no flush behind it; blamed. Absent
   * where that is on the medium, or flushed.
   */
  readonly ignoresFua?: RuleId;
  /** Nothing is left of it after an unclean stop; blamed. Absent for what starts again. */
  readonly lostBecause?: RuleId;
  /** It is memory of the host's, and gone with it; blamed. Absent for what is a disk. */
  readonly lostWithHost?: RuleId;
  /** Another machine has it. */
  readonly isOutsideNode: boolean;
  readonly sectorsPerAtomicUnit: number;
  /** What tears larger units; blamed where a workload trusts in them. Absent where it is the disk itself. */
  readonly tornBy?: RuleId;
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
