import { readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const source = fileURLToPath(new URL('../../src/', import.meta.url));

/** Imports that are there when the program runs: types are gone then. */
const imported = /^(?:import|export) (?!type\b)[^;]*?from '(\.[^']+)\.js';/gm;

/** Every file that `import 'blkcheck'` loads before anything is called. */
function loadedBy(entry: string): ReadonlySet<string> {
  const loaded = new Set<string>();
  const visit = (file: string): void => {
    if (loaded.has(file)) return;
    loaded.add(file);
    for (const [, target = ''] of readFileSync(join(source, file), 'utf8').matchAll(imported))
      visit(relative(source, join(source, dirname(file), `${target}.ts`)));
  };
  visit(entry);
  return loaded;
}

it('to import the library loads what defines a scenario, and nothing that runs one', () => {
  const folders = new Set([...loadedBy('index.ts')].map((file) => dirname(file).split('/')[0]));
  expect([...folders].sort()).toEqual(['.', 'library', 'model', 'run', 'scenario']);
  expect([...loadedBy('index.ts')].filter((file) => /^(run|library)\//u.test(file))).toEqual([
    'library/of-definitions.ts',
    'library/of-stacks.ts',
    'run/usage-error.ts',
  ]);
});
