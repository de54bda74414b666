import { expect, it } from 'vitest';
import type { Behaviour } from '../../src/analysis/behaviour.js';
import type { CutCondition } from '../../src/analysis/cut/condition.js';
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
import { counts, differencesIn, nothing, skipping } from './cut-differences.js';
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

function conditionFrom(random: Random, { operations }: Script): CutCondition {
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
function inFlight(random: Random, { operations }: Script): readonly CutCondition[] {
  return operations
    .filter(({ sectorCount }) => sectorCount > 0 && random(3) > 0)
    .flatMap(({ id, lba }) => [
      { is: 'dispatched', write: id },
      { is: 'missing', write: id, lba },
    ]);
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
    const ran = script.operations.map(({ id }): CutCondition => ({ is: 'run', operation: id }));
    const lost = writes.map(({ id, lba }): CutCondition => ({ is: 'missing', write: id, lba }));
    const there = writes.map(({ id }): CutCondition => ({ is: 'dispatched', write: id }));
    const later = writes.flatMap(({ id: write }) =>
      writes.filter(({ id }) => id < write).map(({ id: other }) => ({ write, other })),
    );
    const orders = later.map((pair): CutCondition => ({ is: 'submitted-after', ...pair }));
    const overtaken = later.map((pair): CutCondition => ({ is: 'landed-before', ...pair }));
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
