import { expect, it } from 'vitest';
import { defaultProfile } from '../../../src/catalogue/dimensions/profiles.js';
import { faultIds } from '../../../src/model/fault.js';
import type { Script } from '../../../src/model/script.js';
import { configurationNamed } from '../../../src/run/configurations/named-configuration.js';
import { createOracle } from '../../../src/scenario/oracle.js';
import type { Exhausted } from '../../../src/search/exhaust/exhaust.js';
import { exhaust } from '../../../src/search/exhaust/exhaust.js';
import { allReductions, type Reductions } from '../../../src/search/exhaust/reductions.js';
import { buildStack } from '../../../src/stack/build.js';
import type { Stack } from '../../../src/stack/stack.js';
import { pseudoRandom } from '../../analysis/observe.js';
import { configurationOf } from '../../laws/configurations.js';
import { smallRecovery } from './small-recoveries.js';
import { smallScript, smallThreads } from './small-scripts.js';

// What proofs go through without one of the reductions, and how long the stories are that they find: results
// state the one and findings begin with the other, so that a change here is a decision.

const named = (name: string) => configurationNamed(name, defaultProfile);
const mail = configurationOf;

const configurations = {
  'short queue': mail('ide', 'writeback'),
  'short queue, in order': mail('ide', 'writeback', { guest: { elevator: 'noop' } }),
  'short queue, sparse': mail('ide', 'none', { allocation: 'sparse' }),
  'short queue, units of 4096': mail('ide', 'writeback', { disk: { atomicBytes: 4096 } }),
  'deep queue': mail('scsi', 'writeback'),
  'deep queue, sparse': mail('virtio-blk', 'none', { allocation: 'sparse' }),
  'of today': named('virtio-blk/none'),
  'of today, with FUA': named('usb-storage/none'),
  'of today, one at a time': named('ide/writethrough'),
  'of today, writing through': named('virtio-blk/writethrough'),
  'of today, dropping flushes': named('virtio-scsi/unsafe'),
} as const;

const twoAtATime = (stack: Stack): Stack => ({
  ...stack,
  device: { ...stack.device, queueDepth: 2 },
});

const stacks: Readonly<Record<string, Stack>> = {
  ...Object.fromEntries(
    Object.entries(configurations).map(([name, configuration]) => [
      name,
      buildStack(configuration),
    ]),
  ),
  'two at a time': twoAtATime(buildStack(configurations['deep queue'])),
  'two at a time, in order': twoAtATime(
    buildStack(mail('scsi', 'writethrough', { guest: { elevator: 'noop' } })),
  ),
};

const random = pseudoRandom(57);
const drawn = (make: () => Script, count: number) => Array.from({ length: count }, make);

/** Nobody waits, so that what a barrier holds back is there until the end. */
function barriers(): Script {
  for (;;) {
    const script = smallScript(random, 6, false);
    const kinds = script.operations.map(({ kind }) => kind);
    const waits = kinds.some((kind) => kind === 'wait' || kind.endsWith('sync'));
    if (kinds.lastIndexOf('barrier') > 1 && !waits) return script;
  }
}

const programs: Readonly<Record<string, readonly Script[]>> = {
  steps: drawn(() => smallScript(random, 5, false), 8),
  overlaps: drawn(() => smallScript(random, 4, true), 12),
  threads: drawn(() => smallThreads(random, 5), 8),
  recoveries: drawn(() => smallRecovery(random, 1), 4),
  barriers: drawn(barriers, 6),
};

interface Tally {
  states: number;
  schedules: number;
  crashPoints: number;
  exercised: number;
  crashStates: bigint;
  executions: number;
  stories: number;
  choices: number;
  /** Events before the fault, counted as a record does. */
  events: number;
}

function add(tally: Tally, { failures, ...proof }: Exhausted): void {
  tally.schedules += proof.schedules;
  tally.crashPoints += proof.crashPoints;
  tally.exercised += proof.exercised;
  tally.crashStates += proof.crashStates;
  tally.executions += proof.executions;
  for (const { attempt } of failures) {
    tally.stories += 1;
    tally.choices += attempt.choices.length;
    tally.events += attempt.begun + attempt.powerCut.event;
  }
}

/** In the order of the fields. */
function tallyOf(scripts: readonly Script[], stack: Stack, reductions: Reductions): string {
  const tally: Tally = {
    states: 0,
    schedules: 0,
    crashPoints: 0,
    exercised: 0,
    crashStates: 0n,
    executions: 0,
    stories: 0,
    choices: 0,
    events: 0,
  };
  const isOver = () => {
    tally.states += 1;
    return false;
  };
  const limits = { executionsMax: Number.POSITIVE_INFINITY, isOver };
  for (const script of scripts) {
    const subject = { script, stack, oracleOf: createOracle };
    for (const proof of exhaust(subject, ['none', ...faultIds], reductions, limits))
      add(tally, proof);
  }
  return Object.values(tally).join(' ');
}

/** Each fault gone through by itself, because one that answers for another counts for both. */
const eachFault: Reductions = { ...allReductions, harsherFaults: false };
const names = Object.keys(allReductions) as (keyof Reductions)[];

const quickOnes: ReadonlySet<string> = new Set(['steps', 'overlaps']);

/** What makes no difference to it, and what would take too long. */
const isLeftOut = (kind: string, without: keyof Reductions) =>
  without === 'seenStates'
    ? !quickOnes.has(kind)
    : kind !== 'recoveries' && (without === 'sharedRecovery' || without === 'checksums');

it.each(names)('take and tell as much as when this was written, without %s', async (without) => {
  const lines = Object.entries(stacks).flatMap(([on, stack]) =>
    Object.entries(programs)
      .filter(([kind]) => !isLeftOut(kind, without))
      .map(([kind, scripts]) => {
        const reductions = { ...eachFault, [without]: false };
        return `${on} | ${kind}: ${tallyOf(scripts, stack, reductions)}`;
      }),
  );
  await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot(`../golden/without-${without}.txt`);
});
