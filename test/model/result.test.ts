import { expect, it } from 'vitest';
import { isWhole } from '../../src/model/result.js';

it.each([
  ['safe', '', true],
  ['unsafe', '', true],
  ['unsafe', 'not all kinds were looked for', false],
  ['inconclusive', 'out of time', false],
  ['inconclusive', '', false],
] as const)('%s with reason "%s": all was looked at %s', (verdict, reason, whole) => {
  expect(isWhole({ verdict, reason })).toBe(whole);
});
