import { expect, it, vi } from 'vitest';
import type { Selected } from '../../src/advise/matrix/fields.js';
import { type MatrixAnswer, matrixOf } from '../../src/advise/matrix/matrix.js';
import { createJudge, predict } from '../../src/analysis/predict.js';
import { dimensionOf, dimensions } from '../../src/catalogue/dimensions/dimensions.js';
import { defaultProfile } from '../../src/catalogue/dimensions/profiles.js';
import { refusalOf } from '../../src/catalogue/refusals/refusals.js';
import { standInsOf } from '../../src/catalogue/releases/stand-ins.js';
import type { Configuration } from '../../src/model/configuration.js';
import { type FaultId, faultIds } from '../../src/model/fault.js';
import type { Verdict } from '../../src/model/verdict.js';
import type { Assume } from '../../src/run/assume.js';
import { usualConfiguration } from '../../src/run/configurations/configurations.js';
import { settleBy } from '../../src/run/matrix/settle-outcomes.js';
import { pseudoRandom } from '../analysis/observe.js';
import { mailProfile } from '../mail-profile.js';
import { readFile, scriptOf } from '../scenario/files.js';

vi.mock(import('../../src/catalogue/releases/releases.js'), async (importOriginal) => {
  const { withUnknownReleases } = await import('../unknown-releases.js');
  return withUnknownReleases(await importOriginal());
});

// `BLKCHECK_MATRICES=1000 npx vitest run matrix-by-force` is the longer run.
const matrices = Number(process.env['BLKCHECK_MATRICES'] ?? 20);
const configurationsMax = 3_000;

// Not every guest has the same workloads.
const scripts = {
  linux: scriptOf(readFile('scenarios/contract-client.yaml')),
  others: scriptOf(readFile('scenarios/wal-commit.yaml')),
};
const workloadsOf = ({ kernel }: Pick<Configuration['guest'], 'kernel'>) =>
  /^\d/u.test(kernel) ? 'linux' : 'others';
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

const judges = { linux: createJudge(scripts.linux), others: createJudge(scripts.others) };

const assumes = ['nothing', 'nearest', 'worst'] as const;

/** What a machine does: the one itself, or those that stand for it, as is assumed. */
function verdictOf(configuration: Configuration, fault: FaultId, assume: Assume): Verdict {
  const standIns = standInsOf(configuration);
  const found = (standIns.length === 0 ? [configuration] : standIns).map((each) => {
    const { verdict } = predict(scripts[workloadsOf(each.guest)], each, fault);
    return verdict === 'unknown' ? 'inconclusive' : verdict;
  });
  const [nearest = 'inconclusive'] = found;
  if (assume === 'nearest' || found.every((each) => each === nearest)) return nearest;
  if (assume === 'nothing') return 'inconclusive';
  return found.includes('unsafe') ? 'unsafe' : 'inconclusive';
}

interface Found {
  refused: number;
  unsafe: number;
  inconclusive: number;
}

function nothingFound(): Found {
  return { refused: 0, unsafe: 0, inconclusive: 0 };
}

interface Asked {
  readonly usual: Configuration;
  readonly selected: readonly Selected[];
  readonly faults: readonly FaultId[];
  readonly assume: Assume;
}

/** Compares the matrix with each of its cells, judged by itself. */
function check({ usual, selected, faults, assume }: Asked, found: Found): void {
  const all = everyCombination(selected, usual);
  const machines = all.filter((each) => refusalOf(each) === '');
  if (machines.length === 0) return;
  const answer = matrixOf({
    selected,
    faults,
    usual,
    workloadsOf,
    judge: (behaviour, workloads) => {
      const { kinds, verdict } = judges[workloads as keyof typeof judges](behaviour);
      return { kinds, isUnknown: verdict === 'unknown' };
    },
    settle: settleBy(assume),
    refusals: [],
  });
  found.refused += all.length - machines.length;
  expect(answer.configurations).toBe(machines.length);
  expect(answer.refused).toBe(all.length - machines.length);
  let inconclusive = 0;
  const wrong = machines.flatMap((configuration) =>
    faults.filter((fault) => {
      const verdict = verdictOf(configuration, fault, assume);
      if (verdict === 'unsafe') found.unsafe += 1;
      if (verdict === 'inconclusive') inconclusive += 1;
      return (verdict === 'unsafe') !== isMet(answer, configuration, fault);
    }),
  );
  expect(wrong).toEqual([]);
  const sum = (of: 'cells' | 'inconclusive') =>
    answer.grid.reduce((total, cell) => total + cell[of], 0);
  expect(sum('cells')).toBe(machines.length * faults.length);
  expect(sum('inconclusive')).toBe(inconclusive);
  found.inconclusive += inconclusive;
  for (const { example, literals } of answer.conditions) {
    expect(refusalOf(example.configuration)).toBe('');
    expect(verdictOf(example.configuration, example.fault, assume)).toBe('unsafe');
    for (const { key, values } of literals.filter((literal) => literal.key !== 'fault'))
      expect(values).toContain(dimensionOf(key).read(example.configuration));
  }
}

it('says of random selections what each cell says when it is judged by itself', () => {
  const random = pseudoRandom(2026);
  const found = nothingFound();
  for (let nth = 0; nth < matrices; nth += 1) {
    const usual = usuals[nth % 4 === 0 ? 1 : 0] ?? usuals[0];
    const selected = randomSelection(usual, random);
    const faults = someOf(faultIds, random);
    check({ usual, selected, faults, assume: assumes[nth % assumes.length] ?? 'nothing' }, found);
  }
  expect(found.refused).toBeGreaterThan(matrices);
  expect(found.unsafe).toBeGreaterThan(matrices);
}, 300_000);

/** Where the releases around those that nobody knows differ. */
const ofReleases: Readonly<Record<string, readonly string[]>> = {
  qemu: ['7.2', '8.2', '9.2', '10.0', '11.1'],
  machine: ['newest', '7.2', '8.2', '10.1'],
  frontend: ['virtio-blk', 'virtio-scsi', 'ahci'],
  cache: ['writethrough', 'writeback', 'directsync'],
  aio: ['threads', 'io_uring'],
  format: ['raw', 'qcow2'],
  'guest-kernel': ['2.6.31', '6.12'],
};

it.each(assumes)(
  'settles releases that nobody knows by their neighbours, assuming %s',
  (assume) => {
    const [usual] = usuals;
    const selected = dimensions.map((dimension) => ({
      dimension,
      values: ofReleases[dimension.key] ?? [dimension.read(usual)],
    }));
    const found = nothingFound();
    check({ usual, selected, faults: ['host-crash', 'power-loss'], assume }, found);
    expect(found.refused).toBeGreaterThan(0);
    expect(found.unsafe).toBeGreaterThan(0);
    expect(found.inconclusive > 0).toBe(assume === 'nothing');
  },
);
