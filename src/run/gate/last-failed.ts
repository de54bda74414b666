import { existsSync, readFileSync } from 'node:fs';
import * as v from 'valibot';
import { usageError } from '../usage-error.js';
import type { DiskName } from './gate-subjects.js';
import { lastRunFile } from './last-run.js';

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
