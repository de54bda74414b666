import { existsSync } from 'node:fs';
import { basename, dirname, join, relative, sep } from 'node:path';
import { fitsName, isPattern, staticFolder } from '../definitions/expand-names.js';
import { isFolder } from '../files/is-folder.js';

/** What is compared. */
export interface SelectedFiles {
  /** Files and folders that are there now. */
  readonly names: readonly string[];
  /** As they were given, with their patterns. */
  readonly given: readonly string[];
  /** Definitions that lie in no file are among it; not by default. */
  readonly hasTexts?: boolean;
}

/** A folder that is selected from, and the one of the base that is a copy of it; '' for the base itself. */
interface Copy {
  readonly folder: string;
  readonly copy: string;
}

/** Files of a base, as seen from it. */
export interface FormerFiles {
  /** The former self of what is selected now. */
  readonly selected: readonly string[];
  /** What is no more where it would be: it may be what is selected, by another name. */
  readonly moved: readonly string[];
}

/**
 * What of a base is compared: all of a selected folder, what fitted a pattern, and of a selected file the one
 * of its name.
 *
 * @param all - the files of the base
 */
export function formerAmong(
  base: string,
  all: readonly string[],
  { names, given }: SelectedFiles,
): FormerFiles {
  const wanted = new Set<string>();
  const copies: Copy[] = [];
  for (const name of given.filter(isPattern)) {
    const copy = copyOf(base, staticFolder(name));
    for (const path of all) if (fitsName(name, placeOf(copy, path))) wanted.add(path);
  }
  for (const name of names) {
    const copy = copyOf(base, isFolder(name) ? name : dirname(name));
    for (const path of selectedBy(name, all, copy)) wanted.add(path);
    copies.push(copy);
  }
  const isMoved = (path: string) => copies.every((copy) => !existsSync(placeOf(copy, path)));
  return {
    selected: all.filter((path) => wanted.has(path)),
    moved: all.filter((path) => !wanted.has(path) && isMoved(path)),
  };
}

function selectedBy(name: string, all: readonly string[], { copy }: Copy): readonly string[] {
  // Nobody knows what standard input was.
  if (name === '-') return all;
  if (isFolder(name)) {
    return copy === '' ? all : all.filter((path) => path.startsWith(`${copy}${sep}`));
  }
  const own = join(copy, basename(name));
  return all.includes(own) ? [own] : all.filter((path) => basename(path) === basename(name));
}

/** `--base old` may be a copy of this folder, or of the one that is selected from. */
function copyOf(base: string, folder: string): Copy {
  const parts = folder.split(sep).filter((part) => part !== '' && part !== '.' && part !== '..');
  const copies = parts.map((_, at) => parts.slice(at).join(sep));
  return { folder, copy: copies.find((each) => isFolder(join(base, each))) ?? '' };
}

/** Where a file of the base would be now. */
const placeOf = ({ folder, copy }: Copy, path: string): string =>
  join(folder, relative(copy, path));
