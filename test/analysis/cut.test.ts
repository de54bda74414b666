import { expect, it } from 'vitest';
import type { Behaviour } from '../../src/analysis/behaviour.js';
import type { Condition } from '../../src/analysis/cut/condition.js';
import { problemOf } from '../../src/analysis/cut/demands.js';
import { isRefuted, refutedUpTo } from '../../src/analysis/cut/refute.js';
import { sectorsOf } from '../../src/analysis/cut/sectors.js';
import { isPossible } from '../../src/analysis/cut/solve.js';
import { buildTimeline } from '../../src/analysis/timeline/build.js';
import type { Script } from '../../src/model/script.js';
import {
  acknowledge,
  barrier,
  flush,
  fsync,
  type Sketch,
  scriptOfThreads,
  wait,
  write,
} from '../laws/scripts.js';
import { canHold, everyRun, isAtWork } from './every-run.js';
import { pseudoRandom } from './observe.js';

type Random = (below: number) => number;

const one = <Value>(random: Random, values: readonly Value[]) =>
  values[random(values.length)] as Value;

function stepOf(random: Random): Sketch {
  switch (random(8)) {
    case 0:
      return wait;
    case 1:
      return flush;
    case 2:
      return fsync;
    case 3:
      return barrier(random(4), one(random, ['resend', 'wait']));
    case 4:
      return { ...write(random(4)), fua: true };
    default:
      return write(random(4), 1 + random(2));
  }
}

function scriptFrom(random: Random): Script {
  const steps = (count: number) => Array.from({ length: count }, () => stepOf(random));
  if (random(4) > 0) return scriptOfThreads([[...steps(1 + random(4)), acknowledge]]);
  const main: Sketch[] = [{ kind: 'parallel', threads: [1, 2] }, acknowledge];
  return scriptOfThreads([main, steps(1), steps(1)]);
}

/** Any stack: whether there is one that does all of this does not matter here. */
function behaviourFrom(random: Random): Behaviour {
  const from = [
    ['flush', 'flush'],
    ['flush', 'flush'],
    ['flush', 'flush'],
    ['completion', 'flush'],
    ['completion', 'completion'],
    ['completion', 'completion'],
    ['flush', 'never'],
    ['never', 'never'],
    ['dispatch', 'flush'],
    ['gone', 'gone'],
  ] as const;
  const [data, allocation] = one(random, from);
  const oneAtATime = random(3) === 0;
  const isFlush = data === 'flush' || allocation === 'flush';
  const skips = isFlush ? one(random, ['none', 'none', 'fua', 'every-write'] as const) : 'none';
  return {
    mode: one(random, ['drain', 'drain-flush', 'drain-fua', 'none', 'flush', 'flush-fua']),
    inOrder: random(2) === 0,
    oneAtATime,
    data,
    allocation,
    blockSectors: one(random, [2, 4]),
    unitSectors: one(random, [1, 1, 2]),
    fua: skips === 'fua' ? 'flush' : one(random, ['plain', 'alone', 'flush']),
    skips,
    finishes: random(4) === 0,
  };
}

function conditionFrom(random: Random, { operations }: Script): Condition {
  const writes = operations.filter(({ sectorCount }) => sectorCount > 0);
  if (writes.length === 0 || random(4) === 0)
    return { is: 'run', operation: one(random, operations).id };
  const [of, other] = [one(random, writes), one(random, writes)];
  const at = { write: of.id, lba: of.lba + random(of.sectorCount) };
  if (random(5) === 0 && of !== other)
    return { is: one(random, ['landed-before', 'submitted-after']), write: of.id, other: other.id };
  if (random(8) === 0) return { is: 'dispatched', write: of.id };
  return { is: one(random, ['present', 'missing', 'missing']), ...at };
}

/** Writes that got to the device and can be lost all the same, which not many may be at a time. */
function inFlight(random: Random, { operations }: Script): readonly Condition[] {
  return operations
    .filter(({ sectorCount }) => sectorCount > 0 && random(3) > 0)
    .flatMap(({ id, lba }) => [
      { is: 'dispatched', write: id },
      { is: 'missing', write: id, lba },
    ]);
}

