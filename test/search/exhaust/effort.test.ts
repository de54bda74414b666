import { describe, expect, it } from 'vitest';
import { defaultProfile } from '../../../src/catalogue/dimensions/profiles.js';
import { faultIds } from '../../../src/model/fault.js';
import type { Script } from '../../../src/model/script.js';
import { configurationNamed } from '../../../src/run/configurations/named-configuration.js';
import { createOracle } from '../../../src/scenario/oracle.js';
import { exhaust } from '../../../src/search/exhaust/exhaust.js';
import { allReductions, type Reductions } from '../../../src/search/exhaust/reductions.js';
import { buildStack } from '../../../src/stack/build.js';
import { pseudoRandom } from '../../analysis/observe.js';
import { shippedScripts } from '../../analysis/shipped-scripts.js';
import { configurationOf } from '../../laws/configurations.js';
import { smallRecovery } from './small-recoveries.js';
import { smallScript, smallThreads } from './small-scripts.js';

/** What proofs go through, added up. */
interface Cost {
  schedules: number;
  crashPoints: number;
  exercised: number;
  crashStates: bigint;
  executions: number;
  /** How often a proof asked whether its time was over. */
  states: number;
}

const named = (name: string) => configurationNamed(name, defaultProfile);
const mail = configurationOf;

const stacks = {
  'short queue': mail('ide', 'writethrough'),
  'short queue, in order': mail('ide', 'writeback', { guest: { elevator: 'noop' } }),
  'deep queue': mail('scsi', 'writeback'),
  'deep queue, sparse': mail('virtio-blk', 'none', { allocation: 'sparse' }),
  'units of 4096': mail('scsi', 'none', { disk: { atomicBytes: 4096 } }),
  'of today': named('virtio-blk/none'),
  'of today, skipping flushes': named('virtio-scsi/none'),
  'of today, writing through': named('virtio-blk/writethrough'),
} as const;

const random = pseudoRandom(51);
const drawn = (make: () => Script, count: number) => Array.from({ length: count }, make);
const shipped = shippedScripts().filter(({ operations }) => operations.length <= 8);

const programs = {
  steps: drawn(() => smallScript(random, 5, false), 8),
  'steps that overlap': drawn(() => smallScript(random, 4, true), 5),
  threads: drawn(() => smallThreads(random, 6), 8),
  recoveries: drawn(() => smallRecovery(random, 1), 4),
  shipped,
} as const;

function costOf(scripts: readonly Script[], on: keyof typeof stacks, reductions: Reductions): Cost {
  const cost: Cost = {
    schedules: 0,
    crashPoints: 0,
    exercised: 0,
    crashStates: 0n,
    executions: 0,
    states: 0,
  };
  const isOver = () => {
    cost.states += 1;
    return false;
  };
  const limits = { executionsMax: Number.POSITIVE_INFINITY, isOver };
  for (const script of scripts) {
    const subject = { script, stack: buildStack(stacks[on]), oracleOf: createOracle };
    for (const proof of exhaust(subject, ['none', ...faultIds], reductions, limits)) {
      cost.schedules += proof.schedules;
      cost.crashPoints += proof.crashPoints;
      cost.exercised += proof.exercised;
      cost.crashStates += proof.crashStates;
      cost.executions += proof.executions;
    }
  }
  return cost;
}

/** Each fault gone through by itself, because one that answers for another counts for both. */
const eachFault: Reductions = { ...allReductions, harsherFaults: false };

function textOf({ schedules, crashPoints, exercised, crashStates, executions, states }: Cost) {
  return [schedules, crashPoints, exercised, crashStates, executions, states].join(' ');
}

// A reduction that reduces less leaves every verdict as it is, and shows only here. Schedules, crash
// points, those at which something was exposed, crash states, executions, states of the machine.
// More is a reduction lost, less may be a way missed: either is a decision.
const costs: Readonly<Record<keyof typeof stacks, Readonly<Record<string, string>>>> = {
  'short queue': {
    steps: '64 88 62 742 112 144',
    'steps that overlap': '40 58 47 220 75 76',
    threads: '113 178 122 388 86 236',
    recoveries: '32 92 70 254 370 117',
    shipped: '16 34 20 25770590224 19 55',
  },
  'short queue, in order': {
    steps: '67 89 69 752 137 225',
    'steps that overlap': '37 50 40 281 79 111',
    threads: '108 122 84 301 90 388',
    recoveries: '32 65 44 523 280 181',
    shipped: '16 31 22 17352188181 39 84',
  },
  'deep queue': {
    steps: '113 253 185 1333 196 258',
    'steps that overlap': '33 70 60 221 80 90',
    threads: '134 460 377 722 71 448',
    recoveries: '32 118 99 363 432 177',
    shipped: '16 35 26 25813571410 34 67',
  },
  'deep queue, sparse': {
    steps: '64 88 72 4728 147 151',
    'steps that overlap': '40 52 43 738 84 78',
    threads: '274 212 136 904 88 401',
    recoveries: '32 72 62 740 379 117',
    shipped: '16 26 20 348238428720 547 55',
  },
  'units of 4096': {
    steps: '113 270 190 400 320 258',
    'steps that overlap': '33 72 61 108 84 90',
    threads: '134 531 433 711 68 448',
    recoveries: '32 142 120 214 534 177',
    shipped: '16 42 30 168 27 67',
  },
  'of today': {
    steps: '56 182 156 2234 168 385',
    'steps that overlap': '36 74 63 252 80 144',
    threads: '108 555 465 1003 68 781',
    recoveries: '32 142 120 304 490 271',
    shipped: '16 42 30 25770590232 27 102',
  },
  'of today, skipping flushes': {
    steps: '65 191 167 2393 178 373',
    'steps that overlap': '39 74 65 258 84 144',
    threads: '108 563 473 1031 68 794',
    recoveries: '32 142 120 304 490 271',
    shipped: '16 42 30 25770590232 27 102',
  },
  'of today, writing through': {
    steps: '42 90 76 1234 145 236',
    'steps that overlap': '25 54 47 342 84 129',
    threads: '55 124 98 418 100 373',
    recoveries: '32 86 72 408 370 216',
    shipped: '16 33 27 43122384143 41 102',
  },
};

// States of the machine, of all programs together, where a harsher fault answers for milder ones.
const statesLeft: Readonly<Record<keyof typeof stacks, number>> = {
  'short queue': 749,
  'short queue, in order': 994,
  'deep queue': 1535,
  'deep queue, sparse': 1365,
  'units of 4096': 1199,
  'of today': 1332,
  'of today, skipping flushes': 1358,
  'of today, writing through': 1242,
};

describe.each(Object.keys(stacks) as (keyof typeof stacks)[])('proofs on a stack: %s', (on) => {
  it('take as much as when this was written', () => {
    const found = Object.entries(programs).map(([name, scripts]) => [
      name,
      textOf(costOf(scripts, on, eachFault)),
    ]);
    expect(Object.fromEntries(found)).toEqual(costs[on]);
  });

  it('are asked less where a harsher fault answers', () => {
    const all = Object.values(programs).map((scripts) => costOf(scripts, on, allReductions).states);
    expect(all.reduce((sum, states) => sum + states, 0)).toBe(statesLeft[on]);
  });
});
