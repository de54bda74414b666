import { expect, it } from 'vitest';
import { inHouseStyle } from '../../src/cli/house-style.js';

it('says what commander says as all other mistakes are said', () => {
  const message = "error: unknown option '--hots'\n(Did you mean one of --host, --host-note?)\n";
  expect(inHouseStyle(message)).toBe(
    'error: unknown option `--hots`\n  = help: did you mean one of `--host`, `--host-note`?\n',
  );
});

it('prints no escape sequence of a word', () => {
  expect(inHouseStyle("error: unknown command '\u001b[31mx'")).toBe('error: unknown command `x`');
});
