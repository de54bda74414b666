import * as fc from 'fast-check';
import type { FaultOrNone } from '../../model/fault.js';
import type { ViolationKind } from '../../model/verdict.js';
import type { Chooser } from '../../stack/choose.js';
import { aftermathOf, isExercised } from '../../stack/crash-state.js';
import type { Cut } from '../../stack/schedule.js';
import { simulate } from '../../stack/simulate.js';
import { fateChooser } from '../choosers.js';
import { NotAgainError } from '../minimise/not-again-error.js';
import type { Preparer } from '../scripts.js';
import type { Sample } from './generate.js';
import type { Slots } from './slots.js';

export interface Sampling {
  /** Generated runs, and those in which there was something for the fault to take. */
  readonly runs: number;
  readonly exercisedRuns: number;
  /** Whether there were as many as were asked for. */
  readonly isComplete: boolean;
  /** One shrunk sample for each kind of broken promise. */
  readonly failures: readonly { readonly kind: ViolationKind; readonly sample: Sample }[];
}

export interface SampleOptions {
  readonly runs: number;
  readonly seed: number;
  /** Whether the time of the search is over. */
  readonly isOver: () => boolean;
}

/**
 * Runs the generator until nothing new is found: a kind of failure that was found is not looked
 * for again, so that one kind does not hide another.
 */
export function sample(
  preparer: Preparer,
  arbitrary: fc.Arbitrary<Sample>,
  fault: FaultOrNone,
  { runs, seed, isOver }: SampleOptions,
): Sampling {
  const failures: { kind: ViolationKind; sample: Sample }[] = [];
  const excluded = new Set<ViolationKind>();
  const counts = { exercised: 0 };
  for (;;) {
    counts.exercised = 0;
    const details = fc.check(
      fc.property(arbitrary, (value) => {
        if (isOver()) throw new fc.PreconditionFailure(true);
        return runSample(preparer, fault, value, excluded, counts) === null;
      }),
      { numRuns: runs, seed },
    );
    const { failed, counterexample, numRuns, interrupted } = details;
    if (!failed || counterexample === null)
      return {
        runs: numRuns,
        exercisedRuns: counts.exercised,
        isComplete: !interrupted,
        failures,
      };
    const [shrunk] = counterexample;
    const kind = runSample(preparer, fault, shrunk, excluded, counts);
    if (kind === null) throw new NotAgainError('a generated failure did not happen again');
    failures.push({ kind, sample: shrunk });
    excluded.add(kind);
  }
}

/** Runs one sample. Returns the kind of promise that it breaks, or null. */
export function runSample(
  preparer: Preparer,
  fault: FaultOrNone,
  value: Sample,
  excluded: ReadonlySet<ViolationKind>,
  counts: { exercised: number },
): ViolationKind | null {
  const { simulator, oracle, slots } = preparer.prepare(value.parameters, value.draws);
  const { crash } = simulate(simulator, fault, cutOf(value, slots), chooserOf(value, slots));
  const violation = oracle.judge(aftermathOf(crash), excluded);
  if (isExercised(crash)) counts.exercised += 1;
  return violation === null ? null : violation.kind;
}

/**
 * The fault strikes when the values are used up: before the next operation that would use one,
 * or `early` operations before that, or inside the last operation that used one.
 */
export function cutOf({ skipped, fates, ahead, early }: Sample, { begunFor, count }: Slots): Cut {
  const used = Math.min(skipped + Math.max(fates.length - ahead, 0), count);
  const latest = begunFor[used] ?? 0;
  const earliest = used === 0 ? 0 : (begunFor[used - 1] ?? 0) + 1;
  const between = latest - earliest;
  if (early <= between) return { kind: 'after', begun: latest - early, events: 0x7fff_ffff };
  return { kind: 'after', begun: earliest, events: early - between - 1 };
}

export function chooserOf({ skipped, fates }: Sample, { ofOperation }: Slots): Chooser {
  const slots = skipped === 0 ? ofOperation : ofOperation.map((slot) => slot - skipped);
  return fateChooser(fates, slots);
}
