import type { FaultOrNone } from '../../model/fault.js';
import type { Script } from '../../model/script.js';
import type { Stack } from '../../stack/stack.js';
import type { Subject } from '../attempt.js';
import type { Exhausted, Failure } from '../exhaust/exhaust.js';

/** What is known of all scripts of a workload together. */
export interface Proof extends Omit<Exhausted, 'failures'> {
  readonly workloads: number;
  /** The script without parameters, or the first of a family. */
  readonly script: Script;
  /** For each kind of broken promise, the first script that shows it. */
  readonly failures: readonly ScriptFailure[];
  /** Of the same machine, under the faults that were named before. */
  readonly earlier: readonly Proof[];
  /** Of a machine that can do all that this one can, where one was asked: below-weaker.ts. */
  readonly ofWeaker: Proof | null;
}

/** A failure on the machine that was proved: the one that was asked about, or one that does the same. */
export interface ScriptFailure extends Failure {
  readonly script: Script;
  readonly stack: Stack;
}

/** Of one fault by itself. */
export type Unlinked = Omit<Proof, 'earlier' | 'ofWeaker'>;

/** In the order in which the faults are named. */
export function linked(
  proofs: readonly Unlinked[],
  faults: readonly FaultOrNone[],
  weaker: readonly Proof[],
): readonly Proof[] {
  const list: Proof[] = [];
  for (const fault of faults) {
    const proof = proofs.find((each) => each.fault === fault);
    const ofWeaker = weaker.find((each) => each.fault === fault) ?? null;
    if (proof !== undefined) list.push({ ...proof, earlier: [...list], ofWeaker });
  }
  return list;
}

type Counted = Omit<Exhausted, 'fault' | 'failures'>;

/** What two searches covered together. */
function counted(one: Counted, other: Counted): Counted {
  return {
    isComplete: one.isComplete && other.isComplete,
    schedules: one.schedules + other.schedules,
    crashPoints: one.crashPoints + other.crashPoints,
    exercised: one.exercised + other.exercised,
    crashStates: one.crashStates + other.crashStates,
    executions: one.executions + other.executions,
  };
}

/** What one fault showed, and what a second one did beyond it. */
export function both(once: Exhausted, twice: Exhausted | undefined): Exhausted {
  if (twice === undefined) return once;
  return {
    fault: once.fault,
    failures: [...once.failures, ...twice.failures],
    ...counted(once, twice),
  };
}

/** The proof of the scripts before, with one script more. */
export function added(
  before: Unlinked | undefined,
  exhausted: Exhausted,
  { script, stack }: Omit<Subject, 'fault'>,
): Unlinked {
  const failures = exhausted.failures.map((failure) => ({ ...failure, script, stack }));
  if (before === undefined) return { ...exhausted, workloads: 1, script, failures };
  return {
    fault: exhausted.fault,
    failures: [...before.failures, ...failures],
    ...counted(before, exhausted),
    workloads: before.workloads + 1,
    script: before.script,
  };
}
