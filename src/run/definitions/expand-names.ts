import { existsSync } from 'node:fs';
import { fits, starsMax } from '../../config/site/glob.js';
import { usageError } from '../usage-error.js';
import { filesBelow } from './config-inputs.js';

/**
 * Names of files with the patterns among them filled in, for shells that leave that to the program:
 * `*` is anything but a slash, `**` any folders, `?` one character. What exists by its name is no
 * pattern.
 *
 * @throws UsageError for a pattern that fits nothing.
 */
export function expandNames(names: readonly string[]): readonly string[] {
  return [...new Set(names.flatMap(expanded))];
}

/** Whether a name has to be filled in, as far as its letters say. */
export function isPattern(name: string): boolean {
  return /[*?]/u.test(name);
}

/** The folder in which all that a pattern means must lie. */
export const staticFolder = (pattern: string): string =>
  pattern.slice(0, pattern.search(/[^/]*[*?]/u)) || '.';

/** Whether a file is one that a pattern means. */
export function fitsName(pattern: string, file: string): boolean {
  const plain = pattern.replace(/^(\.\/)+/u, '');
  // `**/` is no folder too.
  return fits(plain, file) || fits(plain.replaceAll('**/', ''), file);
}

function expanded(name: string): readonly string[] {
  if (!isPattern(name) || existsSync(name)) return [name];
  if (name.split('*').length - 1 > starsMax) {
    throw usageError(`${name}: more than ${starsMax} stars in a pattern`);
  }
  const folder = staticFolder(name);
  const found = (existsSync(folder) ? filesBelow(folder) : []).filter((file) =>
    fitsName(name, file),
  );
  if (found.length === 0) throw usageError(`no file fits ${name}`);
  return found;
}
