import { existsSync } from 'node:fs';
import { fits, starsMax } from '../config/site/glob.js';
import { filesBelow } from './config-inputs.js';
import { usageError } from './usage-error.js';

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

function expanded(name: string): readonly string[] {
  if (!/[*?]/u.test(name) || existsSync(name)) return [name];
  if (name.split('*').length - 1 > starsMax) {
    throw usageError(`${name}: more than ${starsMax} stars in a pattern`);
  }
  const folder = name.slice(0, name.search(/[^/]*[*?]/u)) || '.';
  const pattern = name.replace(/^(\.\/)+/u, '');
  // `**/` is no folder too.
  const patterns = [pattern, pattern.replaceAll('**/', '')];
  const found = (existsSync(folder) ? filesBelow(folder) : []).filter((file) =>
    patterns.some((each) => fits(each, file)),
  );
  if (found.length === 0) throw usageError(`no file fits ${name}`);
  return found;
}
