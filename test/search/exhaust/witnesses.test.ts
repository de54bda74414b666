import { expect, it } from 'vitest';
import { defaultProfile } from '../../../src/catalogue/dimensions/profiles.js';
import type { Configuration } from '../../../src/model/configuration.js';
import { type FaultId, faultIds } from '../../../src/model/fault.js';
import type { Script } from '../../../src/model/script.js';
import { configurationNamed } from '../../../src/run/configurations/named-configuration.js';
import { attemptRecorded } from '../../../src/search/attempt.js';
import { exhaust } from '../../../src/search/exhaust/exhaust.js';
import { allReductions } from '../../../src/search/exhaust/reductions.js';
import { buildStack } from '../../../src/stack/build.js';
import { pseudoRandom } from '../../analysis/observe.js';
import { configurationOf } from '../../laws/configurations.js';
import {
  acknowledge,
  barrier,
  flush,
  fsync,
  type Sketch,
  scriptOfThreads,
  wait,
  write,
} from '../../laws/scripts.js';
import { scenarioOf, scriptOf } from '../../scenario/files.js';
import { contentsOf, readerOf } from './contents.js';
import { verdictsOf } from './outcomes.js';
import { type Random, smallScript, smallThreads, textOf } from './small-scripts.js';

const named = (name: string) => configurationNamed(name, defaultProfile);
const limits = { executionsMax: Number.POSITIVE_INFINITY, isOver: () => false };

const configurations = {
  'a short queue': configurationOf('ide', 'writeback'),
  'a short queue in order': configurationOf('ide', 'writeback', { guest: { elevator: 'noop' } }),
  'a short queue without a cache': configurationOf('ide', 'writethrough'),
  'a short queue and a sparse image': configurationOf('ide', 'none', { allocation: 'sparse' }),
  'a short queue of today': named('ide/none'),
  'a short queue that writes through': named('ide/writethrough'),
  'a short queue with a cache of today': named('ide/writeback'),
  'FUA in a short queue': named('usb-storage/none'),
  'a short queue and large units': configurationOf('ide', 'writeback', {
    disk: { atomicBytes: 4096 },
  }),
  'a short queue of today and large units': named('ide/none@atomic-unit=4096'),
  'a long queue': named('virtio-blk/none'),
} as const;

type Name = keyof typeof configurations;

/** Breaks on one disk only, once so much had been acknowledged. */
function oracleThatFears(script: Script, feared: string) {
  const acknowledges = script.operations.filter(({ kind }) => kind === 'acknowledge');
  return readerOf(script, (shown, { acknowledged }, excluded) => {
    const done = acknowledges.filter(({ id }) => acknowledged(id)).map(({ id }) => id);
    if (excluded.has('lost') || `${shown} after ${done}` !== feared) return null;
    return { kind: 'lost', victim: 0, witness: 0, acknowledge: 0, lba: 0, effect: 'it is so' };
  });
}

function scriptFrom(random: Random): Script {
  const kind = random(3);
  return kind === 0 ? smallThreads(random, 6) : smallScript(random, 5, kind === 1);
}

/** How many records there were, and how long they are: one of two records of a disk is the longer. */
interface Length {
  records: number;
  choices: number;
  events: number;
}

/** Every disk that a proof finds, of those that are wanted, has a record that shows it again. */
function expectReplays(
  script: Script,
  configuration: Configuration,
  fault: FaultId,
  isWanted: (disks: number) => boolean,
  length: Length,
): void {
  const stack = buildStack(configuration);
  const contents = contentsOf(script, stack, [fault], allReductions).get(fault) ?? new Map();
  const all = [...contents].flatMap(([shown, moments]) =>
    [...moments].map((acknowledged) => `${shown} after ${acknowledged}`),
  );
  for (const feared of all.filter(() => isWanted(all.length))) {
    const oracleOf = () => oracleThatFears(script, feared);
    const subject = { script, stack, oracleOf };
    const [proof] = exhaust(subject, [fault], allReductions, limits);
    const attempt = proof?.failures[0]?.attempt;
    const again =
      attempt && attemptRecorded({ ...subject, fault }, attempt.powerCut, attempt.choices, 'lost');
    const text = `${feared} after ${fault} ${textOf(script, configuration)}`;
    expect([text, again?.violation.effect]).toEqual([text, 'it is so']);
    if (attempt === undefined) continue;
    length.records += 1;
    length.choices += attempt.choices.reduce((sum, { value }) => sum + 1 + Math.min(value, 99), 0);
    length.events += attempt.begun + attempt.powerCut.event;
  }
}

