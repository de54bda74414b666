import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Finding } from '../../model/finding.js';
import { deriveSeed } from '../../search/sample/seed.js';
import { fileError, systemReason } from '../usage-error.js';
import { checkWritable, writeTextFile } from './write-file.js';

/** Where a run leaves the replay files of its findings unless it is told otherwise. */
export const findingsFolder = join('.blkcheck', 'findings');

/**
 * `BLK002-1c2d3e4f.json`. Ids hold what shells and file systems read in their own way, and are
 * too long for a line that is to be copied from a screen; the name follows from the id.
 */
export function findingFileName({ id, rule }: Pick<Finding, 'id' | 'rule'>): string {
  const hash = (deriveSeed(0, id) >>> 0).toString(16).padStart(8, '0');
  return `${rule}-${hash}.json`;
}

/**
 * Makes the folder, and fails now where `writeFindings` would fail after a long run.
 *
 * @throws UsageError where nothing can be written there.
 */
export function prepareFindingsFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw fileError(folder, `cannot make the folder: ${systemReason(error)}`);
  }
  checkWritable(join(folder, 'BLK000-00000000.json'));
}

/**
 * Writes a replay file for each finding.
 *
 * @throws UsageError where the folder or a file cannot be written.
 */
export function writeFindings(folder: string, findings: readonly Finding[]): void {
  makeFindingsFolder(folder);
  for (const finding of findings) writeFinding(folder, finding);
}

/**
 * Makes the folder for `writeFinding`.
 *
 * @throws UsageError where nothing can be written there.
 */
export function makeFindingsFolder(folder: string): void {
  prepareFindingsFolder(folder);
  // Findings are no source: whoever runs blkcheck in a repository should not commit them.
  if (folder === findingsFolder) writeTextFile(join(folder, '..', '.gitignore'), '*\n');
}

/**
 * Writes the replay file of one finding.
 *
 * @throws UsageError where it cannot be written.
 */
export function writeFinding(folder: string, finding: Finding): void {
  const text = `${JSON.stringify(finding.replay, null, 2)}\n`;
  const file = join(folder, findingFileName(finding));
  if (!holds(file, text)) writeTextFile(file, text);
}

/** Most findings are those of the last run, and to replace a file takes longer than to read it. */
function holds(file: string, text: string): boolean {
  try {
    return readFileSync(file, 'utf8') === text;
  } catch {
    // Whatever is wrong with the file, to write it is what tells.
    return false;
  }
}
