import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { sortInputs } from '../../../src/run/definitions/sort-inputs.js';

const folder = mkdtempSync(join(tmpdir(), 'blkcheck-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function fileWith(name: string, text: string): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}

it('of what a pattern fits, blkcheck’s own files that are no scenarios are passed over', () => {
  const names = [
    fileWith('log.yaml', 'blkcheck: scenario/1\n'),
    fileWith('later.yaml', 'blkcheck: scenario/2\n'),
    fileWith('blkcheck.config.yaml', '# ours\nblkcheck: config/1\nqemu: "10.0"\n'),
    fileWith('waivers.yaml', 'blkcheck: "waivers/1"\nwaivers: []\n'),
    fileWith('page.yaml', 'services: {}\n'),
  ];
  const { definitions, scenarios } = sortInputs(names, [join(folder, '*.yaml')], '');
  expect(definitions).toEqual([]);
  expect(scenarios).toEqual(names.slice(0, 2));
  // What is named is asked about, and refused where it is read.
  expect(sortInputs(names, names, '').scenarios).toEqual(names);
});
