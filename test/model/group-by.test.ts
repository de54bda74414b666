import { expect, it } from 'vitest';
import { addToGroup, groupBy } from '../../src/model/group-by.js';

it('puts items of one key together, in the order in which keys and items come', () => {
  const groups = groupBy(['pear', 'fig', 'plum', 'kiwi', 'nut'], (name) => name.length);
  expect([...groups]).toEqual([
    [4, ['pear', 'plum', 'kiwi']],
    [3, ['fig', 'nut']],
  ]);
});

it('adds to the group of a key, or begins it', () => {
  const groups = new Map([['a', [1]]]);
  addToGroup(groups, 'a', 2);
  addToGroup(groups, 'b', 3);
  expect([...groups]).toEqual([
    ['a', [1, 2]],
    ['b', [3]],
  ]);
});
