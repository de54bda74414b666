import { checkWritable } from '../run/files/write-file.js';
import type { RunFlags } from './flags.js';

/** Fails now rather than after a long run. @throws UsageError for a file that cannot be written. */
export function checkReportFiles({ reporter = [] }: RunFlags): void {
  for (const { file } of reporter) {
    if (file !== '') checkWritable(file);
  }
}
