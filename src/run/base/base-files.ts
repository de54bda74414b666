import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { limits } from '../../config/limits.js';
import { filesBelow } from '../definitions/config-inputs.js';
import { isPattern } from '../definitions/expand-names.js';
import { isPassedOver } from '../definitions/passed-over.js';
import { findSiteFile, siteFileName } from '../definitions/site-file.js';
import { isFolder } from '../files/is-folder.js';
import { usageError } from '../usage-error.js';
import { formerAmong, type SelectedFiles } from './folder-base.js';
import { movesOf, type PathSelection, placesIn, wantedAmong } from './past-names.js';

/** Another state of the definitions, as files that can be read. */
export interface BaseFiles {
  /** Where they lie, as seen from this folder. */
  readonly folder: string;
  /** Relative to the folder. */
  readonly names: readonly string[];
  /** What that state says of the site: a file, with nothing in it where it says nothing. */
  readonly siteFile: string;
  /** Whether a file of the base is missed where it is no more. */
  readonly isSelected: (file: string) => boolean;
  /** Where a file of the base may be now, as seen from this folder, if these names are what is read. */
  readonly placesOf: (file: string, names: readonly string[]) => readonly string[];
  readonly dispose: () => void;
}

const filesMax = 20_000;
const listingMax = 256 * 1024 * 1024;

/**
 * The definitions of a folder, or of a revision of the repository that this folder is in.
 *
 * @param selected - what is compared: its former self is read
 * @param siteFile - that was named; '' for the usual one
 * @throws UsageError where the base is neither.
 */
export function baseFiles(base: string, selected: SelectedFiles, siteFile: string): BaseFiles {
  if (base === '') throw usageError('--base: it is empty', help);
  return isFolder(base) ? ofFolder(base, selected, siteFile) : ofRevision(base, selected, siteFile);
}

/** A folder may have a file of its own for the site; what was named holds for both. */
function ofFolder(base: string, selected: SelectedFiles, named: string): BaseFiles {
  const own = join(base, siteFileName);
  const paths = filesBelow(base).filter((path) => path !== own);
  const all = paths.map((path) => relative(base, path));
  const siteFile = named === '' && existsSync(own) ? own : named;
  const placesOf = (file: string, names: readonly string[]) => placesIn(names, file);
  const former = formerAmong(base, all, selected);
  const names = [...former.selected, ...former.moved];
  const isMoved = new Set(former.moved);
  const isSelected = (file: string) => !isMoved.has(file);
  return { folder: base, names, siteFile, isSelected, placesOf, dispose: () => undefined };
}

const help = 'such as origin/main; a CI job has to fetch it (fetch-depth: 0)';

function ofRevision(base: string, { names, given }: SelectedFiles, named: string): BaseFiles {
  if (names.includes('-')) {
    const what = `--base ${base}: standard input was no file then, so it cannot be compared`;
    throw usageError(what, 'name its file, or give a folder as the base');
  }
  const revision = revisionOf(base);
  const repository = repositoryHere();
  const { here, pathOf } = repository;
  const folder = mkdtempSync(join(tmpdir(), 'blkcheck-base-'));
  const dispose = () => rmSync(folder, { recursive: true, force: true });
  try {
    const site = named === '' ? findSiteFile() : named;
    const sitePath = pathOf(site ?? siteFileName);
    const selection = {
      names: names.map(pathOf),
      patterns: given.filter(isPattern).map(pathOf),
      sitePath,
    };
    const { blobs, renamed } = blobsAt(revision, repository, selection);
    for (const { path, text } of textsOf(blobs, repository))
      write(join(folder, 'files', path), text);
    const before = join(folder, 'files', sitePath);
    const siteFile = existsSync(before) ? before : join(folder, siteFileName);
    if (siteFile !== before) write(siteFile, '');
    const listed = blobs
      .filter(({ path }) => path !== sitePath)
      .map(({ path }) => relative(here, path));
    const placesOf = (file: string) => [
      file,
      ...renamed.filter(([from]) => from === pathOf(file)).map(([, to]) => relative(here, to)),
    ];
    const isSelected = () => true;
    const files = { folder: join(folder, 'files', here), names: listed };
    return { ...files, siteFile, isSelected, placesOf, dispose };
  } catch (error) {
    dispose();
    throw error;
  }
}

