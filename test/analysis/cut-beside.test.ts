import { expect, it } from 'vitest';
import type { CutCondition } from '../../src/analysis/cut/condition.js';
import type { Script } from '../../src/model/script.js';
import { acknowledge, flush, type Sketch, scriptOfThreads, wait, write } from '../laws/scripts.js';
import { counts, differencesIn, nothing, skipping } from './cut-differences.js';

/** All conditions of one of these kinds, or of two, that there can be about two writes. */
function conditionsOf({ operations }: Script): readonly (readonly CutCondition[])[] {
  const writes = operations.filter(({ sectorCount }) => sectorCount > 0);
  const last = Math.max(
    ...operations.filter(({ kind }) => kind === 'acknowledge').map(({ id }) => id),
  );
  const single = writes.flatMap(({ id: write, lba, sectorCount }): CutCondition[] => [
    { is: 'dispatched', write },
    { is: 'present', write, lba: lba + sectorCount - 1 },
    { is: 'missing', write, lba },
  ]);
  const order = writes.flatMap(({ id: write }) =>
    writes
      .filter(({ id }) => id !== write)
      .flatMap(({ id: other }): CutCondition[] => [
        { is: 'landed-before', write, other },
        { is: 'submitted-after', write, other },
      ]),
  );
  const all: readonly CutCondition[] = [...single, ...order, { is: 'run', operation: last }];
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