function textOf({ operations, threads }: Script): string {
  return threads
    .map((ids) =>
      ids
        .map((id) => operations.find((each) => each.id === id))
        .map((each) => `${each?.id} ${each?.label}+${each?.sectorCount}${each?.fua ? ' fua' : ''}`)
        .join('; '),
    )
    .join(' | ');
}

const nothing = { possible: 0, impossible: 0, refuted: 0, finished: 0, large: 0 };
const counts = { ...nothing };

/** Where the solver and every run of the script differ in what can be when a fault strikes. */
function differencesIn(
  script: Script,
  behaviour: Behaviour,
  asked: readonly (readonly Condition[])[],
  most: number,
): readonly unknown[] {
  const timeline = buildTimeline(script, behaviour);
  const model = { behaviour, overlaps: true, timeline, sectors: sectorsOf(timeline, behaviour) };
  const seen = asked.map(() => false);
  // What a device that lives on finishes is left to the runs, which tell when a flush came back.
  const whole = { ...model, timeline: buildTimeline(script, { ...behaviour, finishes: false }) };
  const can = asked.map((conditions) => canHold(whole, conditions));
  const isAll = everyRun(whole.timeline, most, (run) => {
    if (behaviour.finishes && isAtWork(whole.timeline, run)) return false;
    for (const [at, holds] of can.entries()) if (!seen[at]) seen[at] = holds(run);
    return seen.every((each) => each);
  });
  if (!isAll) {
    counts.large += 1;
    return [];
  }
  return asked.flatMap((conditions, at) => {
    const problem = problemOf(model, conditions);
    const found = problem !== null && isPossible(timeline, problem, { left: 20_000 });
    const upTo = refutedUpTo(timeline, new Map(), conditions);
    const refuted = isRefuted(behaviour, upTo);
    counts[seen[at] ? 'possible' : 'impossible'] += 1;
    if (behaviour.finishes) counts.finished += 1;
    if (refuted) counts.refuted += 1;
    if (found === seen[at] && !(refuted && found)) return [];
    return [{ found, seen: seen[at], refuted, conditions, behaviour, script: textOf(script) }];
  });
}

function differences(random: Random): readonly unknown[] {
  const script = scriptFrom(random);
  const asked = Array.from({ length: 25 }, (_, nth) => [
    ...(nth % 4 === 0 ? inFlight(random, script) : []),
    ...Array.from({ length: 1 + random(4) }, () => conditionFrom(random, script)),
  ]);
  return differencesIn(script, behaviourFrom(random), asked, 4_000);
}

it('what the solver holds to be possible is what some run brings about', () => {
  Object.assign(counts, nothing);
  const random = pseudoRandom(81);
  for (let scripts = 0; scripts < 240; scripts += 1) expect(differences(random)).toEqual([]);
  // Most of what is drawn is compared, and both answers come up.
  expect(counts.large).toBeLessThan(24);
  expect(counts.possible).toBeGreaterThan(1_000);
  expect(counts.impossible).toBeGreaterThan(500);
  expect(counts.refuted).toBeGreaterThan(40);
  expect(counts.finished).toBeGreaterThan(500);
});

/** FUA is a flush of its own in QEMU, which may be skipped as any other: none of them beside another. */
const skipping: Behaviour = {
  mode: 'flush-fua',
  inOrder: false,
  oneAtATime: false,
  data: 'flush',
  allocation: 'flush',
  blockSectors: 4,
  unitSectors: 1,
  fua: 'flush',
  skips: 'fua',
};

