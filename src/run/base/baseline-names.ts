import { existsSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { fitsName, isPattern } from '../definitions/expand-names.js';
import { isFolder } from '../files/is-folder.js';
import type { SelectedFiles } from './folder-base.js';

/**
 * Files' names as they are kept: from this folder, or, where they lie elsewhere, from the deepest folder that all
 * that was named elsewhere lies in. So they say nothing of where on a machine definitions were exported to.
 *
 * @param names - files and folders that were named
 */
export function keptNames(names: readonly string[]): (file: string) => string {
  const top = commonFolder(foldersElsewhere(names));
  return (file) => {
    const path = fromHere(file);
    if (!isElsewhere(path)) return slashed(path);
    const below = top === '' ? path : relative(top, path);
    return slashed(isElsewhere(below) ? basename(path) : below);
  };
}

/** Two files that would have one name; null where there are none. */
export function namesakesIn(
  files: readonly string[],
  nameOf: (file: string) => string,
): readonly [string, string] | null {
  const known = new Map<string, string>();
  for (const file of files) {
    const other = known.get(nameOf(file)) ?? file;
    if (fromHere(other) !== fromHere(file)) return [other, file];
    known.set(nameOf(file), file);
  }
  return null;
}

/** However it was named. */
export const fromHere = (path: string) => relative('', path);
const isElsewhere = (path: string) => isAbsolute(path) || /^\.\.(?:[/\\]|$)/u.test(path);
const slashed = (path: string) => path.split(sep).join('/');

/** Sorted, so that nothing depends on the order of the names. */
function foldersElsewhere(names: readonly string[]): readonly string[] {
  const folders = names
    .filter((name) => isElsewhere(fromHere(name)))
    .map((name) => resolve(isFolder(name) ? name : dirname(name)));
  return [...new Set(folders)].sort();
}

/** '' for that of none. */
function commonFolder([first = '', ...others]: readonly string[]): string {
  if (first === '') return '';
  const isCommon = (top: string) => others.every((each) => !isElsewhere(relative(top, each)));
  return withAbove(first).find(isCommon) ?? '';
}

/** A folder, and all that it lies in. */
function withAbove(folder: string): readonly string[] {
  const above = dirname(folder);
  return above === folder ? [folder] : [folder, ...withAbove(above)];
}

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
 * @param kept - the names in the baseline
 */
export function formerFileIn(
  { names, given, hasTexts = false }: SelectedFiles,
  read: ReadonlyMap<string, string>,
  kept: readonly string[],
): (kept: string) => FormerFile {
  const top = formerTop(foldersElsewhere(names), kept, read);
  const patterns = given.filter(isPattern);
  // Nobody knows what standard input was.
  const isAny = names.includes('-');
  const isSelected = (path: string) =>
    isAny ||
    // What is in no file now may have been in none then.
    (hasTexts && !existsSync(path)) ||
    names.some((name) => !isElsewhere(relative(name, path))) ||
    patterns.some((pattern) => fitsName(pattern, isAbsolute(pattern) ? resolve(path) : path));
  const spelled = (path: string) =>
    isElsewhere(path) && names.some((name) => isAbsolute(name)) ? resolve(path) : path;
  return (file) => {
    const places = [file, ...(top === '' ? [] : [fromHere(join(top, file))])];
    const there = places.map(fromHere).find((place) => read.has(place));
    if (there !== undefined) return { place: read.get(there) ?? there, role: 'missed' };
    const place = places.find(isSelected);
    if (place !== undefined) return { place: spelled(place), role: 'missed' };
    return { place: file, role: places.some((each) => existsSync(each)) ? 'other' : 'moved' };
  };
}

/**
 * The folder that names were kept from: more or less may have been named elsewhere then, and it is the one in
 * which most of them are still there. Of another folder than is named now something has to be read: what lies
 * beside it may be what it is a copy of.
 */
function formerTop(
  folders: readonly string[],
  kept: readonly string[],
  read: ReadonlyMap<string, string>,
): string {
  const common = commonFolder(folders);
  if (common === '') return '';
  const foundIn = (top: string) => kept.filter((file) => existsSync(join(top, file))).length;
  const isRead = (top: string) => kept.some((file) => read.has(fromHere(join(top, file))));
  let best = { top: common, found: foundIn(common) };
  for (const top of new Set([...folders, ...withAbove(common)])) {
    if (best.found === kept.length) break;
    const found = isRead(top) ? foundIn(top) : 0;
    if (found > best.found) best = { top, found };
  }
  return best.top;
}
