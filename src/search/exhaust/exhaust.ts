import type { FaultOrNone } from '../../model/fault.js';
import type { ViolationKind } from '../../model/verdict.js';
import { sparedByFault } from '../../stack/faults.js';
import type { Stack } from '../../stack/stack.js';
import type { Attempt, Subject } from '../attempt.js';
import { exploreFaults } from './explore-faults.js';
import { planOf } from './plan.js';
import type { Reductions } from './reductions.js';

export interface Limits {
  /** Finished recoveries and judgements for each fault. */
  readonly executionsMax: number;
  /** Asked now and then; the search ends when it says so. */
  readonly isOver: () => boolean;
}

export interface Failure {
  readonly kind: ViolationKind;
  readonly attempt: Attempt;
}

/** What is known of one script on one stack under one fault. */
export interface Exhausted {
  readonly fault: FaultOrNone;
  /** Each kind of promise that can be broken, with a record of how. */
  readonly failures: readonly Failure[];
  /** Whether all crash states were covered, or all kinds of failure found or known before. */
  readonly isComplete: boolean;
  readonly schedules: number;
  readonly crashPoints: number;
  /** Crash points at which something was there for the fault to take. */
  readonly exercised: number;
  readonly crashStates: bigint;
  readonly executions: number;
}

export type KnownKinds = (fault: FaultOrNone) => readonly ViolationKind[];

const nothingKnown: KnownKinds = () => [];

/**
 * Covers every schedule, crash point and crash state of a script on a stack, for all of the faults.
 * Faults that leave the same schedules to be looked at share them. Kinds of failure that are `known`
 * under a fault are not looked for.
 */
export function exhaust(
  subject: Omit<Subject, 'fault'>,
  faults: readonly FaultOrNone[],
  reductions: Reductions,
  limits: Limits,
  known: KnownKinds = nothingKnown,
): readonly Exhausted[] {
  const { script, stack } = subject;
  const standIns = new Map(faults.map((fault) => [fault, standInOf(stack, fault, faults)]));
  const different = [...new Set(standIns.values())];
  const done = planOf(script, stack, different, reductions).flatMap((exploration) =>
    exploreFaults(subject, exploration, reductions, limits, known),
  );
  return faults.flatMap((fault) =>
    done.filter((each) => each.fault === standIns.get(fault)).map((each) => ({ ...each, fault })),
  );
}

/** The first of the faults that spares what this one does: they can do the same to this stack. */
function standInOf(stack: Stack, fault: FaultOrNone, faults: readonly FaultOrNone[]): FaultOrNone {
  const spared = sparedByFault(stack);
  const isAlike = (other: FaultOrNone) => other !== 'none' && spared[other] === spared[fault];
  return fault === 'none' ? fault : (faults.find(isAlike) ?? fault);
}
