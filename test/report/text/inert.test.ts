import fc from 'fast-check';
import { expect, it } from 'vitest';
import { inert } from '../../../src/report/text/inert.js';
import { wildText } from '../hostile.js';

it('leaves ordinary text alone', () => {
  expect(inert('write log[2] – ログ ✓')).toBe('write log[2] – ログ ✓');
});

it('takes whole terminal sequences, not only their first character', () => {
  expect(inert('a\u001b[31;1mred\u001b[0m')).toBe('ared');
  expect(inert('\u001b]0;owned\u0007title')).toBe('title');
  expect(inert('\u001b]8;;http://x\u001b\\link\u001b]8;;\u001b\\')).toBe('link');
  expect(inert('\u009b2Jgone')).toBe('gone');
});

it('takes line ends and what turns text around', () => {
  expect(inert(' a\r\n\tb\u2028c ')).toBe('a b c');
  expect(inert('a\u202eb\u2066c\ufeff')).toBe('abc');
});

it('leaves nothing that a terminal obeys, whatever comes in', () => {
  fc.assert(
    fc.property(wildText, (text) => {
      expect(inert(text)).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
    }),
  );
});
