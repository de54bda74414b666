import { expect, it } from 'vitest';
import { isTextLikeOther } from '../../src/model/text-like.js';

it.each(['0', '42', '-1', 'true', 'false'])('the text "%s" reads like something else', (text) => {
  expect(isTextLikeOther(text)).toBe(true);
});

it.each(['', 'none', '1.5', '0x10', 'True', 'true ', '1\n2', '--1'])(
  'the text "%s" reads like a text',
  (text) => {
    expect(isTextLikeOther(text)).toBe(false);
  },
);

it('what is no text is not like one', () => {
  expect([42, true, null, undefined, ['1']].map(isTextLikeOther)).toEqual(Array(5).fill(false));
});
