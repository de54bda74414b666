import { describe, expect, it } from 'vitest';
import { defaultProfile } from '../../../src/catalogue/dimensions/profiles.js';
import type { Configuration } from '../../../src/model/configuration.js';
import { faultIds } from '../../../src/model/fault.js';
import type { Script } from '../../../src/model/script.js';
import { configurationNamed } from '../../../src/run/configurations/named-configuration.js';
import { createOracle } from '../../../src/scenario/oracle.js';
import {
  allReductions,
  noReductions,
  type Reductions,
} from '../../../src/search/exhaust/reductions.js';
import { buildStack } from '../../../src/stack/build.js';
import { pseudoRandom } from '../../analysis/observe.js';
import { contentsDiffer, contentsOf } from './contents.js';
import { compareSmall, type Effort, TooLarge } from './effort.js';
import { outcomesOf, verdictsOf } from './outcomes.js';
import { anySmallRecovery } from './small-recoveries.js';
import {
  configurationFrom,
  type Random,
  smallRounds,
  smallScript,
  smallThreads,
  textOf,
} from './small-scripts.js';

const faults = ['none', ...faultIds] as const;
// Of 5,000, each reduction is given 1,000 by itself and 1,000 without it. A longer run: docs/exhaustive.md.
const scale = Number(process.env['BLKCHECK_SCRIPTS'] ?? 5_000) / 4_500;
/** Brute force that takes longer than this is not waited for: another script is drawn. */
const effort: Effort = { executionsMax: 20_000, statesMax: 5_000 };
/** For scripts of more operations. */
const many: Effort = { executionsMax: 60_000, statesMax: 60_000 };
/** For more scripts of each reduction, which are smaller. */
const little: Effort = { executionsMax: 1_000, statesMax: 500 };
const minutes = 60_000;

/** FUA commits what other writes have allocated. */
const commitsOthers = configurationNamed(
  'virtio-scsi/none@aio=io_uring,allocation=sparse,disk=plp',
  defaultProfile,
);

/** Every way through every event, one crash state after the other. */
const oneByOne: Reductions = { ...noReductions, sharedDecisions: true };

/** The same, but for machines in states that were seen before: for scripts of more operations. */
const brute: Reductions = { ...oneByOne, seenStates: true };

/** Each reduction with what it is built on and nothing else, and what it is compared with. */
const alone: Readonly<Record<keyof Reductions, readonly [Partial<Reductions>, Reductions]>> = {
  crashPoints: [{}, brute],
  lazySchedule: [{}, brute],
  partialOrder: [{ lazySchedule: true }, brute],
  seenStates: [{}, oneByOne],
  lazyStates: [{}, brute],
  sharedDecisions: [
    {},
    { ...noReductions, seenStates: true, lazyStates: true, sharedRecovery: true },
  ],
  sharedRecovery: [{ lazyStates: true }, brute],
  checksums: [{ lazyStates: true, sharedRecovery: true }, brute],
  harsherFaults: [{}, brute],
};
const names = Object.keys(allReductions) as (keyof Reductions)[];

/** Answers to what many of the tests ask about the scripts that they have in common. */
const known = new Map<string, unknown>();

/** @throws TooLarge as `make` does, and as it did before */
function remembered<Answer>(key: string, make: () => Answer): Answer {
  // A longer run asks more than can be kept.
  if (known.size > 10_000) known.clear();
  if (!known.has(key)) {
    known.set(key, TooLarge);
    known.set(key, make());
  }
  const answer = known.get(key);
  if (answer === TooLarge) throw new TooLarge();
  return answer as Answer;
}

/** What a disk may show, compared sector for sector: '' where it is the same. */
function contentsDifference(
  script: Script,
  configuration: Configuration,
  some: Reductions,
  fewer: Reductions,
  most = effort,
): string {
  const stack = buildStack(configuration);
  const shown = (reductions: Reductions) =>
    remembered(JSON.stringify([script, configuration, reductions, most]), () =>
      contentsOf(script, stack, faults, reductions, most),
    );
  const [reduced, whole] = [shown(some), shown(fewer)];
  const differences = faults.map((fault) => {
    const difference = contentsDiffer(
      reduced.get(fault) ?? new Map(),
      whole.get(fault) ?? new Map(),
    );
    return difference === '' ? '' : `${fault}: ${difference}\n`;
  });
  const found = differences.join('');
  return found === '' ? '' : `${found}${textOf(script, configuration)}`;
}

