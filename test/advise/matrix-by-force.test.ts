import { expect, it } from 'vitest';
import type { Selected } from '../../src/advise/matrix/fields.js';
import { type MatrixAnswer, matrixOf } from '../../src/advise/matrix/matrix.js';
import { createJudge, predict } from '../../src/analysis/predict.js';
import { dimensionOf, dimensions } from '../../src/catalogue/dimensions.js';
import { defaultProfile } from '../../src/catalogue/profiles.js';
import { refusalOf } from '../../src/catalogue/refusals.js';
import type { Configuration } from '../../src/model/configuration.js';
import { type FaultId, faultIds } from '../../src/model/fault.js';
import { usualConfiguration } from '../../src/run/configurations.js';
import { pseudoRandom } from '../analysis/observe.js';
import { mailProfile } from '../mail-profile.js';
import { readFile, scriptOf } from '../scenario/files.js';

// `BLKCHECK_MATRICES=1000 npx vitest run matrix-by-force` is the longer run.
const matrices = Number(process.env['BLKCHECK_MATRICES'] ?? 20);
const configurationsMax = 3_000;

const script = scriptOf(readFile('scenarios/contract-client.yaml'));
const usuals = [defaultProfile, mailProfile].map(usualConfiguration) as [
  Configuration,
  Configuration,
];

type Random = (below: number) => number;

function someOf<Thing>(things: readonly Thing[], random: Random): readonly Thing[] {
  const taken = things.filter(() => random(2) === 0);
  return taken.length === 0 ? things.slice(0, 1) : taken;
}

/** A few dimensions with some of their values, the others with the one of a profile. */
function randomSelection(usual: Configuration, random: Random): readonly Selected[] {
  let left = configurationsMax;
  const order = dimensions.map((dimension) => ({ dimension, rank: random(1000) }));
  const values = new Map<string, readonly string[]>();
  for (const { dimension } of order.sort((a, b) => a.rank - b.rank)) {
    const all = someOf(
      dimension.values.map(({ id }) => id),
      random,
    );
    if (all.length > left) continue;
    values.set(dimension.key, all);
    left = Math.floor(left / all.length);
  }
  return dimensions.map((dimension) => ({
    dimension,
    values: values.get(dimension.key) ?? [dimension.read(usual)],
  }));
}

function everyCombination(selected: readonly Selected[], usual: Configuration) {
  return selected.reduce<readonly Configuration[]>(
    (all, { dimension, values }) =>
      all.flatMap((each) => values.map((value) => dimension.write(each, value))),
    [usual],
  );
}

function isMet({ conditions }: MatrixAnswer, configuration: Configuration, fault: FaultId) {
  const valueIn = (key: string) => (key === 'fault' ? fault : dimensionOf(key).read(configuration));
  return conditions.some(({ literals }) =>
    literals.every(({ key, values }) => values.includes(valueIn(key))),
  );
}

const judge = createJudge(script);

it('says of random selections what each cell says when it is judged by itself', () => {
  const random = pseudoRandom(2026);
  let [refused, unsafe] = [0, 0];
  for (let nth = 0; nth < matrices; nth += 1) {
    const usual = usuals[nth % 4 === 0 ? 1 : 0] ?? usuals[0];
    const selected = randomSelection(usual, random);
    const faults = someOf(faultIds, random);
    const all = everyCombination(selected, usual);
    const machines = all.filter((each) => refusalOf(each) === '');
    if (machines.length === 0) continue;
    const answer = matrixOf({
      selected,
      faults,
      usual,
      judge: (behaviour) => {
        const { kinds, verdict } = judge(behaviour);
        return { kinds, isUnknown: verdict === 'unknown' };
      },
    });
    refused += all.length - machines.length;
    expect(answer.configurations).toBe(machines.length);
    expect(answer.refused).toBe(all.length - machines.length);
    const wrong = machines.flatMap((configuration) =>
      faults.filter((fault) => {
        const isUnsafe = predict(script, configuration, fault).verdict === 'unsafe';
        if (isUnsafe) unsafe += 1;
        return isUnsafe !== isMet(answer, configuration, fault);
      }),
    );
    expect(wrong).toEqual([]);
    const counted = answer.grid.reduce((sum, cell) => sum + cell.cells, 0);
    expect(counted).toBe(machines.length * faults.length);
    for (const { example, literals } of answer.conditions) {
      expect(refusalOf(example.configuration)).toBe('');
      expect(predict(script, example.configuration, example.fault).verdict).toBe('unsafe');
      for (const { key, values } of literals.filter((literal) => literal.key !== 'fault'))
        expect(values).toContain(dimensionOf(key).read(example.configuration));
    }
  }
  expect(refused).toBeGreaterThan(matrices);
  expect(unsafe).toBeGreaterThan(matrices);
}, 300_000);
