import type { Lba, OperationId, VersionId } from './script.js';
import type { ViolationKind } from './verdict.js';

/**
 * The disk as recovery finds it. Reading decides: the first read of an open unit asks nature,
 * and every later read of it gives the same answer.
 */
export interface Aftermath {
  /** The write that this sector shows, 0 for its content before the script. */
  read(lba: Lba): VersionId;
  /**
   * Whether a sector that shows `seen` keeps a promise of `required`: it is that write, one that
   * the guest submitted later, or one that was in flight together with it.
   */
  satisfies(seen: VersionId, required: VersionId): boolean;
  /** Whether the guest had run this `acknowledge` before the fault. */
  acknowledged(operation: OperationId): boolean;
}

/** A promise that does not hold. Operation fields are 0 where they do not apply. */
export interface Violation {
  readonly kind: ViolationKind;
  /** The write that is missing. */
  readonly victim: OperationId;
  /** The write that is there although `victim` is not. */
  readonly witness: OperationId;
  /** The acknowledgement that promised `victim`. */
  readonly acknowledge: OperationId;
  readonly lba: Lba;
  /** What the guest found, in one sentence without a full stop. */
  readonly effect: string;
}
