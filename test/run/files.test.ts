import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readTextFile } from '../../src/run/read-file.js';
import { checkWritable, writeTextFile } from '../../src/run/write-file.js';

let folder = '';
const inFolder = (name: string) => join(folder, name);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'blkcheck-files-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

describe('writing', () => {
  it('replaces the whole file', () => {
    writeFileSync(inFolder('report'), 'a long old text');
    writeTextFile(inFolder('report'), 'new');
    expect(readFileSync(inFolder('report'), 'utf8')).toBe('new');
    expect(readdirSync(folder)).toEqual(['report']);
  });

  it('writes through a link', () => {
    writeFileSync(inFolder('report'), 'old');
    symlinkSync('report', inFolder('link'));
    writeTextFile(inFolder('link'), 'new');
    expect(readFileSync(inFolder('report'), 'utf8')).toBe('new');
  });

  it('leaves a device where it is', () => {
    checkWritable('/dev/null');
    writeTextFile('/dev/null', 'text');
    expect(() => readTextFile('/dev/null', 10)).not.toThrow();
  });

  it('is checked without a trace', () => {
    writeFileSync(inFolder('report'), 'old');
    checkWritable(inFolder('report'));
    checkWritable(inFolder('other'));
    expect(readdirSync(folder)).toEqual(['report']);
    expect(readFileSync(inFolder('report'), 'utf8')).toBe('old');
  });

  it('fails for a folder, and where there is none', () => {
    mkdirSync(inFolder('reports'));
    for (const write of [checkWritable, (file: string) => writeTextFile(file, '')]) {
      expect(() => write(inFolder('reports'))).toThrow('cannot write the file: it is a directory');
      expect(() => write(inFolder('no/report'))).toThrow('no such file or directory');
    }
  });
});

describe('reading', () => {
  it('takes a file of just the limit', () => {
    writeFileSync(inFolder('text'), 'x'.repeat(200_000));
    expect(readTextFile(inFolder('text'), 200_000)).toHaveLength(200_000);
    expect(() => readTextFile(inFolder('text'), 199_999)).toThrow('larger than 199999 bytes');
  });

  it('reads no more of an endless one', () => {
    expect(() => readTextFile('/dev/zero', 1_000)).toThrow('larger than 1000 bytes');
  });

  it('refuses what is no text, no file, or not there', () => {
    writeFileSync(inFolder('binary'), Buffer.from([0xc3, 0x28]));
    expect(() => readTextFile(inFolder('binary'), 10)).toThrow('not UTF-8 text');
    expect(() => readTextFile(folder, 10)).toThrow('it is a directory');
    expect(() => readTextFile(inFolder('none'), 10)).toThrow('no such file or directory');
  });
});
