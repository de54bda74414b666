import { expect, it } from 'vitest';
import { rules } from '../../src/catalogue/rules/rules.js';
import { ruleAt, ruleIndex } from '../../src/stack/rule-index.js';

it('each rule has a number of its own, which says it again', () => {
  const numbers = rules.map(({ id }) => ruleIndex(id));
  expect(numbers.map(ruleAt)).toEqual(rules.map(({ id }) => id));
  expect(new Set(numbers).size).toBe(rules.length);
});

it('0 is for none', () => {
  expect([ruleIndex(''), ruleAt(0)]).toEqual([0, '']);
  expect(rules.map(({ id }) => ruleIndex(id))).not.toContain(0);
});
