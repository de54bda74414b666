import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readPage } from './page-files.js';
import { root } from './shell.js';

/** What a page shows of a program, and the command that runs the program below it. */
const shown = /^```js\n([\s\S]*?)^```\n\n```console\n\$ node (\S+)$/gm;

const programs = [...readPage(join('docs', 'library.md')).matchAll(shown)].map(
  ([, program = '', file = '']) => ({ program, file }),
);

it('the page shows programs', () => {
  expect(programs.length).toBeGreaterThan(3);
});

it.each(programs)('$file is the program that its page shows and runs', ({ program, file }) => {
  expect(program).toBe(readFileSync(join(root, file), 'utf8'));
});