function git(parameters: readonly string[], input = '', maxBuffer = listingMax): Buffer {
  const stdio = ['pipe', 'pipe', 'pipe'] as const;
  return execFileSync('git', parameters, { input, maxBuffer, stdio: [...stdio] });
}

function revisionOf(base: string): string {
  const parameters = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${base}^{commit}`];
  try {
    return git(parameters).toString().trim();
  } catch {
    const what = `--base ${base}: no folder, no revision of a git repository here`;
    throw usageError(`${what}, and no file that --write-base wrote`, help);
  }
}

interface Repository {
  readonly top: string;
  /** This folder, as seen from the top; '' for the top. */
  readonly here: string;
  /** A name as it is given here, from the top. */
  readonly pathOf: (name: string) => string;
}

/** As git sees it, with links resolved. */
function repositoryHere(): Repository {
  const ask = (word: string) => git(['rev-parse', word]).toString().trimEnd();
  const top = ask('--show-toplevel');
  const here = ask('--show-prefix').replace(/\/$/u, '');
  return { top, here, pathOf: (name) => relative(top, resolve(top, here, name)) };
}

interface Blob {
  readonly path: string;
  readonly object: string;
  readonly bytes: number;
}

/** What was selected as it was, and the site's file; and what has another name now. */
function blobsAt(revision: string, { top }: Repository, selection: PathSelection) {
  const tree = git(['-C', top, 'ls-tree', '-r', '-l', '-z', '--full-tree', revision]);
  const all = partsOf(tree).flatMap(blobOf);
  const status = git(['-C', top, 'diff', '-z', '--name-status', ...isGone, revision, '--']);
  const moves = movesOf(partsOf(status));
  const paths = all.map(({ path }) => path);
  const isWanted = wantedAmong(paths, moves, selection);
  const isNamed = selection.names.some((name) => isPassedOver(`${name}/`));
  const blobs = all
    .filter(({ path }) => isNamed || !isPassedOver(path))
    .filter(({ path, bytes }) => bytes <= limits.textLength && isWanted(path));
  if (blobs.length > filesMax) throw usageError(`the base has more than ${filesMax} files`);
  return { blobs, renamed: moves.renamed };
}

const isGone = ['--find-renames', '--diff-filter=DR'] as const;

function blobOf(entry: string): readonly Blob[] {
  const [facts = '', path = ''] = entry.split('\t');
  const [, type, object = '', size] = facts.split(/ +/u);
  return type === 'blob' ? [{ path, object, bytes: Number(size) }] : [];
}

function partsOf(output: Buffer): readonly string[] {
  return output
    .toString()
    .split('\0')
    .filter((part) => part !== '');
}

/** One call of git for many files; their texts follow one another, each behind a line about it. */
function* textsOf(blobs: readonly Blob[], { top }: Repository) {
  for (let first = 0; first < blobs.length; first += blobsAtOnce) {
    const some = blobs.slice(first, first + blobsAtOnce);
    const bytesMax = some.reduce((sum, { bytes }) => sum + bytes + 256, 0);
    const names = some.map(({ object }) => `${object}\n`).join('');
    const output = git(['-C', top, 'cat-file', '--batch'], names, bytesMax);
    let at = 0;
    for (const { path, bytes } of some) {
      const start = output.indexOf('\n', at) + 1;
      at = start + bytes + 1;
      yield { path, text: output.subarray(start, start + bytes) };
    }
  }
}

const blobsAtOnce = 100;

function write(file: string, text: string | Buffer): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}
