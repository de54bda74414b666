import { describe, expect, it } from 'vitest';
import { bootingFaults } from '../../../src/catalogue/faults.js';
import { defaultProfile } from '../../../src/catalogue/profiles.js';
import type { Configuration } from '../../../src/model/configuration.js';
import type { FaultId } from '../../../src/model/fault.js';
import type { Script } from '../../../src/model/script.js';
import type { ViolationKind } from '../../../src/model/verdict.js';
import { cellOf, differenceOf } from '../../../src/run/configurations.js';
import { createOracle, judgeAll } from '../../../src/scenario/oracle.js';
import { exhaustTwice } from '../../../src/search/exhaust/exhaust-twice.js';
import {
  allReductions,
  noReductions,
  type Reductions,
} from '../../../src/search/exhaust/reductions.js';
import { runSecond } from '../../../src/search/second-strike.js';
import { buildBareMetal, buildStack } from '../../../src/stack/build.js';
import { aftermathOf } from '../../../src/stack/crash-state.js';
import { createSimulator, simulate } from '../../../src/stack/simulate.js';
import type { Stack } from '../../../src/stack/stack.js';
import { sampleMailConfigurations } from '../../analysis/all-configurations.js';
import { moody, pseudoRandom } from '../../analysis/observe.js';
import { randomScript } from '../../analysis/random-scripts.js';
import { shippedScripts } from '../../analysis/shipped-scripts.js';
import { smallRecovery } from './small-recoveries.js';

type Random = (below: number) => number;

const unlimited = { executionsMax: Number.POSITIVE_INFINITY, isOver: () => false };
const configurations = sampleMailConfigurations(499);
const minutes = 60_000;
// `BLKCHECK_SCRIPTS=50000 npx vitest run exhaust/twice` is the longer run.
const scale = Number(process.env['BLKCHECK_SCRIPTS'] ?? 2000) / 50_000;

function configurationFrom(random: Random): Configuration {
  const configuration = configurations[random(configurations.length)];
  if (configuration === undefined) throw new Error('there are no configurations');
  return configuration;
}

function scriptFrom(random: Random, operationsMax: number): Script {
  if (random(3) > 0) return smallRecovery(random, 1 + random(2));
  for (;;) {
    const script = randomScript(random, random(4) === 0);
    if (script !== null && script.operations.length <= operationsMax) return script;
  }
}

function textOf({ operations, recovery }: Script, configuration: Configuration): string {
  const steps = operations.map(({ id, label, lba, sectorCount, fua }) =>
    [id, label, sectorCount > 0 ? `at ${lba}+${sectorCount}` : '', fua ? 'fua' : ''].join(' '),
  );
  const where = `${cellOf(configuration)}${differenceOf(configuration, defaultProfile)}`;
  return `${where} ${recovery.kind}\n${steps.join('; ')}`;
}

/** What two faults can break, whether one alone can do it or not. */
function brokenTwice(script: Script, stack: Stack, reductions: Reductions): string[] {
  const subject = { script, stack, oracleOf: createOracle };
  return exhaustTwice(subject, bootingFaults, reductions, unlimited, () => []).map(
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

/** One of each recovery that is looked at, but for the double-write buffer, which takes longer. */
const quick = ['wal', 'wal-checkpoint', 'wal-commit', 'odsync-log', 'shadow-paging', 'xfs-log'];

describe('a fault after a fault', () => {
  const whole: Reductions = { ...noReductions, seenStates: true };

  it.each([
    ['all reductions', noReductions, 150, 3, 31],
    ['all reductions but one', whole, 500, 5, 32],
  ] as const)(
    'breaks the same without %s',
    (_, without, scripts, operationsMax, seed) => {
      const random = pseudoRandom(seed);
      for (let nth = 0; nth < scripts * scale; nth += 1) {
        const script = scriptFrom(random, operationsMax);
        const configuration = configurationFrom(random);
        const stack = buildStack(configuration);
        const where = textOf(script, configuration);
        const expected = brokenTwice(script, stack, without);
        expect([where, brokenTwice(script, stack, allReductions)]).toEqual([where, expected]);
      }
    },
    10 * minutes,
  );

  it(
    'breaks nothing in random runs that the search does not find',
    () => {
      const random = pseudoRandom(33);
      const missed: string[] = [];
      for (let nth = 0; nth < 600 * scale; nth += 1) {
        const script = scriptFrom(random, 7);
        const configuration = configurationFrom(random);
        const stack = buildStack(configuration);
        const found = exhaustTwice(
          { script, stack, oracleOf: createOracle },
          bootingFaults,
          allReductions,
          unlimited,
          () => [],
        );
        const fault = bootingFaults[random(bootingFaults.length)] ?? 'qemu-kill';
        const kinds = found.find((each) => each.fault === fault)?.failures.map(({ kind }) => kind);
        const observed = observedTwice(script, stack, fault, random);
        if (observed.some((kind) => !kinds?.includes(kind)))
          missed.push(`${observed} of ${kinds} ${fault} ${textOf(script, configuration)}`);
      }
      expect(missed).toEqual([]);
    },
    10 * minutes,
  );

  it(
    'breaks no recovery that ships on honest bare metal',
    () => {
      const stack = buildBareMetal({
        kernel: '2.6.31',
        writeCache: 'device',
        mount: 'barrier',
        elevator: 'cfq',
      });
      const scripts = shippedScripts().filter(({ scenario }) => quick.includes(scenario));
      expect(scripts).toHaveLength(quick.length);
      for (const script of scripts) {
        const { scenario } = script;
        expect([scenario, ...brokenTwice(script, stack, allReductions)]).toEqual([
          scenario,
          ...bootingFaults.map((fault) => `${fault}  true`),
        ]);
      }
    },
    10 * minutes,
  );
});
