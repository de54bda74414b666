import { expect, it } from 'vitest';
import { loadGrammar } from '../../../src/run/definitions/grammars.js';

it('grammars that are loaded at the same time all parse', async () => {
  const [hcl, ruby] = await Promise.all([loadGrammar('hcl'), loadGrammar('ruby')]);
  const rootOf = {
    hcl: hcl('a = 1\n', ({ type }) => type),
    ruby: ruby('a = 1\n', ({ type }) => type),
  };
  expect(rootOf).toEqual({ hcl: 'config_file', ruby: 'program' });
});
