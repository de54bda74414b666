import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { expandNames, fitsName } from '../../../src/run/definitions/expand-names.js';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'blkcheck-names-'));
  mkdirSync(join(folder, 'vms', 'deep'), { recursive: true });
  for (const name of ['vms/a.xml', 'vms/b.conf', 'vms/deep/c.xml', 'vms/odd[*].xml'])
    writeFileSync(join(folder, name), '');
});
afterEach(() => rmSync(folder, { recursive: true }));

const expanded = (...names: readonly string[]) =>
  expandNames(names.map((name) => join(folder, name))).map((name) => name.slice(folder.length + 1));

describe('names', () => {
  it('are what they are without a pattern, also of what is not there', () => {
    expect(expanded('vms', 'vms/a.xml', 'nowhere.xml')).toEqual([
      'vms',
      'vms/a.xml',
      'nowhere.xml',
    ]);
    expect(expandNames(['-'])).toEqual(['-']);
  });

  it('fill in stars within a folder, and folders with two', () => {
    expect(expanded('vms/*.xml')).toEqual(['vms/a.xml', 'vms/odd[*].xml']);
    expect(expanded('vms/**/*.xml')).toEqual(['vms/a.xml', 'vms/deep/c.xml', 'vms/odd[*].xml']);
    expect(expanded('**/?.xml')).toEqual(['vms/a.xml', 'vms/deep/c.xml']);
    expect(expanded('vms/d*/c.xml')).toEqual(['vms/deep/c.xml']);
  });

  it('are each there once', () => {
    expect(expanded('vms/a.xml', 'vms/*.xml')).toEqual(['vms/a.xml', 'vms/odd[*].xml']);
  });

  it('that exist are no patterns', () => {
    expect(expanded('vms/odd[*].xml')).toEqual(['vms/odd[*].xml']);
  });

  it.each(['vms/*.tf', 'nowhere/*.xml', `vms/${'*a'.repeat(17)}`])('%s is a mistake', (name) => {
    expect(() => expanded(name)).toThrow(/no file fits|more than 16 stars/u);
  });
});

it('a leading ./ is no part of a pattern', () => {
  expect(fitsName('././vms/*.xml', 'vms/a.xml')).toBe(true);
  expect(fitsName('vms/*.xml', 'vms/deep/c.xml')).toBe(false);
});
