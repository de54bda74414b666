import { expect, it } from 'vitest';
import { checkApart } from '../../../src/run/gate/apart.js';

it.each([
  [['--only', '--base'], '--only and --base'],
  [['--write-base', '--only'], '--only and --write-base'],
  [['--base', '--waivers', '--last-failed'], '--last-failed and --base'],
])('%j leave out what the other is about', (given, pair) => {
  expect(() => checkApart(given)).toThrow(`${pair} do not go together`);
});

it.each([[['--base', '--write-base']], [['--only']], [[]]])('%j go together', (given) => {
  expect(() => checkApart(given)).not.toThrow();
});
