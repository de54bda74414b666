import type { Lba, OperationId } from '../../model/script.js';
import type { ViolationKind } from '../../model/verdict.js';

/** Something that has to be so when the fault strikes. */
export type CutCondition =
  /** The guest has run this operation. */
  | { readonly is: 'run'; readonly operation: OperationId }
  /** The device got this write, and the disk had it at some time. */
  | { readonly is: 'dispatched'; readonly write: OperationId }
  /** The disk has this write, or something newer, at this sector. */
  | { readonly is: 'present'; readonly write: OperationId; readonly lba: Lba }
  /** The disk does not have this write at this sector. */
  | { readonly is: 'missing'; readonly write: OperationId; readonly lba: Lba }
  /** This write can land before the other one: it was dispatched before that one completed. */
  | { readonly is: 'landed-before'; readonly write: OperationId; readonly other: OperationId }
  /** The guest submitted this write when the other one had completed. */
  | { readonly is: 'submitted-after'; readonly write: OperationId; readonly other: OperationId };

/** If all conditions can hold together at some fault, a promise can be broken. */
export interface WeakPoint {
  readonly kind: ViolationKind;
  readonly conditions: readonly CutCondition[];
}
