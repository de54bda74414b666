import type { Diagnostic } from '../model/diagnostic.js';

/**
 * A mistake of the user's, not of blkcheck: the command shows it without a stack, and ends with
 * status 2.
 *
 * @public
 */
export class UsageError extends Error {
  /** Every mistake that was found, with its position where it has one. */
  readonly diagnostics: readonly Diagnostic[];

  constructor(diagnostics: readonly Diagnostic[]) {
    super(diagnostics.map(({ message }) => message).join('\n'));
    this.name = 'UsageError';
    this.diagnostics = diagnostics;
  }
}

/** A mistake that has no position in a file. */
export function usageError(message: string, help = ''): UsageError {
  return new UsageError([
    { file: '', line: 0, column: 0, endColumn: 0, message, help, sourceLine: '' },
  ]);
}

/** A mistake of a whole file. */
export function fileError(file: string, message: string, help = ''): UsageError {
  return new UsageError([
    { file, line: 0, column: 0, endColumn: 0, message, help, sourceLine: '' },
  ]);
}

/** What the operating system said, without the parts that differ between machines. */
export function systemReason(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return reasons[code] ?? (code || String(error));
}

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EEXIST: 'it exists already',
  EIO: 'input/output error',
  EISDIR: 'it is a directory',
  ELOOP: 'its symbolic links go in a circle',
  ENOENT: 'no such file or directory',
  ENOSPC: 'no space left on the device',
  ENOTDIR: 'a part of the path is not a directory',
  EPERM: 'not permitted',
  EROFS: 'the file system is read-only',
};