/** What a recovery makes of the disk, and what is broken: '' where it is the same. */
function outcomesDifference(
  random: Random,
  script: Script,
  configuration: Configuration,
  some: Reductions,
  fewer: Reductions,
  most = effort,
): string {
  const stack = buildStack(configuration);
  const drawn = () => faultIds[random(faultIds.length)] ?? 'power-loss';
  const [fault, other] = [drawn(), drawn()];
  const answers = (reductions: Reductions) =>
    remembered(JSON.stringify([script, configuration, fault, other, reductions, most]), () =>
      JSON.stringify([
        outcomesOf(script, stack, fault, reductions, createOracle(script), most),
        verdictsOf(script, stack, [fault, other], reductions, most),
      ]),
    );
  const [reduced, whole] = [answers(some), answers(fewer)];
  const where = textOf(script, configuration);
  return reduced === whole ? '' : `${fault}, ${other}: ${reduced} is not ${whole}\n${where}`;
}

/** The differences that come up in so many scripts. */
function found(scripts: number, seed: number, difference: (random: Random) => string): string[] {
  const random = pseudoRandom(seed);
  const wanted = Math.ceil(scripts * scale);
  const { differences, tooLarge } = compareSmall(wanted, () => difference(random));
  // Most of what is drawn is compared, or the scripts are not small.
  expect(tooLarge).toBeLessThanOrEqual(wanted);
  return differences;
}

describe('all reductions together', () => {
  it.each([
    ['every order of every event, one by one', oneByOne, 250, 3, 1],
    ['every order of every event', brute, 600, 5, 2],
  ] as const)(
    'leave nothing out that shows up in %s',
    (_, whole, scripts, operationsMax, seed) => {
      const difference = (random: Random) => {
        const script = smallScript(random, operationsMax, false);
        return contentsDifference(script, configurationFrom(random), allReductions, whole);
      };
      expect(found(scripts, seed, difference)).toEqual([]);
    },
    30 * minutes,
  );

  it(
    'leave nothing out where writes in flight together overlap',
    () => {
      const difference = (random: Random) => {
        const script = smallScript(random, 5, true);
        return contentsDifference(script, configurationFrom(random), allReductions, brute);
      };
      expect(found(300, 3, difference)).toEqual([]);
    },
    30 * minutes,
  );

  it(
    'leave nothing out where threads run beside one another and in one another',
    () => {
      const difference = (random: Random) => {
        const script = smallThreads(random, 6);
        return contentsDifference(script, configurationFrom(random), allReductions, brute);
      };
      expect(found(200, 6, difference)).toEqual([]);
    },
    30 * minutes,
  );

  it(
    'leave nothing out where rounds of writes follow one another, but for what comes in any order',
    () => {
      const inAnyOrder: Reductions = { ...allReductions, partialOrder: false };
      const difference = (random: Random) => {
        const script = smallRounds(random, 12);
        const on = random(4) === 0 ? commitsOthers : configurationFrom(random);
        return contentsDifference(script, on, allReductions, inAnyOrder, many);
      };
      expect(found(100, 7, difference)).toEqual([]);
    },
    30 * minutes,
  );

  it(
    'leave the outcomes of recoveries and the verdicts as they are',
    () => {
      const difference = (random: Random) => {
        const script = anySmallRecovery(random, 1);
        return outcomesDifference(random, script, configurationFrom(random), allReductions, brute);
      };
      expect(found(700, 4, difference)).toEqual([]);
    },
    30 * minutes,
  );
});

describe.each(names)('%s', (name) => {
  const [basis, fewer] = alone[name];
  // Without one of these, the same is gone through as often as there are ways to it.
  const operationsMax = name === 'seenStates' || name === 'sharedDecisions' ? 3 : 4;
  const recoveredMax = name === 'seenStates' ? 6 : 8;
  const one: Reductions = { ...fewer, ...basis, [name]: true };
  const without: Reductions = { ...allReductions, [name]: false };

  it.each([
    ['by itself, leaves nothing out', one, fewer],
    ['is left out, and nothing else comes up', allReductions, without],
  ])(
    '%s',
    (_, some, others) => {
      const difference = (random: Random) => {
        const kind = random(3);
        const configuration = configurationFrom(random);
        const recovered = kind === 0 ? anySmallRecovery(random, 1) : null;
        if (recovered !== null && recovered.operations.length <= recoveredMax)
          return outcomesDifference(random, recovered, configuration, some, others, little);
        const script =
          kind < 2
            ? smallScript(random, operationsMax, false)
            : smallThreads(random, operationsMax + (operationsMax === 3 ? 1 : 2));
        return contentsDifference(script, configuration, some, others, little);
      };
      expect(found(900, 5, difference)).toEqual([]);
    },
    30 * minutes,
  );
});
