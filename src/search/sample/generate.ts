import * as fc from 'fast-check';
import type { Parameter, Scenario } from '../../scenario/scenario.js';
import { fateBits } from '../choosers.js';

/**
 * One generated run. Element i of `fates` belongs to operation slot i + `skipped` (see
 * `slots.ts`), element i of `draws` to operation i + 1. The end of the array is the power
 * failure, so shrinking removes operations with their fates.
 */
export interface Sample {
  readonly parameters: Readonly<Record<string, number>>;
  /** Slots that run kindly before the first fate; only long scripts have some. */
  readonly skipped: number;
  readonly fates: readonly number[];
  readonly draws: readonly number[];
  /**
   * Fates at the end that do not delay the fault. 0 but for scripts with threads, in which an
   * operation that stands later in the script may well run before the fault.
   */
  readonly ahead: number;
  /** How far before the next operation with a fate the fault strikes; see `cutOf`. */
  readonly early: number;
}

export interface SampleShape {
  /** How many fates a script can use. */
  readonly slotCount: number;
  readonly inThreads: boolean;
  /** Every sample has all fates, so that the fault strikes at the end: for the benchmark. */
  readonly allFates: boolean;
}

/** More fates than this make a value that nobody can read; longer scripts get a window. */
export const fatesMax = 256;
const earlyMax = 7;

export function sampleArbitrary(
  scenario: Scenario,
  fixed: Readonly<Record<string, number>>,
  { slotCount, inThreads, allFates }: SampleShape,
): fc.Arbitrary<Sample> {
  const fate = fc.nat(2 ** fateBits - 1);
  const maxLength = Math.min(slotCount, fatesMax);
  const array = {
    minLength: allFates || inThreads ? maxLength : 0,
    maxLength,
    size: 'max',
  } as const;
  const plain = fc.record({
    parameters: parametersArbitrary(scenario, fixed),
    skipped: fc.nat(slotCount - maxLength),
    ahead: fc.nat(inThreads ? maxLength : 0),
    early: fc.nat(earlyMax),
  });
  if (!scenario.random) {
    return fc.noBias(
      fc
        .tuple(plain, fc.array(fate, array))
        .map(([rest, fates]) => ({ ...rest, fates, draws: [] })),
    );
  }
  const operation = fc.tuple(fc.nat(), fate);
  return fc.noBias(
    fc.tuple(plain, fc.array(operation, array)).map(([rest, operations]) => ({
      ...rest,
      draws: operations.map(([draw]) => draw),
      fates: operations.map(([, own]) => own),
    })),
  );
}

/** Scripts of a scenario that draws or varies, as they come: to see how long they get. */
export function scriptInputs(
  scenario: Scenario,
  fixed: Readonly<Record<string, number>>,
  count: number,
): readonly Pick<Sample, 'parameters' | 'draws'>[] {
  const draws = scenario.random
    ? fc.array(fc.nat(), { minLength: fatesMax, maxLength: fatesMax, size: 'max' })
    : fc.constant([]);
  const input = fc.record({ parameters: parametersArbitrary(scenario, fixed), draws });
  return fc.sample(fc.noBias(input), { numRuns: count, seed: 1 });
}

function parametersArbitrary(scenario: Scenario, fixed: Readonly<Record<string, number>>) {
  const varied = scenario.parameters.filter(({ name, generated }) => generated && !(name in fixed));
  return fc.record(
    Object.fromEntries(varied.map((parameter) => [parameter.name, valueArbitrary(parameter)])),
  );
}

function valueArbitrary({ values }: Parameter): fc.Arbitrary<number> {
  if (values.kind === 'choose') return fc.constantFrom(...values.values);
  return fc.integer({ min: values.min, max: values.max });
}
