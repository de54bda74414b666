import type { FaultOrNone } from '../../model/fault.js';
import { type ViolationKind, violationKinds } from '../../model/verdict.js';
import type { Stack } from '../../stack/stack.js';
import { attemptRecorded } from '../attempt.js';
import type { Minimal } from '../minimise/minimal.js';
import { blamesAlike } from '../minimise/same-blame.js';
import type { Workload } from '../workload.js';
import type { Proof, ScriptFailure } from './proof.js';

/**
 * What a machine can do under a fault where a weaker one was proved, which can do all that it can: what
 * the weaker one never shows it does not, and what replays on it needs no search. Where something of the
 * weaker one does not replay the machine is not among them, and has to be searched.
 */
export function settledBy(
  ofWeaker: readonly Proof[],
  stack: Stack,
  oracleOf: Workload['oracleOf'],
): readonly Proof[] {
  return ofWeaker.flatMap((proof) => {
    if (!proof.isComplete) return [];
    const failures = proof.failures.flatMap((failure) => {
      const { script, attempt, kind } = failure;
      const subject = { script, stack, fault: proof.fault, oracleOf };
      const again = attemptRecorded(subject, attempt.powerCut, attempt.choices, kind);
      return again === null ? [] : [{ ...failure, stack, attempt: again }];
    });
    return failures.length === proof.failures.length ? [{ ...proof, failures }] : [];
  });
}

/** Kinds of failure that a weaker machine cannot show under a fault, and so no machine that does less. */
export function neverFoundBy(
  ofWeaker: readonly Proof[],
  fault: FaultOrNone,
): readonly ViolationKind[] {
  const proof = ofWeaker.find((each) => each.fault === fault);
  if (proof === undefined || !proof.isComplete) return [];
  return violationKinds.filter((kind) => proof.failures.every((failure) => failure.kind !== kind));
}

/**
 * A failure of the weaker machine, as small as it can be made, on the machine below it: null where it
 * does not happen there. Where it needs no choice that the machine is not asked for, both do the same with
 * any fewer operations and choices, so it cannot be made smaller.
 */
export function stillMinimal(
  { subject, attempt }: Minimal,
  { stack, kind }: ScriptFailure,
): Minimal | null {
  const own = { ...subject, stack };
  const again = attemptRecorded(own, attempt.powerCut, attempt.choices, kind);
  if (again === null || again.blamed !== attempt.blamed) return null;
  const isSame = again.choices.length === attempt.choices.length;
  return isSame && blamesAlike(subject.stack, stack) ? { subject: own, attempt: again } : null;
}
