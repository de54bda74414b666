import { describe, expect, it } from 'vitest';
import { bootingFaults } from '../../../src/catalogue/faults.js';
import type { Configuration } from '../../../src/model/configuration.js';
import type { FaultId } from '../../../src/model/fault.js';
import type { Script } from '../../../src/model/script.js';
import type { ViolationKind } from '../../../src/model/verdict.js';
import { createOracle, judgeAll } from '../../../src/scenario/oracle.js';
import { exhaustTwice } from '../../../src/search/exhaust/exhaust-twice.js';
import {
  allReductions,
  noReductions,
  type Reductions,
} from '../../../src/search/exhaust/reductions.js';
import { canonicalStack } from '../../../src/search/proof/canonical-stack.js';
import { anyDemand } from '../../../src/search/proof/demand.js';
import { runSecond, secondFault } from '../../../src/search/second-strike.js';
import { buildStack } from '../../../src/stack/build.js';
import { buildBareMetal } from '../../../src/stack/controls.js';
import { aftermathOf } from '../../../src/stack/crash-state.js';
import { nothingLeft, sparedByFault } from '../../../src/stack/faults.js';
import { createSimulator, simulate } from '../../../src/stack/simulate.js';
import type { Stack } from '../../../src/stack/stack.js';
import { moody, pseudoRandom } from '../../analysis/observe.js';
import { randomScript } from '../../analysis/random-scripts.js';
import { shippedScripts } from '../../analysis/shipped-scripts.js';
import { compareSmall, type Effort, unlimited, within } from './effort.js';
import { smallRecovery, smallRepairs, wideRecovery } from './small-recoveries.js';
import { type Random, textOf } from './small-scripts.js';
import { soundOrNot } from './sound-stacks.js';

const minutes = 60_000;
// `BLKCHECK_SCRIPTS=50000 npx vitest run exhaust/twice` is the longer run.
const scale = Number(process.env['BLKCHECK_SCRIPTS'] ?? 1_300) / 1_300;
/** Brute force that takes longer than this is not waited for: another script is drawn. */
const effort: Effort = { executionsMax: 1_000, statesMax: 400 };
const repairEffort: Effort = { executionsMax: 20_000, statesMax: 4_000 };

function scriptFrom(random: Random, operationsMax: number): Script {
  if (random(3) === 0) return smallRecovery(random, 1 + random(2));
  for (;;) {
    const script = randomScript(random, random(4) === 0);
    if (script !== null && script.operations.length <= operationsMax) return script;
  }
}

/** One on which there is a disk after the second fault, and after one of the first. */
function bootingFrom(random: Random): readonly [Configuration, FaultId] {
  for (;;) {
    const configuration = soundOrNot(random);
    const spared = sparedByFault(buildStack(configuration));
    const faults = bootingFaults.filter((fault) => spared[fault] !== nothingLeft);
    const fault = faults[random(faults.length)];
    if (fault !== undefined && spared[secondFault] !== nothingLeft) return [configuration, fault];
  }
}

/** What two faults can break, whether one alone can do it or not. */
function brokenTwice(
  script: Script,
  stack: Stack,
  faults: readonly FaultId[],
  reductions: Reductions,
  most: Effort,
): string[] {
  const subject = { script, stack, oracleOf: createOracle };
  const found = within(most, (limits) =>
    exhaustTwice(subject, faults, reductions, limits, () => []),
  );
  return found.map(
    ({ fault, failures, isComplete }) =>
      `${fault} ${failures.map(({ kind }) => kind).sort()} ${isComplete}`,
  );
}

/** What random runs with two faults break. */
function observedTwice(script: Script, stack: Stack, fault: FaultId, random: Random) {
  const simulator = createSimulator(script, stack);
  const seen = new Set<ViolationKind>();
  for (let run = 0; run < 150; run += 1) {
    const cut = {
      kind: 'after',
      begun: random(script.operations.length + 1),
      events: random(10),
    } as const;
    const { crash } = simulate(simulator, fault, cut, moody(random));
    const begun = crash.machine.world.count.begun + random(8);
    const later = { kind: 'after', begun, events: random(10) } as const;
    const second = runSecond(script, crash, later, () => moody(random));
    if (second === null) continue;
    const aftermath = aftermathOf(second.crash);
    for (let found = judgeAll(second.boot.checks, aftermath, seen); found !== null; ) {
      seen.add(found.kind);
      found = judgeAll(second.boot.checks, aftermath, seen);
    }
  }
  return [...seen].sort();
}

/** The differences that come up in so many scripts that are small enough. */
function differencesIn(scripts: number, seed: number, difference: (random: Random) => string) {
  const random = pseudoRandom(seed);
  const wanted = Math.ceil(scripts * scale);
  const { differences, tooLarge } = compareSmall(wanted, () => difference(random));
  // Much of what is drawn is compared, or the scripts are not small.
  expect(tooLarge).toBeLessThanOrEqual(2 * wanted);
  return differences;
}

/** One of each recovery that is looked at, but for the double-write buffer, which takes longer. */
const quick = [
  'innodb',
  'lsm-tree',
  'odsync-log',
  'shadow-paging',
  'wal',
  'wal-checkpoint',
  'wal-commit',
  'xfs-log',
];

