import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import type { Finding } from '../../../src/model/finding.js';
import { findingFileName, writeFindings } from '../../../src/run/files/findings-folder.js';

const folder = mkdtempSync(join(tmpdir(), 'blkcheck-findings-'));
afterAll(() => rmSync(folder, { recursive: true }));

const finding = {
  id: 'wal:ide/none:power-loss#BLK003.lost',
  rule: 'BLK003',
  replay: { blkcheck: 'replay/1' },
} as Finding;
const file = join(folder, findingFileName(finding));

it('writes a replay file for each finding', () => {
  writeFindings(folder, [finding]);
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(finding.replay);
});

it('leaves a file alone that holds the finding already', () => {
  const before = statSync(file).ino;
  writeFindings(folder, [finding]);
  expect(statSync(file).ino).toBe(before);
});

it('replaces a file that holds something else', () => {
  writeFileSync(file, '{}\n');
  writeFindings(folder, [finding]);
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(finding.replay);
});
