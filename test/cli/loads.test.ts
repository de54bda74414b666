import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const source = fileURLToPath(new URL('../../src/', import.meta.url));
const imported = /^(?:import|export) (?!type )[^;]*?from '([^']+)'/gmu;

/** Packages that are loaded with a module, whatever is done with it: what is loaded later is not among them. */
function packagesOf(file: string): readonly string[] {
  const packages = new Set<string>();
  const seen = new Set([file]);
  // What is found is added at the end, and come to in turn.
  for (const each of seen) {
    for (const [, name = ''] of readFileSync(join(source, each), 'utf8').matchAll(imported)) {
      if (name.startsWith('.')) seen.add(join(dirname(each), name).replace(/\.js$/u, '.ts'));
      else if (!name.startsWith('node:')) packages.add(name);
    }
  }
  return [...packages].sort();
}

// Each takes some hundredths of a second, which is much of the time of one disk that is safe.
it.each([
  ['cli/main.ts', ['commander']],
  ['cli/commands/run-gate.ts', ['chalk']],
  ['cli/commands/run.ts', []],
  ['run/run-plan.ts', []],
  ['run/worker.ts', []],
  ['config/qemu/read.ts', []],
])('%s loads no more packages than it needs', (file, packages) => {
  expect(packagesOf(file)).toEqual(packages);
});