const nothing: Length = { records: 0, choices: 0, events: 0 };
const textOfLength = ({ records, choices, events }: Length) => `${records} ${choices} ${events}`;

// Another record of the same disk replays as well. Findings begin with these, so that it is a decision.
const lengths: Readonly<Record<Name, readonly [string, string]>> = {
  'a short queue': ['55 6535 270', '412 21437 3286'],
  'a short queue in order': ['55 6346 280', '403 31827 3049'],
  'a short queue without a cache': ['77 13096 435', '550 52829 4006'],
  'a short queue and a sparse image': ['57 7170 308', '412 21437 3286'],
  'a short queue of today': ['64 8918 388', '672 79861 4469'],
  'a short queue that writes through': ['57 7261 275', '805 102192 5366'],
  'a short queue with a cache of today': ['57 5771 290', '672 79861 4469'],
  'FUA in a short queue': ['64 8918 388', '764 86907 5139'],
  'a short queue and large units': ['48 5202 277', '342 19966 2686'],
  'a short queue of today and large units': ['59 6476 260', '531 59833 3515'],
  'a long queue': ['72 10624 342', '681 86634 4779'],
};

// What a proof says of a queue without end, a machine with a short one must do as well: whatever is
// found becomes a record that replays, or the search fails.
it.each(Object.keys(configurations) as Name[])(
  'each disk that a proof finds replays: %s',
  (name) => {
    const random = pseudoRandom(95);
    const length = { ...nothing };
    for (let scripts = 0; scripts < 12; scripts += 1) {
      const script = scriptFrom(random);
      const fault = faultIds[random(faultIds.length)] ?? 'power-loss';
      expectReplays(script, configurations[name], fault, (disks) => random(disks) < 10, length);
    }
    expect(textOfLength(length)).toBe(lengths[name][0]);
  },
);

const parallel: Sketch = { kind: 'parallel', threads: [1, 2] };
const durable = (lba: number, sectorCount = 1): Sketch => ({
  ...write(lba, sectorCount),
  fua: true,
});
const firsts = [[write(0)], [write(0, 2)], [durable(0)], [barrier(0)], [write(0), flush]];
const seconds = [
  [flush],
  [write(2)],
  [durable(2, 2)],
  [barrier(2)],
  [write(2), flush],
  [write(2, 2), fsync],
];

/** Two threads, each of which waits for what it sent and says so. */
const pairs = firsts.flatMap((first) =>
  seconds.map((second): Script => {
    const threads = [first, second].map((sketches) => [...sketches, wait, acknowledge]);
    return { ...scriptOfThreads([[parallel], ...threads]), sectorCount: 4 };
  }),
);

it.each(Object.keys(configurations) as Name[])(
  'each disk that a proof finds after two threads replays, with as much acknowledged: %s',
  (name) => {
    const length = { ...nothing };
    for (const fault of ['guest-crash', 'power-loss'] as const)
      for (const script of pairs)
        expectReplays(script, configurations[name], fault, () => true, length);
    expect(textOfLength(length)).toBe(lengths[name][1]);
  },
);

/** Two threads whose barriers are in flight together, and a promise of one of them. */
const barriers = {
  blkcheck: 'scenario/1',
  name: 'barriers',
  suite: 'completion',
  summary: 'Two barriers.',
  models: 'Nothing.',
  disk: { sectors: 6 },
  regions: {
    own: { at: 0, sectors: 2 },
    other: { at: 2, sectors: 2 },
    read: { at: 4, sectors: 2 },
  },
  steps: [
    {
      parallel: [
        [{ barrier: 'own', refused: 'wait' }, { read: 'read' }, 'fdatasync'],
        [{ barrier: 'other', refused: 'resend' }],
      ],
    },
    { acknowledge: { durable: 'all' } },
  ],
};

// Where the device takes one request, a barrier keeps its place from its first flush on: the orders of a
// queue without end are not those of this one, and what is found there has no record here.
it.each([
  'a short queue of today',
  'FUA in a short queue',
  'a short queue with a cache of today',
] as const)('what becomes of barriers in two threads replays: %s', (name) => {
  const script = scriptOf(scenarioOf(JSON.stringify(barriers)));
  const stack = buildStack(configurations[name]);
  const [reduced, whole] = [allReductions, { ...allReductions, lazySchedule: false }].map((by) =>
    verdictsOf(script, stack, faultIds, by),
  );
  expect(reduced).toEqual(whole);
});
