import fc from 'fast-check';
import { expect, it } from 'vitest';
import { inert } from '../../../src/report/text/inert.js';
import { tableLines } from '../../../src/report/text/table.js';
import { clip, displayWidth, wrap, wrapWithin } from '../../../src/report/text/width.js';
import { columnsOf, hostileText, wildText } from '../hostile.js';

it('counts columns, not characters', () => {
  expect(displayWidth('disk')).toBe(4);
  expect(displayWidth('ログ')).toBe(4);
  expect(displayWidth('e\u0301')).toBe(1);
  expect(displayWidth('✓ safe')).toBe(6);
});

it('clips with an ellipsis, and only what is too long', () => {
  expect(clip('acknowledged', 12)).toBe('acknowledged');
  expect(clip('acknowledged', 8)).toBe('acknowl…');
  expect(clip('ログログ', 6)).toBe('ログ…');
});

it('wraps at spaces and breaks only words that are longer than a line', () => {
  expect(wrap('the guest sends no flush', 10)).toEqual(['the guest', 'sends no', 'flush']);
  expect(wrap('abcdefgh i', 4)).toEqual(['abcd', 'efgh', 'i']);
  expect(wrapWithin('the guest sends no flush', 10, 2)).toEqual(['the guest', 'sends no…']);
});

it('keeps every line within its columns', () => {
  fc.assert(
    fc.property(hostileText, fc.integer({ min: 2, max: 40 }), (text, columns) => {
      const clean = inert(text);
      expect(columnsOf(clip(clean, columns))).toBeLessThanOrEqual(columns);
      for (const line of wrap(clean, columns)) expect(columnsOf(line)).toBeLessThanOrEqual(columns);
    }),
  );
});

it('loses no word in wrapping', () => {
  fc.assert(
    fc.property(hostileText, fc.integer({ min: 2, max: 40 }), (text, columns) => {
      const clean = inert(text);
      expect(wrap(clean, columns).join('').replaceAll(' ', '')).toBe(clean.replaceAll(' ', ''));
    }),
  );
});

it('never counts less than the table does, so that a table cuts nothing', () => {
  fc.assert(
    fc.property(wildText, (text) => {
      const clean = inert(text);
      const [line = ''] = tableLines([[clean, '|']]);
      expect(line.startsWith(clean)).toBe(true);
      expect(displayWidth(line)).toBeGreaterThanOrEqual(displayWidth(clean));
    }),
  );
});
