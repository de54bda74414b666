import { lstatSync } from 'node:fs';
import { normalize } from 'node:path';
import type { LostFileOf } from '../gate/gone.js';
import type { BaseFiles } from './base-files.js';
import type { ReadConfigs } from './read-configs.js';

/**
 * Tells which files of the base are still there and were not read now.
 *
 * @param names - what was named now: files and folders
 */
export function lostFilesOf(
  { files }: Pick<ReadConfigs, 'files'>,
  { placesOf }: Pick<BaseFiles, 'placesOf'>,
  names: readonly string[],
): LostFileOf {
  const read = new Set(files.map(({ file }) => normalize(file)));
  return (before) => {
    const file = placesOf(before, names).map(normalize).find(isThere);
    if (file === undefined || read.has(file)) return null;
    const reason =
      'the file that defined it is there, and is no definition that is read any more: nobody can tell what the disk is now';
    return { file, reason };
  };
}

/** A link that leads nowhere is there; a folder is another thing. */
function isThere(path: string): boolean {
  try {
    return !lstatSync(path).isDirectory();
  } catch {
    return false;
  }
}
