import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { formerAmong } from '../../../src/run/base/folder-base.js';

const before = process.cwd();
let folder = '';

function write(...names: readonly string[]): void {
  for (const name of names) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), '');
  }
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'blkcheck-folder-base-'));
  process.chdir(folder);
  write('vms/100.conf', 'vms/102.conf', 'vms/deep/103.conf', 'other/104.conf');
});

afterEach(() => {
  process.chdir(before);
  rmSync(folder, { recursive: true });
});

const ofFolder = ['100.conf', '101.conf', 'deep/103.conf'];
const ofAll = ['other/104.conf', ...ofFolder.map((name) => `vms/${name}`)];

/** Of a copy of the selected folder, and of one of all folders: the same but for the folder's name. */
function former(names: readonly string[], given = names): readonly string[] {
  write(...ofFolder.map((name) => `old/${name}`), ...ofAll.map((name) => `all/${name}`));
  const { selected, moved } = formerAmong('old', ofFolder, { names, given });
  const below = (some: readonly string[]) => some.map((name) => `vms/${name}`);
  expect(formerAmong('all', ofAll, { names, given })).toEqual({
    selected: below(selected),
    moved: below(moved),
  });
  return [...selected, ...moved.map((name) => `${name} moved`)];
}

describe('the former self', () => {
  it('of a file is that of its name, and not what else the folder had', () => {
    expect(former(['vms/100.conf'])).toEqual(['100.conf', '101.conf moved']);
    expect(former(['./vms/100.conf', 'vms/deep/103.conf'])).toEqual([
      '100.conf',
      'deep/103.conf',
      '101.conf moved',
    ]);
  });

  it('of a new file may be any that is gone', () => {
    expect(former(['vms/102.conf'])).toEqual(['101.conf moved']);
  });

  it('of a folder or a pattern is all that it had', () => {
    expect(former(['vms'])).toEqual(ofFolder);
    expect(former(['vms/100.conf', 'vms/102.conf'], ['vms/*.conf'])).toEqual([
      '100.conf',
      '101.conf',
    ]);
  });

  it('of a file that was moved is that of its name', () => {
    write('vms/new/101.conf');
    expect(
      formerAmong('old', ofFolder, { names: ['vms/new/101.conf'], given: [] }).selected,
    ).toEqual(['101.conf']);
  });

  it('of standard input may be anything, and so of this folder', () => {
    expect(formerAmong('old', ofFolder, { names: ['-'], given: ['-'] }).selected).toEqual(ofFolder);
    expect(formerAmong('old', ofFolder, { names: ['.'], given: ['.'] }).selected).toEqual(ofFolder);
  });
});
