import * as v from 'valibot';
import type { Replay } from '../model/finding.js';
import { replaySchema } from '../report/story/finding-schema.js';
import { fileError, usageError } from '../run/usage-error.js';

/**
 * A record of which nothing is known but that it was read.
 *
 * @param file - where it comes from; '' where that is no file
 * @throws UsageError where it has not the shape of one.
 */
export function checkedReplay(file: string, data: unknown): Replay {
  if (!isObject(data) || typeof data['blkcheck'] !== 'string') {
    throw notAReplay(file, 'it does not begin with "blkcheck": "replay/1"');
  }
  if (data['blkcheck'] !== 'replay/1') {
    const version = data['blkcheck'].slice(0, 40);
    throw fileError(
      file,
      `the file is of another version: \`${version}\``,
      'this blkcheck reads replay/1; run the blkcheck that wrote it',
    );
  }
  const read = v.safeParse(replaySchema, data, { abortEarly: true });
  if (read.success) return read.output;
  throw notAReplay(file, problemOf(read.issues[0]));
}

/** What is wrong at the first place where something is. */
export function problemOf(issue: v.BaseIssue<unknown>): string {
  const where = `\`${v.getDotPath(issue) ?? 'the whole'}\``;
  if (issue.expected === 'never') return `${where} is not known here`;
  if (issue.received === 'undefined') return `${where} is missing`;
  return `${where} is ${issue.received}, expected ${issue.expected ?? 'another value'}`;
}

export function notAReplay(file: string, why: string): Error {
  if (file === '') return usageError(`not a replay: ${why}`, 'a finding has one, as `replay`');
  return fileError(file, `not a replay file: ${why}`, 'blkcheck run writes them');
}

export function isObject(data: unknown): data is Record<string, unknown> {
  return typeof data === 'object' && data !== null && !Array.isArray(data);
}
