import { existsSync, statSync } from 'node:fs';
import { isFolder } from './is-folder.js';
import { readTextFile, textHead } from './read-file.js';

/** A disk is less than 1,000 characters. */
const bytesMax = 64 * 1_048_576;
const headBytes = 64 * 1024;
const mark = /"blkcheck"\s*:\s*"baseline\//u;

/**
 * The text of a file that says that it is a baseline, whatever else is wrong with it; null for anything
 * else, and where there is no such file.
 *
 * @throws UsageError for a baseline that is too large, or no text.
 */
export function baselineText(file: string): string | null {
  if (!existsSync(file) || isFolder(file)) return null;
  try {
    const text = readTextFile(file, bytesMax);
    return mark.test(text.slice(0, headBytes)) ? text : null;
  } catch (error) {
    // A revision may have the name of any file; and a pipe can be read only once.
    if (statSync(file).isFile() && mark.test(textHead(file, headBytes))) throw error;
    return null;
  }
}
