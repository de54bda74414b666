import type { FaultOrNone } from '../../model/fault.js';
import type { ViolationKind } from '../../model/verdict.js';
import { sparedAtOnce } from '../../stack/faults.js';
import { leavesOutFlushes } from '../../stack/qemu/backend.js';
import type { Stack } from '../../stack/stack.js';
import type { Attempt, Subject } from '../attempt.js';
import { exploreFaults } from './explore-faults.js';
import { flushMakesSure } from './fault-view.js';
import { answerFor, settledBy } from './from-harsher.js';
import { isHarsher } from './harsher.js';
import { exactView, planOf } from './plan.js';
import type { Reductions } from './reductions.js';

export interface Limits {
  /** Finished recoveries and judgements for each fault. */
  readonly executionsMax: number;
  /** Asked now and then; the search ends when it says so. */
  readonly isOver: () => boolean;
  /** Whether one failure of any kind is enough; what ended at it is not complete. */
  readonly endsAtFirst?: boolean;
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
 * Faults that do the same to the stack share what is found. Kinds of failure that are `known` under a
 * fault are not looked for.
 */
export function exhaust(
  subject: Omit<Subject, 'fault'>,
  faults: readonly FaultOrNone[],
  reductions: Reductions,
  limits: Limits,
  known: KnownKinds = nothingKnown,
): readonly Exhausted[] {
  const { stack } = subject;
  const standIns = new Map(faults.map((fault) => [fault, standInOf(stack, fault, faults, known)]));
  const different = [...new Set(standIns.values())];
  const search: Search = { subject, reductions, limits };
  const isShort = (fault: FaultOrNone) => reductions.harsherFaults && !isLongWalk(stack, fault);
  const long = different.filter((fault) => !isShort(fault));
  const done = [...together(search, long, known)];
  harshestFirst(search, different.filter(isShort), known, done);
  return faults.flatMap((fault) =>
    done.filter((each) => each.fault === standIns.get(fault)).map((each) => ({ ...each, fault })),
  );
}

interface Search {
  readonly subject: Omit<Subject, 'fault'>;
  readonly reductions: Reductions;
  readonly limits: Limits;
}

/** Where each write ends with a flush that may be left out, and that counts, to go through twice takes longest. */
function isLongWalk(stack: Stack, fault: FaultOrNone): boolean {
  const { backend } = stack;
  const maySkipAll = backend.kind === 'qemu' && backend.syncWrites && leavesOutFlushes(stack);
  return maySkipAll && flushMakesSure(exactView(stack, fault));
}

function together(
  { subject, reductions, limits }: Search,
  faults: readonly FaultOrNone[],
  known: KnownKinds,
): readonly Exhausted[] {
  const { script, stack } = subject;
  return planOf(script, stack, faults, reductions).flatMap((exploration) =>
    exploreFaults(subject, exploration, reductions, limits, known),
  );
}

/** The harshest first: what follows from them for the milder ones needs no search. Adds to what is `done`. */
function harshestFirst(
  search: Search,
  faults: readonly FaultOrNone[],
  known: KnownKinds,
  done: Exhausted[],
): void {
  const { stack } = search.subject;
  for (let open = faults; open.length > 0; ) {
    const answers = open.flatMap((fault) => answerFor(search.subject, fault, done, known) ?? []);
    const rest = open.filter((fault) => answers.every((answer) => answer.fault !== fault));
    // Two that leave the same are asked for different things.
    const isMilder = (fault: FaultOrNone) =>
      rest.some((other) => isHarsher(stack, other, fault) && !isHarsher(stack, fault, other));
    const settled = settledBy(stack, done, known);
    const harshest = rest.filter((fault) => !isMilder(fault));
    done.push(...answers, ...together(search, harshest, settled));
    open = rest.filter(isMilder);
  }
}

function isFault(fault: FaultOrNone): boolean {
  return fault !== 'none';
}

/** The first of the faults that leaves what this one leaves of the stack, and is asked for the same. */
function standInOf(
  stack: Stack,
  fault: FaultOrNone,
  faults: readonly FaultOrNone[],
  known: KnownKinds,
): FaultOrNone {
  const askedOf = (each: FaultOrNone) => `${sparedAtOnce(stack, each)} ${known(each).join()}`;
  const isAlike = (other: FaultOrNone) => isFault(other) && askedOf(other) === askedOf(fault);
  return isFault(fault) ? (faults.find(isAlike) ?? fault) : fault;
}
