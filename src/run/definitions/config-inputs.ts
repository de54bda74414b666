import { lstatSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, normalize, relative, sep } from 'node:path';
import { isPage, isProgram, recognise } from '../../config/formats.js';
import { limits } from '../../config/limits.js';
import type { Diagnostic } from '../../model/diagnostic.js';
import { nearest } from '../../model/nearest-word.js';
import { isFolder } from '../files/is-folder.js';
import {
  notUtf8,
  readStandardInput,
  readTextFile,
  textHead,
  tooLarge,
} from '../files/read-file.js';
import { fileError, systemReason, UsageError, usageError } from '../usage-error.js';
import { eachOnce } from './each-once.js';
import { passedOver } from './passed-over.js';

export interface NamedText {
  /** As messages call it. */
  readonly name: string;
  readonly text: string;
}

export interface ConfigInput extends NamedText {
  /** Where it lies; '' for what lies in no file. */
  readonly path: string;
  /** Named by the user, not found in a folder: it must be a definition. */
  readonly isNamed: boolean;
}

export interface ConfigInputs {
  readonly inputs: readonly ConfigInput[];
  /** One file, or standard input. */
  readonly isSingle: boolean;
}

const standardInput = '-';

/** More files in one folder are a mistake of the path, not a collection of machines. */
const filesMax = 20_000;

/** What is enough to tell a definition from an image of a disk. */
const headBytes = 65_536;

export interface NamedInputs {
  /** Files, folders and `-`. */
  readonly names: readonly string[];
  /** Those of the names that a pattern fits: like files of a folder they may be anything. */
  readonly found: readonly string[];
  readonly stdinName: string;
}

/**
 * @param root - the folder that the names are relative to; '' for this one
 * @throws UsageError with all that cannot be read.
 */
export async function readInputs(
  { names, found, stdinName }: NamedInputs,
  root: string,
): Promise<ConfigInputs> {
  const isFound = new Set(found);
  const inputs: ConfigInput[] = [];
  const mistakes: Diagnostic[] = [];
  for (const name of names) {
    try {
      if (name === '') throw usageError('the name of a file is empty');
      if (name === standardInput) inputs.push(await readStdin(stdinName));
      else if (isFolder(join(root, name))) inputs.push(...readFolder(name, root, mistakes));
      else if (isFound.has(name)) inputs.push(...readFound([join(root, name)], root, mistakes));
      else inputs.push(readNamed(name, root));
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      mistakes.push(...error.diagnostics);
    }
  }
  const isPast = root !== '';
  if (mistakes.length > 0 && !isPast) throw new UsageError(mistakes);
  const [only] = names;
  const isSingle =
    names.length === 1 &&
    only !== undefined &&
    (only === standardInput || !isFolder(join(root, only)));
  return { inputs: eachOnce(inputs), isSingle };
}

function readNamed(name: string, root: string): ConfigInput {
  const path = root === '' ? name : join(root, name);
  if (isMissing(path)) throw missingFile(name, path);
  return { name, path, text: readTextFile(path, limits.textLength), isNamed: true };
}

/** A link that leads nowhere is there. */
function isMissing(path: string): boolean {
  try {
    lstatSync(path);
    return false;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ENOENT';
  }
}

function missingFile(name: string, path: string): Error {
  const folder = dirname(path);
  const meant = isFolder(folder) ? nearest(basename(path), entriesOf(folder)) : '';
  const help = meant === '' ? '' : `did you mean \`${join(dirname(name), meant)}\`?`;
  return fileError(name, 'cannot read the file: no such file or directory', help);
}

async function readStdin(stdinName: string): Promise<ConfigInput> {
  const name = stdinName === '' ? '<stdin>' : stdinName;
  const text = await readStandardInput(limits.textLength, name);
  return { name, path: name, text, isNamed: true };
}

function readFolder(folder: string, root: string, mistakes: Diagnostic[]): readonly ConfigInput[] {
  return readFound(filesBelow(join(root, folder)), root, mistakes);
}

function readFound(
  paths: readonly string[],
  root: string,
  mistakes: Diagnostic[],
): readonly ConfigInput[] {
  return paths.flatMap((path) => {
    const text = quietText(path, mistakes);
    const name = root === '' ? path : relative(root, path);
    return text === null ? [] : [{ name, path, text, isNamed: false }];
  });
}

/**
 * All files below a folder, each once: a link that leads back ends there.
 *
 * @throws UsageError where it cannot be read, or there are too many.
 */
export function filesBelow(folder: string): readonly string[] {
  const files: string[] = [];
  walk(folder, new Set<string>(), files);
  return files.sort();
}

function walk(folder: string, seen: Set<string>, files: string[]): void {
  const real = realpathSync(folder);
  if (seen.has(real)) return;
  seen.add(real);
  for (const entry of entriesOf(folder)) {
    if (passedOver.has(entry)) continue;
    const path = join(folder, entry);
    const kind = kindOf(path);
    if (kind === 'folder') walk(path, seen, files);
    else if (kind === 'file') files.push(path);
    if (files.length > filesMax) throw fileError(folder, `it has more than ${filesMax} files`);
  }
}

function entriesOf(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    throw fileError(folder, `cannot read the folder: ${systemReason(error)}`);
  }
}

function kindOf(path: string): 'file' | 'folder' | 'other' {
  try {
    const found = statSync(path);
    if (found.isDirectory()) return 'folder';
    return found.isFile() ? 'file' : 'other';
  } catch {
    return 'other';
  }
}

/**
 * A picture, a page, a program or an image of a disk in a folder is no definition, and no mistake.
 *
 * @param mistakes - gets what cannot be read, so that nobody knows, and what begins as a definition
 *   and is too large for one, or not UTF-8
 */
export function quietText(file: string, mistakes: Diagnostic[]): string | null {
  try {
    return definitionText(file);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    mistakes.push(...error.diagnostics);
    return null;
  }
}

function definitionText(file: string): string | null {
  if (isProgram(file, '') || isPage(file)) return null;
  const { size } = statSync(file);
  const isDefinition = () => recognise(textHead(file, headBytes), file) !== null;
  if (size > limits.textLength) {
    if (isDefinition()) throw tooLarge(file, limits.textLength, size);
    return null;
  }
  const bytes = bytesOf(file);
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return isProgram(file, text) ? null : text;
  } catch {
    if (isDefinition()) throw notUtf8(file, bytes);
    return null;
  }
}

function bytesOf(file: string): Uint8Array {
  try {
    return readFileSync(file);
  } catch (error) {
    throw fileError(file, `cannot read the file: ${systemReason(error)}`);
  }
}

/**
 * A file that a definition names, beside it or below: what a stranger wrote must not make this
 * program read and quote files elsewhere. null where it may not or cannot be read.
 */
export function readRelated(input: string, name: string): string | null {
  if (isAbsolute(name)) return null;
  const folder = dirname(input);
  const path = normalize(join(folder, name));
  try {
    const real = relative(realpathSync(folder), realpathSync(path));
    if (real === '..' || real.startsWith(`..${sep}`) || isAbsolute(real)) return null;
    return readTextFile(path, limits.textLength);
  } catch {
    return null;
  }
}
