import type { FaultOrNone } from '../../model/fault.js';
import { type ViolationKind, violationKinds } from '../../model/verdict.js';
import type { Stack } from '../../stack/stack.js';
import { attemptRecorded, type Subject } from '../attempt.js';
import type { Exhausted, Failure, KnownKinds } from './exhaust.js';
import { isHarsher } from './harsher.js';

/**
 * What a fault can do where a harsher one was searched to its end: what that one never shows it does
 * not, and what replays under it needs no search. Null where something of each harsher one is left to
 * be looked for.
 */
export function answerFor(
  subject: Omit<Subject, 'fault'>,
  fault: FaultOrNone,
  done: readonly Exhausted[],
  known: KnownKinds,
): Exhausted | null {
  // The mildest of them, which was searched last, says most.
  for (const harsher of harsherThan(subject.stack, fault, done).reverse()) {
    const failures = replayedUnder({ ...subject, fault }, harsher, known);
    if (failures !== null) return { ...harsher, fault, failures };
  }
  return null;
}

/** Kinds that need not be looked for: what was known before, and what a harsher fault cannot break. */
export function settledBy(stack: Stack, done: readonly Exhausted[], known: KnownKinds): KnownKinds {
  return (fault) => {
    const harsher = harsherThan(stack, fault, done);
    const isSettled = (kind: ViolationKind) =>
      known(fault).includes(kind) || harsher.some((each) => !canFind(each, kind, known));
    return violationKinds.filter(isSettled);
  };
}

function harsherThan(stack: Stack, fault: FaultOrNone, done: readonly Exhausted[]): Exhausted[] {
  return done.filter((each) => each.isComplete && isHarsher(stack, each.fault, fault));
}

/** The failures of the harsher fault that are not known, if all of them happen under this one. */
function replayedUnder(
  subject: Subject,
  harsher: Exhausted,
  known: KnownKinds,
): readonly Failure[] | null {
  const isKnown = (kind: ViolationKind) => known(subject.fault).includes(kind);
  const isUnasked = (kind: ViolationKind) => known(harsher.fault).includes(kind);
  if (violationKinds.some((kind) => isUnasked(kind) && !isKnown(kind))) return null;
  const failures: Failure[] = [];
  for (const { kind, attempt } of harsher.failures) {
    if (isKnown(kind)) continue;
    const again = attemptRecorded(subject, attempt.powerCut, attempt.choices, kind);
    if (again === null) return null;
    failures.push({ kind, attempt: again });
  }
  return failures;
}

/** Whether a search found a kind of failure, or was not to look for it. */
function canFind({ fault, failures }: Exhausted, kind: ViolationKind, known: KnownKinds): boolean {
  return known(fault).includes(kind) || failures.some((failure) => failure.kind === kind);
}
