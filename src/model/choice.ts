import type { OperationId } from './script.js';

export const choiceKinds = [
  'run',
  'dispatch',
  'complete',
  'lose',
  'lose-mapping',
  'overtake',
] as const;
/**
 * What nature decides. Value 0 is always the kind answer.
 *
 * - `run`: for how many steps of the machine the guest thread whose next operation is the subject
 *   is held back; `nth` is the stage of that operation.
 * - `dispatch`: for how many steps of the machine the subject is kept in the guest's queue.
 * - `complete`: for how many steps of the machine the subject is kept in flight; `nth` is the phase:
 *   1 the flush before the write, 2 the write, 4 a read, 8 the flush after the write, 16 the guest's,
 *   where QEMU's own came before.
 * - `lose`: 1 takes atomic unit `nth` of the subject's write from the crash state.
 * - `lose-mapping`: 1 takes the allocation of host block `nth` of the subject's write.
 * - `overtake`: 1 lets the overlapping earlier write land after the subject in unit `nth`.
 */
export type ChoiceKind = (typeof choiceKinds)[number];

/** A decision that was not the kind one, named after the operation that it concerns. */
export interface Choice {
  /** What was decided. */
  readonly kind: ChoiceKind;
  /** The operation that it concerns. */
  readonly subject: OperationId;
  /** Which of the subject's stages, phases, units or blocks; {@link ChoiceKind} says which. */
  readonly nth: number;
  /** The answer: never 0, which is the kind one. */
  readonly value: number;
}

/** The fault strikes `event` steps of the machine after `operation` was begun (0: at once). */
export interface PowerCut {
  /** 0 is before the first operation. */
  readonly operation: OperationId;
  /** Steps of the machine after the operation was begun. */
  readonly event: number;
}
