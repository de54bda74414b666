import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type BaseFiles, baseFiles } from '../../../src/run/base/base-files.js';
import { movesOf, wantedAmong } from '../../../src/run/base/past-names.js';

const before = process.cwd();
let repository = '';
const made: BaseFiles[] = [];

const git = (...words: readonly string[]) =>
  execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.org', ...words], {
    cwd: repository,
  });

function write(name: string, text = `${name}\n`.repeat(20)): void {
  mkdirSync(dirname(join(repository, name)), { recursive: true });
  writeFileSync(join(repository, name), text);
}

beforeEach(() => {
  repository = realpathSync(mkdtempSync(join(tmpdir(), 'blkcheck-base-files-')));
  git('init', '--quiet');
  for (const name of [
    'vms/a.xml',
    'vms/b.xml',
    'vms/deep/c.xml',
    'other/d.xml',
    'e.xml',
    'vms/ü ".xml',
  ])
    write(name);
  write('blkcheck.config.yaml', 'qemu: "9.2"\n');
  git('add', '--all');
  git('commit', '--quiet', '--message', 'first');
  process.chdir(repository);
});

afterEach(() => {
  process.chdir(before);
  for (const { dispose } of made.splice(0)) dispose();
  rmSync(repository, { recursive: true });
});

function base(
  names: readonly string[],
  given = names,
  revision = 'HEAD',
  siteFile = '',
): BaseFiles {
  const files = baseFiles(revision, { names, given }, siteFile);
  made.push(files);
  return files;
}

const namesOf = (...of: Parameters<typeof base>) => [...base(...of).names].sort();

describe('a revision', () => {
  it('has the selected files and folders as they were, and nothing else', () => {
    write('vms/a.xml', 'new');
    const { folder, names, siteFile } = base(['vms/a.xml', 'other']);
    expect([...names].sort()).toEqual(['other/d.xml', 'vms/a.xml']);
    expect(readFileSync(join(folder, 'vms/a.xml'), 'utf8')).toContain('vms/a.xml\n');
    expect(readFileSync(siteFile, 'utf8')).toBe('qemu: "9.2"\n');
    expect(existsSync(join(folder, 'e.xml'))).toBe(false);
  });

  it('has nothing of folders that are passed over now, unless one is named', () => {
    write('vms/.terraform/modules/m.xml');
    git('add', '--all');
    git('commit', '--quiet', '--message', 'second');
    expect(namesOf(['vms'])).not.toContain('vms/.terraform/modules/m.xml');
    expect(namesOf(['vms/.terraform'])).toEqual(['vms/.terraform/modules/m.xml']);
  });

  it('takes the whole for a dot, and names as git quotes them', () => {
    expect(namesOf(['.'])).toHaveLength(6);
    expect(namesOf(['vms/ü ".xml'])).toEqual(['vms/ü ".xml']);
  });

  it('is seen from the folder that one is in', () => {
    process.chdir(join(repository, 'vms'));
    expect(namesOf(['a.xml', '../other'])).toEqual(['../other/d.xml', 'a.xml']);
  });

  it('has what is gone from a selected folder or pattern, and from nowhere else', () => {
    for (const name of ['vms/b.xml', 'other/d.xml', 'e.xml']) rmSync(join(repository, name));
    expect(namesOf(['vms'])).toContain('vms/b.xml');
    expect(namesOf(['vms'])).not.toContain('other/d.xml');
    expect(namesOf(['vms/a.xml'], ['vms/*.xml'])).toContain('vms/b.xml');
    expect(namesOf(['vms/a.xml'], ['vms/*.xml'])).not.toContain('e.xml');
    expect(namesOf(['vms/a.xml'])).toEqual(['vms/a.xml']);
  });

  it('has the former selves of files that were renamed, from wherever', () => {
    renameSync(join(repository, 'other/d.xml'), join(repository, 'vms/new.xml'));
    git('add', '--all');
    expect(namesOf(['vms/new.xml'])).toEqual(['other/d.xml']);
    expect(namesOf(['vms/a.xml'])).toEqual(['vms/a.xml']);
  });

  it('has what may be a new file under another name, though git does not see it', () => {
    rmSync(join(repository, 'vms/b.xml'));
    rmSync(join(repository, 'e.xml'));
    write('vms/z.xml', 'nothing alike');
    expect(namesOf(['vms/z.xml'])).toEqual(['vms/b.xml']);
  });

  it('says nothing of the site where it had no file, and nothing is left behind', () => {
    rmSync(join(repository, 'blkcheck.config.yaml'));
    git('add', '--all');
    git('commit', '--quiet', '--message', 'second');
    const { siteFile, folder, dispose } = base(['vms']);
    expect(readFileSync(siteFile, 'utf8')).toBe('');
    dispose();
    expect(existsSync(folder)).toBe(false);
    expect(readFileSync(base(['vms'], ['vms'], 'HEAD~1').siteFile, 'utf8')).toBe('qemu: "9.2"\n');
  });

  it('has to be one', () => {
    for (const wrong of ['nowhere', '--all', 'HEAD~9'])
      expect(() => base(['vms'], ['vms'], wrong)).toThrow(
        /no folder, no revision .*, and no file that --write-base wrote/u,
      );
    expect(() => base(['vms'], ['vms'], '')).toThrow(/it is empty/u);
  });

  it('does not know what standard input was', () => {
    expect(() => base(['-'])).toThrow(/standard input/u);
    expect(base(['-'], ['-'], repository).folder).toBe(repository);
  });
});

it('a folder is itself, with its own site, unless one is named', () => {
  const { folder, names, siteFile } = base(['vms'], ['vms'], repository);
  expect([folder, names, siteFile]).toEqual([
    repository,
    ['vms/a.xml', 'vms/b.xml', 'vms/deep/c.xml', 'vms/ü ".xml'],
    join(repository, 'blkcheck.config.yaml'),
  ]);
  expect(base(['vms'], ['vms'], repository, 'mine.yaml').siteFile).toBe('mine.yaml');
});

it('the output of git is read by its statuses', () => {
  expect(movesOf(['D', 'a', 'R087', 'b', 'c', 'D', 'R100'])).toEqual({
    deleted: ['a', 'R100'],
    renamed: [['b', 'c']],
  });
});

it('a new folder has no former self beside it', () => {
  const selection = { names: ['new/deep'], patterns: [], sitePath: 'site' };
  const isWanted = wantedAmong(['old/a', 'b'], { deleted: ['old/a', 'b'], renamed: [] }, selection);
  expect(['old/a', 'b', 'site'].filter(isWanted)).toEqual(['site']);
});
