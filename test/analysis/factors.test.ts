import { expect, it } from 'vitest';
import { explainBehaviour } from '../../src/analysis/behaviour.js';
import { behavioursOf, guestFactorOf, storageFactorOf } from '../../src/analysis/factors.js';
import { guestParts } from '../../src/analysis/facts/offer.js';
import { storageParts } from '../../src/analysis/facts/storage.js';
import { createJudge, judgeBehaviour } from '../../src/analysis/predict.js';
import { dimensions } from '../../src/catalogue/dimensions.js';
import { faultIds } from '../../src/model/fault.js';
import { randomConfiguration, sampleMailConfigurations } from './all-configurations.js';
import { pseudoRandom } from './observe.js';
import { shippedScripts } from './shipped-scripts.js';

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
