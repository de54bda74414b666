import { basename, dirname, join, relative } from 'node:path';
import { fitsName } from '../definitions/expand-names.js';

/** What was selected, as paths from the top of the repository. */
export interface PathSelection {
  /** Files and folders; '' for the top. */
  readonly names: readonly string[];
  readonly patterns: readonly string[];
  readonly sitePath: string;
}

/** What was at a revision and is not, or not there, any more. */
interface Moves {
  readonly deleted: readonly string[];
  readonly renamed: readonly (readonly [from: string, to: string])[];
}

/** @param parts - of `git diff --name-status -z` */
export function movesOf(parts: readonly string[]): Moves {
  const deleted: string[] = [];
  const renamed: (readonly [string, string])[] = [];
  for (let at = 0; at < parts.length; ) {
    const [status = '', path = '', to = ''] = parts.slice(at, at + 3);
    if (status.startsWith('R')) renamed.push([path, to]);
    else deleted.push(path);
    at += status.startsWith('R') ? 3 : 2;
  }
  return { deleted, renamed };
}

/**
 * Which paths of a revision are the former self of what is selected now: the same paths, what lay in a
 * selected folder or fitted a pattern, what a selected file was renamed from, and what is gone from the
 * folder of a selected file that is new, which may be it under another name.
 *
 * @param paths - all of the revision
 */
export function wantedAmong(
  paths: readonly string[],
  { deleted, renamed }: Moves,
  { names, patterns, sitePath }: PathSelection,
): (path: string) => boolean {
  const selected = new Set(names);
  const isSelected = (path: string): boolean =>
    selected.has('') ||
    selected.has(path) ||
    (path.includes('/') && isSelected(dirname(path))) ||
    patterns.some((pattern) => fitsName(pattern, path));
  const before = new Set(paths);
  const folders = foldersOf(paths);
  const isNew = (name: string) => !before.has(name) && !folders.has(name);
  const foldersOfNew = new Set(names.filter(isNew).map((name) => dirname(name)));
  const former = new Set([
    sitePath,
    ...renamed.filter(([, to]) => isSelected(to)).map(([from]) => from),
    ...deleted.filter((path) => foldersOfNew.has(dirname(path))),
  ]);
  return (path) => former.has(path) || isSelected(path);
}

function foldersOf(paths: readonly string[]): ReadonlySet<string> {
  const folders = new Set(['']);
  for (const path of paths) {
    for (let at = path.lastIndexOf('/'); at > 0; at = path.lastIndexOf('/', at - 1)) {
      const folder = path.slice(0, at);
      if (folders.has(folder)) break;
      folders.add(folder);
    }
  }
  return folders;
}

/** Where a file of another folder would be, among what is named now. */
export function placesIn(names: readonly string[], file: string): readonly string[] {
  const isOfCopy = names.some((name) => !relative(name, file).startsWith('..'));
  const named = names.filter((name) => basename(name) === basename(file));
  return [...(isOfCopy ? [file] : []), ...names.map((name) => join(name, file)), ...named];
}