/** All conditions of one of these kinds, or of two, that there can be about two writes. */
function conditionsOf({ operations }: Script): readonly (readonly Condition[])[] {
  const writes = operations.filter(({ sectorCount }) => sectorCount > 0);
  const last = Math.max(
    ...operations.filter(({ kind }) => kind === 'acknowledge').map(({ id }) => id),
  );
  const single = writes.flatMap(({ id: write, lba, sectorCount }): Condition[] => [
    { is: 'dispatched', write },
    { is: 'present', write, lba: lba + sectorCount - 1 },
    { is: 'missing', write, lba },
  ]);
  const order = writes.flatMap(({ id: write }) =>
    writes
      .filter(({ id }) => id !== write)
      .flatMap(({ id: other }): Condition[] => [
        { is: 'landed-before', write, other },
        { is: 'submitted-after', write, other },
      ]),
  );
  const all: readonly Condition[] = [...single, ...order, { is: 'run', operation: last }];
  return all.flatMap((one, at) =>
    all.slice(at).flatMap((two, next) => all.slice(at + next).map((three) => [one, two, three])),
  );
}

const sureFrom = [
  ['completion', 'completion'],
  ['flush', 'flush'],
  ['completion', 'flush'],
] as const;

it('of two writes beside one another is possible what some run brings about', () => {
  Object.assign(counts, nothing);
  const beside = [
    [[write(0)], [write(0)]],
    [[write(0), flush], [write(0)]],
    [[{ ...write(0), fua: true }, wait], [write(0)]],
    [[write(0, 2)], [write(1), flush]],
  ] as const;
  for (const threads of beside) {
    const main: Sketch[] = [{ kind: 'parallel', threads: [1, 2] }, acknowledge];
    const script = scriptOfThreads([main, ...threads]);
    const asked = conditionsOf(script);
    for (const [data, allocation] of sureFrom)
      for (const unitSectors of [1, 2]) {
        const under = { ...skipping, fua: 'alone', skips: 'none', data, allocation } as const;
        const how = { ...under, unitSectors, oneAtATime: unitSectors === 2 };
        expect(differencesIn(script, how, asked, 60_000)).toEqual([]);
      }
  }
  expect(counts.large).toBe(0);
});

/** Every short program of writes, FUA writes and flushes, each write to its own sector. */
function shortPrograms(length: number): readonly (readonly Sketch[])[] {
  if (length === 0) return [[]];
  return shortPrograms(length - 1).flatMap((before) => [
    [...before, write(before.length)],
    [...before, { ...write(before.length), fua: true }],
    [...before, flush],
    [...before, wait],
  ]);
}

it('what is lost where flushes may be skipped is lost in some run', () => {
  Object.assign(counts, nothing);
  const durable = (lba: number): Sketch => ({ ...write(lba), fua: true });
  const longer = [
    [write(0), flush, write(2), durable(3)],
    [write(0), wait, durable(2), durable(3)],
    [write(0), flush, wait, durable(3)],
  ];
  for (const steps of [...[2, 3].flatMap(shortPrograms), ...longer]) {
    const kinds = steps.map(({ kind, fua }) => (fua ? 'fua' : kind));
    if (!kinds.includes('fua') || kinds.at(-1) === 'wait') continue;
    const script = scriptOfThreads([[...steps, wait, acknowledge]]);
    const writes = script.operations.filter(({ sectorCount }) => sectorCount > 0);
    const ran = script.operations.map(({ id }): Condition => ({ is: 'run', operation: id }));
    const lost = writes.map(({ id, lba }): Condition => ({ is: 'missing', write: id, lba }));
    const there = writes.map(({ id }): Condition => ({ is: 'dispatched', write: id }));
    const later = writes.flatMap(({ id: write }) =>
      writes.filter(({ id }) => id < write).map(({ id: other }) => ({ write, other })),
    );
    const orders = later.map((pair): Condition => ({ is: 'submitted-after', ...pair }));
    const overtaken = later.map((pair): Condition => ({ is: 'landed-before', ...pair }));
    const asked = lost.flatMap((one) => [
      ...lost.flatMap((other) => ran.map((at) => [one, other, at])),
      [one, ...there],
      ...orders.flatMap((order) => [
        [one, order, ...there],
        ...overtaken.map((other) => [one, order, other, ...ran.slice(-1)]),
      ]),
    ]);
    // Three beside one another have more runs than are gone through.
    if (writes.length === 3 && steps.length === 3) continue;
    expect(differencesIn(script, skipping, asked, 60_000)).toEqual([]);
  }
  expect(counts.large).toBeLessThan(2);
});
