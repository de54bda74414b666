import { describe, expect, it } from 'vitest';
import { type ColourQuestion, wantsColour } from '../../src/cli/colour.js';

const piped: ColourQuestion = { flag: undefined, env: {}, isTty: false };
const terminal: ColourQuestion = { ...piped, env: { TERM: 'xterm' }, isTty: true };

describe('wantsColour', () => {
  it.each<[string, boolean, ColourQuestion]>([
    ['a pipe', false, piped],
    ['a terminal', true, terminal],
    ['a dumb terminal', false, { ...terminal, env: { TERM: 'dumb' } }],
    ['NO_COLOR', false, { ...terminal, env: { NO_COLOR: '1' } }],
    ['NO_COLOR=0, which is not empty', false, { ...terminal, env: { NO_COLOR: '0' } }],
    ['an empty NO_COLOR', true, { ...terminal, env: { NO_COLOR: '' } }],
    ['FORCE_COLOR on a pipe', true, { ...piped, env: { FORCE_COLOR: '1' } }],
    ['an empty FORCE_COLOR', true, { ...piped, env: { FORCE_COLOR: '' } }],
    ['FORCE_COLOR=0', false, { ...terminal, env: { FORCE_COLOR: '0' } }],
    ['FORCE_COLOR=false', false, { ...terminal, env: { FORCE_COLOR: 'false' } }],
    ['FORCE_COLOR on a dumb one', true, { ...terminal, env: { FORCE_COLOR: '1', TERM: 'dumb' } }],
    ['NO_COLOR over FORCE_COLOR', false, { ...piped, env: { NO_COLOR: '1', FORCE_COLOR: '1' } }],
    ['--color over NO_COLOR', true, { ...piped, flag: true, env: { NO_COLOR: '1' } }],
    ['--no-color over FORCE_COLOR', false, { ...terminal, flag: false, env: { FORCE_COLOR: '1' } }],
  ])('%s: %s', (_, wanted, question) => {
    expect(wantsColour(question)).toBe(wanted);
  });
});
