import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { planRun } from '../../src/run/plan.js';
import { reductions } from '../../src/run/reduction-names.js';

it('all reductions are named where `without` is described', () => {
  const text = readFileSync(new URL('../../src/run/options.ts', import.meta.url), 'utf8');
  const comment = /Reductions of proofs to do without:([^.]*)\./u.exec(text)?.[1] ?? '';
  const named = comment.match(/(?<=`)[a-z-]+(?=`)/gu);
  expect(named).toEqual(reductions.map(({ id }) => id));
});

it('all but one are named as with other filters', async () => {
  const planned = await planRun({ without: ['!sharing'] });
  expect(planned.without).toEqual(
    reductions.map(({ id }) => id).filter((name) => name !== 'sharing'),
  );
});
