import { expect, it } from 'vitest';
import { type Behaviour, explainBehaviour } from '../../src/analysis/behaviour.js';
import { behavioursOf, guestFactorOf, storageFactorOf } from '../../src/analysis/factors.js';
import { guestParts } from '../../src/analysis/facts/offer.js';
import { storageParts } from '../../src/analysis/facts/storage.js';
import { createJudge, judgeBehaviour } from '../../src/analysis/predict.js';
import { dimensions } from '../../src/catalogue/dimensions/dimensions.js';
import { faultIds } from '../../src/model/fault.js';
import type { Script } from '../../src/model/script.js';
import { write, script as writing } from '../laws/scripts.js';
import { randomConfiguration, sampleMailConfigurations } from './all-configurations.js';
import { pseudoRandom } from './observe.js';
import { randomScript } from './random-scripts.js';
import { shippedScripts } from './shipped-scripts.js';
import { behaviour } from './small-disks.js';

const random = pseudoRandom(64);
const sample = [
  ...sampleMailConfigurations(4_999),
  ...Array.from({ length: 400 }, () => randomConfiguration(random)),
];

it('two factors make the behaviour that the whole configuration has', () => {
  for (const configuration of sample) {
    const guest = guestFactorOf(configuration);
    const behaviours = behavioursOf(guest, storageFactorOf(configuration, faultIds));
    const whole = faultIds.map((fault) => explainBehaviour(configuration, fault).behaviour);
    expect(behaviours).toEqual(whole);
  }
});

it('a factor reads only the fields that it says it reads', () => {
  for (const configuration of sampleMailConfigurations(40_009)) {
    const restOf = (parts: readonly string[]) =>
      Object.fromEntries(Object.entries(configuration).filter(([key]) => parts.includes(key)));
    const guest = guestFactorOf(restOf(guestParts) as typeof configuration);
    const storage = storageFactorOf(restOf(storageParts) as typeof configuration, faultIds);
    expect(guest).toEqual(guestFactorOf(configuration));
    expect(storage).toEqual(storageFactorOf(configuration, faultIds));
  }
});

it('every dimension belongs to a factor', () => {
  const parts = new Set<string>([...guestParts, ...storageParts]);
  expect(dimensions.filter(({ part }) => !parts.has(part))).toEqual([]);
});

it('a judge of many behaviours says of each what it says of it alone', () => {
  const behaviours = new Map(
    sampleMailConfigurations(40_009).flatMap((configuration) =>
      faultIds.map((fault) => {
        const { behaviour } = explainBehaviour(configuration, fault);
        return [JSON.stringify(behaviour), behaviour] as const;
      }),
    ),
  );
  const scripts = shippedScripts().filter(({ operations }) => operations.length < 16);
  for (const script of scripts) {
    const judge = createJudge(script);
    for (const behaviour of behaviours.values())
      expect(judge(behaviour)).toEqual(judgeBehaviour(script, behaviour));
  }
});

/** Behaviours that differ in when something is sure, with blocks that may be lost by themselves or not. */
const sureness: readonly Pick<Behaviour, 'data' | 'allocation'>[] = [
  { data: 'completion', allocation: 'completion' },
  { data: 'flush', allocation: 'flush' },
  { data: 'dispatch', allocation: 'dispatch' },
  { data: 'completion', allocation: 'flush' },
  { data: 'flush', allocation: 'never' },
  { data: 'never', allocation: 'never' },
  { data: 'gone', allocation: 'gone' },
];

const shapes: readonly Behaviour[] = [
  { ...behaviour, mode: 'flush-fua' },
  { ...behaviour, mode: 'drain-flush', inOrder: true, oneAtATime: true },
  { ...behaviour, mode: 'flush', fua: 'flush', finishes: true },
];

it('what a judge was asked before makes no difference', () => {
  for (let scripts = 0; scripts < 30; ) {
    const script = randomScript(random, false);
    if (script === null) continue;
    scripts += 1;
    const judge = createJudge(script);
    for (const shape of shapes)
      for (const sure of sureness) {
        const asked = { ...shape, ...sure };
        expect(judge(asked)).toEqual(judgeBehaviour(script, asked));
      }
  }
});

it('a judge goes through a script once for behaviours that differ only in when something is sure', () => {
  const script = shippedScripts().find(({ scenario }) => scenario === 'append-fdatasync') as Script;
  let walks = 0;
  const counted: Script = {
    ...script,
    get threads() {
      walks += 1;
      return script.threads;
    },
  };
  const judge = createJudge(counted);
  const ask = (shape: Behaviour) => {
    walks = 0;
    for (const sure of sureness) judge({ ...shape, ...sure });
    return walks;
  };
  expect(shapes.map(ask)).toEqual([2, 2, 2]);
  expect(shapes.map(ask)).toEqual([0, 0, 0]);
});

it('a judge has no opinion where there is too much to try', () => {
  const script = shippedScripts().find(
    ({ scenario }) => scenario === 'ext4-async-commit',
  ) as Script;
  const sure = { data: 'flush', allocation: 'flush', skips: 'every-write' } as const;
  const { verdict, kinds, isComplete } = judgeBehaviour(script, {
    ...behaviour,
    mode: 'flush',
    ...sure,
  });
  expect([verdict, kinds, isComplete]).toEqual(['unknown', [], false]);
});

it('and none of a disk that is gone, where nothing was promised', () => {
  const gone = { ...behaviour, data: 'gone', allocation: 'gone' } as const;
  const judged = [behaviour, gone].map((each) => judgeBehaviour(writing(write(0)), each));
  expect(judged.map(({ verdict }) => verdict)).toEqual(['safe', 'unknown']);
});