describe('a fault after a fault', () => {
  const whole: Reductions = { ...noReductions, seenStates: true };

  it.each([
    ['all reductions', noReductions, 200, 3, 31],
    ['all reductions but one', whole, 400, 4, 32],
  ] as const)(
    'breaks the same without %s',
    (_, without, scripts, operationsMax, seed) => {
      const difference = (random: Random) => {
        const script = scriptFrom(random, operationsMax);
        const [configuration, fault] = bootingFrom(random);
        const stack = buildStack(configuration);
        const [expected, found] = [without, allReductions].map((reductions) =>
          brokenTwice(script, stack, [fault], reductions, effort).join(),
        );
        return found === expected
          ? ''
          : `${found} is not ${expected}\n${script.recovery.kind} ${textOf(script, configuration)}`;
      };
      expect(differencesIn(scripts, seed, difference)).toEqual([]);
    },
    10 * minutes * Math.max(scale, 1),
  );

  it(
    'breaks nothing in random runs that the search does not find',
    () => {
      const difference = (random: Random) => {
        const script = scriptFrom(random, 7);
        const [configuration, fault] = bootingFrom(random);
        const stack = buildStack(configuration);
        const [found = ''] = brokenTwice(script, stack, [fault], allReductions, effort);
        const missed = observedTwice(script, stack, fault, random).filter(
          (kind) => !found.includes(kind),
        );
        return missed.length === 0
          ? ''
          : `${missed} not in ${found}\n${script.recovery.kind} ${textOf(script, configuration)}`;
      };
      expect(differencesIn(300, 33, difference)).toEqual([]);
    },
    10 * minutes * Math.max(scale, 1),
  );

  it.each([
    ['rollback', 100, 35],
    ['log of changes', 100, 36],
    ['manifest', 100, 37],
  ] as const)(
    'breaks the same in a %s without reductions, and nothing else in random runs',
    (recovery, scripts, seed) => {
      const difference = (random: Random) => {
        const script = smallRepairs[recovery](random);
        const [configuration, fault] = bootingFrom(random);
        const stack = buildStack(configuration);
        const [expected, found = ''] = [whole, allReductions].map((reductions) =>
          brokenTwice(script, stack, [fault], reductions, repairEffort).join(),
        );
        const missed = observedTwice(script, stack, fault, random).filter(
          (kind) => !found.includes(kind),
        );
        return found === expected && missed.length === 0
          ? ''
          : `${found} is not ${expected}, ${missed}\n${textOf(script, configuration)}`;
      };
      expect(differencesIn(scripts, seed, difference)).toEqual([]);
    },
    10 * minutes * Math.max(scale, 1),
  );

  it(
    'breaks the same where sectors stand for those like them',
    () => {
      const difference = (random: Random) => {
        const script = wideRecovery(random);
        const [configuration, fault] = bootingFrom(random);
        const stack = buildStack(configuration);
        const [expected, found = ''] = [{ ...allReductions, checksums: false }, allReductions].map(
          (reductions) => brokenTwice(script, stack, [fault], reductions, repairEffort).join(),
        );
        const missed = observedTwice(script, stack, fault, random).filter(
          (kind) => !found.includes(kind),
        );
        return found === expected && missed.length === 0
          ? ''
          : `${found} is not ${expected}, ${missed}\n${textOf(script, configuration)}`;
      };
      expect(differencesIn(150, 38, difference)).toEqual([]);
    },
    10 * minutes * Math.max(scale, 1),
  );

  it(
    'breaks the same on the stack that stands for others',
    () => {
      const demand = { ...anyDemand, bootsAgain: true };
      const difference = (random: Random) => {
        const script = scriptFrom(random, 5);
        const [configuration, fault] = bootingFrom(random);
        const stack = buildStack(configuration);
        const shared = canonicalStack(stack, demand, [fault, secondFault]);
        const [own, found] = [stack, shared].map((each) =>
          brokenTwice(script, each, [fault], allReductions, effort).join(),
        );
        return own === found ? '' : `${found} is not ${own}\n${textOf(script, configuration)}`;
      };
      expect(differencesIn(400, 34, difference)).toEqual([]);
    },
    10 * minutes * Math.max(scale, 1),
  );

  it(
    'breaks no recovery that ships on honest bare metal',
    () => {
      const stack = buildBareMetal({
        kernel: '2.6.31',
        writeCache: 'device',
        mount: 'barrier',
        fsyncError: 'stops',
        elevator: 'cfq',
      });
      const scripts = shippedScripts().filter(({ scenario }) => quick.includes(scenario));
      expect(scripts).toHaveLength(quick.length);
      for (const script of scripts) {
        const { scenario } = script;
        const faults = bootingFaults.filter((fault) => fault !== 'node-loss');
        expect([scenario, ...brokenTwice(script, stack, faults, allReductions, unlimited)]).toEqual(
          [scenario, ...faults.map((fault) => `${fault}  true`)],
        );
      }
    },
    10 * minutes,
  );
});
