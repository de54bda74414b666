import { expect, it } from 'vitest';
import { defaultProfile } from '../../../src/catalogue/dimensions/profiles.js';
import { bootingFaults } from '../../../src/catalogue/faults.js';
import type { Script } from '../../../src/model/script.js';
import { configurationNamed } from '../../../src/run/configurations/named-configuration.js';
import { createOracle } from '../../../src/scenario/oracle.js';
import type { Exhausted, Limits } from '../../../src/search/exhaust/exhaust.js';
import { exhaustTwice } from '../../../src/search/exhaust/exhaust-twice.js';
import {
  allReductions,
  noReductions,
  type Reductions,
} from '../../../src/search/exhaust/reductions.js';
import { buildStack } from '../../../src/stack/build.js';
import { pseudoRandom } from '../../analysis/observe.js';
import { configurationOf } from '../../laws/configurations.js';
import { smallRecovery } from './small-recoveries.js';
import { smallScript } from './small-scripts.js';

const named = (name: string) => configurationNamed(name, defaultProfile);

const stacks = {
  'a cache': configurationOf('ide', 'writeback'),
  'no cache': configurationOf('scsi', 'writethrough'),
  'a sparse image': configurationOf('virtio-blk', 'none', { allocation: 'sparse' }),
  'of today': named('virtio-blk/none'),
  'of today, writing through': named('virtio-blk/writethrough'),
} as const;

const random = pseudoRandom(97);
const drawn = (make: () => Script, count: number) => Array.from({ length: count }, make);
/** Small enough for every way through both boots. */
const scripts = [
  ...drawn(() => smallRecovery(random, 1), 7),
  ...drawn(() => smallScript(random, 3, false), 3),
];

const unlimited: Limits = { executionsMax: Number.POSITIVE_INFINITY, isOver: () => false };

function twice(
  script: Script,
  on: keyof typeof stacks,
  reductions: Reductions,
  limits = unlimited,
): readonly Exhausted[] {
  const subject = { script, stack: buildStack(stacks[on]), oracleOf: createOracle };
  return exhaustTwice(subject, bootingFaults, reductions, limits, () => []);
}

const kindsOf = (proofs: readonly Exhausted[]) =>
  proofs.map(({ fault, failures }) => `${fault} ${failures.map(({ kind }) => kind).sort()}`);

// More of them are compared in twice.test.ts.
it.each(['a cache', 'a sparse image'] as const)(
  'what is left out of second boots breaks nothing else: %s',
  (on) => {
    const most: Reductions = { ...noReductions, seenStates: true };
    for (const script of scripts.slice(-4)) {
      const found = kindsOf(twice(script, on, allReductions));
      expect(found).toEqual(kindsOf(twice(script, on, most)));
    }
  },
);

// Crash points, those at which something was exposed, crash states, executions. As for one fault, more
// is a reduction lost, and less may be a way missed.
const costs: Readonly<Record<keyof typeof stacks, string>> = {
  'a cache': '85 103 1028 429',
  'no cache': '470 1393 3202 3773',
  'a sparse image': '94 143 2288 600',
  'of today': '319 709 2293 2188',
  'of today, writing through': '265 308 2102 1808',
};

it.each(Object.keys(stacks) as (keyof typeof stacks)[])('takes as much as it did: %s', (on) => {
  const proofs = scripts.flatMap((script) => twice(script, on, allReductions));
  const sum = (of: (proof: Exhausted) => number) =>
    proofs.reduce((total, proof) => total + of(proof), 0);
  const states = proofs.reduce((total, { crashStates }) => total + crashStates, 0n);
  const counts = [sum((each) => each.crashPoints), sum((each) => each.exercised)];
  expect([...counts, states, sum((each) => each.executions)].join(' ')).toBe(costs[on]);
});

/** On three of the stacks, without one reduction: states of the machine, and executions. */
const saved: Readonly<Partial<Record<keyof Reductions, readonly string[]>>> = {
  crashPoints: ['855 1413', '1291 1539', '2883 5684'],
  seenStates: ['559 303', '853 557', '23817 17054'],
  lazyStates: ['287 191', '457 235', '1695 682'],
  sharedDecisions: ['287 155', '457 172', '1695 776'],
  checksums: ['287 160', '457 175', '1695 781'],
  sharedRecovery: ['287 126', '457 141', '1695 552'],
  harsherFaults: ['287 131', '457 172', '1695 682'],
};

it.each(Object.keys(saved) as (keyof Reductions)[])(
  'takes as much as it did without %s',
  (without) => {
    const found = (['a cache', 'a sparse image', 'of today'] as const).map((on) => {
      let states = 0;
      const isOver = () => {
        states += 1;
        return false;
      };
      const limits = { executionsMax: Number.POSITIVE_INFINITY, isOver };
      const reductions = { ...allReductions, [without]: false };
      const proofs = scripts.slice(-4).flatMap((script) => twice(script, on, reductions, limits));
      return `${states} ${proofs.reduce((sum, { executions }) => sum + executions, 0)}`;
    });
    expect(found).toEqual(saved[without]);
  },
);
