import { execFileSync, spawn } from 'node:child_process';
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
import { readTextFile } from '../../src/run/files/read-file.js';
import { checkWritable, writeTextFile } from '../../src/run/files/write-file.js';
import { UsageError } from '../../src/run/usage-error.js';

/** The places of all mistakes. */
function placesOf(run: () => unknown): readonly (readonly number[])[] {
  try {
    run();
    return [];
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return error.diagnostics.map(({ line, column }) => [line, column]);
  }
}

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

  it('reads no more of an endless one', async () => {
    execFileSync('mkfifo', [inFolder('pipe')]);
    const endless = spawn('sh', ['-c', `exec yes > ${inFolder('pipe')}`]);
    expect(() => readTextFile(inFolder('pipe'), 1_000)).toThrow('larger than 1000 bytes');
    await new Promise((resolve) => endless.on('exit', resolve));
  });

  it('does not wait for ever for a pipe that nobody writes to', () => {
    execFileSync('mkfifo', [inFolder('pipe')]);
    expect(() => readTextFile(inFolder('pipe'), 1_000)).toThrow('a pipe from which nothing comes');
  }, 5_000);

  it('waits for what a slow program writes', () => {
    execFileSync('mkfifo', [inFolder('pipe')]);
    const slow = `exec > ${inFolder('pipe')}; sleep 0.2; echo one; sleep 0.2; echo two`;
    spawn('sh', ['-c', slow]);
    expect(readTextFile(inFolder('pipe'), 1_000)).toBe('one\ntwo\n');
  }, 5_000);

  it('does not take a device for a file', () => {
    expect(() => readTextFile('/dev/zero', 1_000)).toThrow('it is a device');
  });

  it.each([
    ['a byte', 'a\nb\u{1f600}üc', [0xff, 0x0a], [2, 6]],
    ['the first', '', [0xfe, 0xff, 0, 0x3c], [1, 1]],
    ['a character that is cut off', 'a\n', [0xe2, 0x82], [2, 1]],
    ['a letter of Latin-1', 'a\n\nb', [0xfc, 0x63], [3, 2]],
  ])('says where the first byte is that is not UTF-8: %s', (_, good, bad, place) => {
    writeFileSync(inFolder('text'), Buffer.concat([Buffer.from(good), Buffer.from(bad)]));
    expect(placesOf(() => readTextFile(inFolder('text'), 1_000))).toEqual([place]);
  });

  it('says the size of what is too large, and the limit', () => {
    writeFileSync(inFolder('text'), 'x'.repeat(200));
    expect(() => readTextFile(inFolder('text'), 100)).toThrow('larger than 100 bytes: 200 bytes');
    expect(placesOf(() => readTextFile(inFolder('text'), 100))).toEqual([[1, 1]]);
  });

  it('refuses what is no text, no file, or not there', () => {
    writeFileSync(inFolder('binary'), Buffer.from([0xc3, 0x28]));
    expect(() => readTextFile(inFolder('binary'), 10)).toThrow('not UTF-8 text');
    expect(() => readTextFile(folder, 10)).toThrow('it is a directory');
    expect(() => readTextFile(inFolder('none'), 10)).toThrow('no such file or directory');
  });
});
