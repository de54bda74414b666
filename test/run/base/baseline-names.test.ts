import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  formerFileIn,
  fromHere,
  keptNames,
  namesakesIn,
} from '../../../src/run/base/baseline-names.js';

const keptName = (file: string, names: readonly string[]) => keptNames(names)(file);

const before = process.cwd();
let top = '';

/** A folder to be in, and one that definitions are exported to. */
beforeEach(() => {
  top = realpathSync(mkdtempSync(join(tmpdir(), 'blkcheck-baseline-names-')));
  for (const name of [
    'here/vms/a.xml',
    'here/other/b.xml',
    'dump/x/c.xml',
    'dump/x/d.xml',
    'dump/y/c.xml',
  ]) {
    mkdirSync(dirname(join(top, name)), { recursive: true });
    writeFileSync(join(top, name), '');
  }
  process.chdir(join(top, 'here'));
});

afterEach(() => {
  process.chdir(before);
  rmSync(top, { recursive: true });
});

it('a file is called as it is seen from here, or from what was named, and never by where that is', () => {
  const dump = join(top, 'dump');
  expect(keptName('./vms/a.xml', ['vms'])).toBe('vms/a.xml');
  expect(keptName(join(top, 'here/vms/a.xml'), [join(top, 'here/vms')])).toBe('vms/a.xml');
  expect(keptName(join(dump, 'x/c.xml'), ['vms', dump])).toBe('x/c.xml');
  expect(keptName('../dump/x/c.xml', ['../dump/x'])).toBe('c.xml');
  expect(keptName('../dump/x/c.xml', ['../dump/x/c.xml'])).toBe('c.xml');
  expect(keptName('<stdin>', ['-'])).toBe('<stdin>');
  expect(keptName('..a.xml', ['..a.xml'])).toBe('..a.xml');
});

it('files elsewhere have names of their own, in whatever order they are named', () => {
  const both = ['../dump/x/c.xml', '../dump/y/c.xml'];
  const kept = (names: readonly string[]) => both.map((file) => keptName(file, names));
  expect(kept(both)).toEqual(['x/c.xml', 'y/c.xml']);
  for (const names of [both, ['../dump/x', '../dump/y'], ['../dump', '../dump/x']])
    expect(kept([...names].reverse())).toEqual(kept(both));
});

it('two files of one name are told', () => {
  const namesakes = (files: readonly string[]) => namesakesIn(files, keptNames(['.', '../dump']));
  expect(namesakes(['vms/a.xml', './vms/a.xml', '../dump/x/c.xml'])).toBeNull();
  expect(namesakes(['x/c.xml', '../dump/x/c.xml'])).toEqual(['x/c.xml', '../dump/x/c.xml']);
});

describe('a file that was kept', () => {
  const former = (
    kept: string,
    names: readonly string[],
    read: readonly string[],
    { given = names, others = [] as readonly string[] } = {},
  ) => {
    const files = new Map(read.map((file) => [fromHere(file), file]));
    return formerFileIn({ names, given }, files, [kept, ...others])(kept);
  };

  it('is what has its name, however that is named now', () => {
    const absolute = join(top, 'here/vms/a.xml');
    expect(former('vms/a.xml', ['./vms'], ['./vms/a.xml']).place).toBe('./vms/a.xml');
    expect(former('vms/a.xml', [absolute], [absolute])).toEqual({
      place: absolute,
      role: 'missed',
    });
    const dumped = join(top, 'dump/x/c.xml');
    expect(former('x/c.xml', [join(top, 'dump')], [dumped]).place).toBe(dumped);
    expect(former('c.xml', [dumped], [dumped]).place).toBe(dumped);
  });

  it('is gone where it is in no file, and what lies in none is compared', () => {
    const selected = { names: ['vms'], given: ['vms'] };
    const roleOf = (kept: string, hasTexts: boolean) =>
      formerFileIn({ ...selected, hasTexts }, new Map(), [kept])(kept).role;
    expect([roleOf('db.yaml', true), roleOf('db.yaml', false)]).toEqual(['missed', 'moved']);
    // A file that nobody named is no business of theirs.
    expect(roleOf('other/b.xml', true)).toBe('other');
  });

  it('is what has its name where more or less was named elsewhere', () => {
    const less = former('y/c.xml', ['../dump/y'], ['../dump/y/c.xml'], { others: ['x/c.xml'] });
    expect(less).toEqual({ place: '../dump/y/c.xml', role: 'missed' });
    // It is not the c.xml of the one folder that is named now.
    const other = former('x/c.xml', ['../dump/y'], ['../dump/y/c.xml'], { others: ['y/c.xml'] });
    expect(other.role).toBe('other');
    const more = former('d.xml', ['../dump/x', '../dump/y'], ['../dump/x/d.xml']);
    expect(more).toEqual({ place: '../dump/x/d.xml', role: 'missed' });
    const copied = former('x/c.xml', ['../dump/y'], ['../dump/y/c.xml']);
    expect(copied).toEqual({ place: '../dump/y/x/c.xml', role: 'missed' });
  });

  it('is missed where it would be named now', () => {
    expect(former('vms/gone.xml', ['vms'], ['vms/a.xml']).role).toBe('missed');
    const dump = join(top, 'dump');
    expect(former('x/gone.xml', [dump], [])).toEqual({
      place: join(dump, 'x/gone.xml'),
      role: 'missed',
    });
    const pattern = (given: string) =>
      former('vms/b.xml', ['vms/a.xml'], [], { given: [given] }).role;
    expect(['vms/*.xml', join(top, 'here/vms/*'), 'vms/a*'].map(pattern)).toEqual([
      'missed',
      'missed',
      'moved',
    ]);
    expect(former('anything.xml', ['-'], ['<stdin>']).role).toBe('missed');
  });

  it('is another where it is there and not named, and may be anything where it is not there', () => {
    expect(former('other/b.xml', ['vms'], ['vms/a.xml']).role).toBe('other');
    expect(former('other/gone.xml', ['vms'], ['vms/a.xml']).role).toBe('moved');
    const named = ['../dump/x/c.xml'];
    expect(former('d.xml', named, named, { others: ['c.xml'] }).role).toBe('other');
    expect(former('gone.xml', named, named, { others: ['c.xml'] }).role).toBe('moved');
  });
});
