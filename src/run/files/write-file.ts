import {
  accessSync,
  closeSync,
  constants,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { fileError, systemReason } from '../usage-error.js';

/** Where the text goes, and how. */
interface Target {
  readonly file: string;
  /** Beside the target, because a rename is atomic only within a file system; '' for none. */
  readonly temporary: string;
}

/**
 * Fails now where `writeTextFile` would fail after a long run. Nothing is left behind, and what
 * is in the file stays.
 *
 * @throws UsageError where the file cannot be written.
 */
export function checkWritable(file: string): void {
  try {
    const { file: target, temporary } = targetOf(file);
    if (temporary === '') {
      accessSync(target, constants.W_OK);
      return;
    }
    closeSync(openSync(temporary, 'wx'));
    rmSync(temporary);
  } catch (error) {
    throw asUsageError(file, error);
  }
}

/**
 * Replaces the file in one step, so that a reader sees the old content or the new, whole. write-file-atomic
 * renames over a device or a pipe, too.
 *
 * @throws UsageError where the file cannot be written.
 */
export function writeTextFile(file: string, text: string): void {
  try {
    const { file: target, temporary } = targetOf(file);
    if (temporary === '') writeFileSync(target, text);
    else replaceFile(target, temporary, text);
  } catch (error) {
    throw asUsageError(file, error);
  }
}

function replaceFile(file: string, temporary: string, text: string): void {
  try {
    writeFileSync(temporary, text);
    renameSync(temporary, file);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

function targetOf(file: string): Target {
  const status = statSync(file, { throwIfNoEntry: false });
  if (status === undefined) return { file, temporary: temporaryOf(file) };
  if (status.isDirectory()) throw fileError(file, 'cannot write the file: it is a directory');
  // A rename would replace a device or a pipe (/dev/null, /dev/fd/3) instead of writing to it.
  if (!status.isFile()) return { file, temporary: '' };
  const real = realpathSync(file);
  return { file: real, temporary: temporaryOf(real) };
}

function temporaryOf(file: string): string {
  return `${file}.blkcheck-${process.pid}.tmp`;
}

function asUsageError(file: string, error: unknown): unknown {
  if (!(error instanceof Error && 'code' in error)) return error;
  return fileError(file, `cannot write the file: ${systemReason(error)}`);
}
