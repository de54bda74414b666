import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { DiskVerdict } from '../../model/gate-result.js';
import { findingsFolder } from '../files/findings-folder.js';
import { writeTextFile } from '../files/write-file.js';

const folder = join(findingsFolder, '..');
export const lastRunFile = join(folder, 'last-run.json');

/** Remembers the disks that are not safe; a folder in which nothing can be written has no memory. */
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
