import fc from 'fast-check';
import { expect, it } from 'vitest';
import { fits } from '../../../src/config/site/glob.js';

const name = fc.stringMatching(/^[ab/.]{0,12}$/);
const pattern = fc
  .array(fc.constantFrom('a', 'b', '/', '.', '?', '*', '**'), { maxLength: 10 })
  .map((parts) => parts.join(''));

/** The same by a regular expression, whose time nobody bounds. */
function expected(text: string): RegExp {
  const source = text.replace(/\*\*|[*?.]/g, (part) =>
    part === '**' ? '[^]*' : part === '*' ? '[^/]*' : part === '?' ? '[^/]' : '\\.',
  );
  return new RegExp(`^${source}$`);
}

it('fits as a regular expression would', () => {
  fc.assert(
    fc.property(pattern, name, (drawn, each) => {
      expect(fits(drawn, each)).toBe(expected(drawn).test(each));
    }),
    { numRuns: 2_000 },
  );
});

it('fits itself', () => {
  fc.assert(fc.property(name, (each) => fits(each, each)));
});
