import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { distinct } from '../../src/model/distinct.js';

it('what says the same is the same, in the order in which each comes first', () => {
  const list = [{ b: 1 }, { a: 1 }, { b: 1 }, 'a', { a: [1] }, 'a', 1, '1'];
  expect(distinct(list)).toEqual([{ b: 1 }, { a: 1 }, 'a', { a: [1] }, 1, '1']);
});

const data = fc.array(fc.record({ name: fc.constantFrom('a', 'b'), at: fc.nat(2) }));

it('none is lost and none is there twice', () => {
  fc.assert(
    fc.property(data, (list) => {
      const texts = distinct(list).map((each) => JSON.stringify(each));
      expect(texts).toEqual([...new Set(list.map((each) => JSON.stringify(each)))]);
    }),
  );
});

it('a list of different things stays as it is', () => {
  fc.assert(
    fc.property(data, (list) => {
      const once = distinct(list);
      expect(distinct(once)).toEqual(once);
    }),
  );
});
