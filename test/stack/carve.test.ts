import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { carve } from '../../src/stack/carve.js';

const sizesOf = fc.dictionary(fc.stringMatching(/^[a-l]$/), fc.nat(9));

it('views are as long as they were asked for, and are all of the memory, in their order', () => {
  fc.assert(
    fc.property(sizesOf, (sizes) => {
      const carved = carve(sizes);
      const views = Object.keys(sizes).map((name) => carved[name] ?? new Int32Array());
      expect(views.map(({ length }) => length)).toEqual(Object.values(sizes));
      views.forEach((view, index) => {
        view.fill(index + 1);
      });
      expect([...(carved.memory ?? [])]).toEqual(views.flatMap((view) => [...view]));
    }),
  );
});

it('one fill of the memory resets all of them', () => {
  const { first, second, memory } = carve<'first' | 'second'>({ first: 2, second: 3 });
  first.fill(1);
  second.fill(2);
  memory.fill(0);
  expect([...first, ...second]).toEqual([0, 0, 0, 0, 0]);
});
