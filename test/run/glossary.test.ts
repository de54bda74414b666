import { expect, it } from 'vitest';
import { glossary } from '../../src/run/glossary.js';

it('has the words of the page, as they are read on a terminal', () => {
  const rows = glossary();
  const meaningOf = (word: string) => rows.find(({ id }) => id === word)?.sentence ?? '';
  for (const word of ['flush', 'FUA', 'barrier', 'place', 'volatile write cache', 'crash state'])
    expect([word, meaningOf(word).length > 20]).toEqual([word, true]);
  expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
  for (const { id, sentence } of rows) expect(id + sentence).not.toMatch(/[*`|]|\]\(/u);
});
