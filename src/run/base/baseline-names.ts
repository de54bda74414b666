import { existsSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { fitsName, isPattern } from '../definitions/expand-names.js';
import { isFolder } from '../files/is-folder.js';
import type { SelectedFiles } from './folder-base.js';

/**
 * A file's name as it is kept: from this folder, or, where it lies elsewhere, from what was named. So it says
 * nothing of where on a machine definitions were exported to.
 *
 * @param names - files and folders that were named
 */
export function keptName(file: string, names: readonly string[]): string {
  const path = fromHere(file);
  if (!isElsewhere(path)) return slashed(path);
  const below = names
    .map((name) => relative(name, path))
    .find((each) => each !== '' && !isElsewhere(each));
  return slashed(below ?? basename(path));
}

/** However it was named. */
export const fromHere = (path: string) => relative('', path);
const isElsewhere = (path: string) => isAbsolute(path) || /^\.\.(?:[/\\]|$)/u.test(path);
const slashed = (path: string) => path.split(sep).join('/');

/** What became of a file that has a name in a baseline. */
interface FormerFile {
  /** As it is named now, or would be. */
  readonly place: string;
  /**
   * `missed` where it is gone, `moved` where it may be what was selected by another name, `other` where it is
   * not compared.
   */
  readonly role: 'missed' | 'moved' | 'other';
}

/**
 * @param selected - what is compared with the baseline
 * @param read - the files of it as they were named, by their names from here
 */
export function formerFileIn(
  { names, given }: SelectedFiles,
  read: ReadonlyMap<string, string>,
): (kept: string) => FormerFile {
  const folders = names
    .filter((name) => isElsewhere(fromHere(name)))
    .map((name) => (isFolder(name) ? name : dirname(name)));
  const patterns = given.filter(isPattern);
  // Nobody knows what standard input was.
  const isAny = names.includes('-');
  const isSelected = (path: string) =>
    isAny ||
    names.some((name) => !isElsewhere(relative(name, path))) ||
    patterns.some((pattern) => fitsName(pattern, isAbsolute(pattern) ? resolve(path) : path));
  return (kept) => {
    const places = [kept, ...folders.map((folder) => join(folder, kept))];
    const there = places.map(fromHere).find((place) => read.has(place));
    if (there !== undefined) return { place: read.get(there) ?? there, role: 'missed' };
    const place = places.find(isSelected);
    if (place !== undefined) return { place, role: 'missed' };
    return { place: kept, role: existsSync(kept) ? 'other' : 'moved' };
  };
}
