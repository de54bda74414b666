import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import type { DiskVerdict } from '../../model/gate-result.js';
import { findingsFolder } from '../files/findings-folder.js';
import { writeTextFile } from '../files/write-file.js';
import { usageError } from '../usage-error.js';
import type { DiskName } from './gate-subjects.js';

const folder = join(findingsFolder, '..');
const lastRunFile = join(folder, 'last-run.json');

const name = v.object({ file: v.string(), machine: v.string(), id: v.string() });
const schema = v.object({ blkcheck: v.literal('last-run/1'), failed: v.array(name) });

/**
 * The disks that were not safe when definitions were judged last in this folder; null where all were.
 *
 * @throws UsageError where there is no such record.
 */
export function lastFailed(): readonly DiskName[] | null {
  if (!existsSync(lastRunFile)) {
    throw usageError(`--last-failed: there is no ${lastRunFile}`, 'run once without it');
  }
  const read = v.safeParse(schema, parsed(readFileSync(lastRunFile, 'utf8')));
  if (!read.success) throw usageError(`${lastRunFile} is no record of a run`, 'remove it');
  return read.output.failed.length === 0 ? null : read.output.failed;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Remembers them; a folder in which nothing can be written has no memory. */
export function keepLastRun(disks: readonly DiskVerdict[]): void {
  const failed = disks
    .filter(({ verdict }) => verdict !== 'safe')
    .map(({ file, machine, id }) => ({ file, machine, id }));
  if (failed.length === 0 && !existsSync(lastRunFile)) return;
  const text = `${JSON.stringify({ blkcheck: 'last-run/1', failed }, null, 2)}\n`;
  try {
    mkdirSync(folder, { recursive: true });
    writeTextFile(join(folder, '.gitignore'), '*\n');
    writeTextFile(lastRunFile, text);
  } catch {
    // The result is as good without.
  }
}
