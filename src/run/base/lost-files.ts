import { lstatSync } from 'node:fs';
import { normalize, relative } from 'node:path';
import { limits } from '../../config/limits.js';
import { bareContext } from '../../config/reader.js';
import type { LostFileOf } from '../../gate/gone.js';
import { readText } from '../definitions/read-text.js';
import { readTextFile } from '../files/read-file.js';
import type { BaseFiles } from './base-files.js';

interface Files {
  readonly files: readonly { readonly file: string }[];
}

/**
 * Tells which files of the base are still there and were not read now.
 *
 * @param names - what was named now: files and folders
 */
export async function lostFilesOf(
  now: Files,
  before: Files,
  { placesOf }: Pick<BaseFiles, 'placesOf'>,
  names: readonly string[],
): Promise<LostFileOf> {
  const read = new Set(now.files.map(({ file }) => normalize(file)));
  const lost = new Map<string, string>();
  for (const file of new Set(before.files.map((each) => each.file))) {
    const place = placesOf(file, names).map(normalize).find(isThere);
    if (place === undefined || read.has(place)) continue;
    // What was moved to where nobody looks is a definition still.
    if (isChecked(place, names) || !(await isDefinition(place))) lost.set(file, place);
  }
  return (name) => {
    const file = lost.get(name);
    return file === undefined ? null : { file, reason };
  };
}

const reason =
  'the file that defined it is there, and is no definition that is read any more: nobody can tell what the disk is now';

/** A link that leads nowhere is there; a folder is another thing. */
function isThere(path: string): boolean {
  try {
    return !lstatSync(path).isDirectory();
  } catch {
    return false;
  }
}

function isChecked(file: string, names: readonly string[]): boolean {
  return names.some((name) => !relative(name, file).startsWith('..'));
}

async function isDefinition(path: string): Promise<boolean> {
  try {
    const text = readTextFile(path, limits.textLength);
    const input = { name: path, path, text, isNamed: true };
    const result = await readText(input, null, bareContext);
    return result !== null && 'read' in result;
  } catch {
    return false;
  }
}
