import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { limits } from '../config/limits.js';
import { findSiteFile, siteFileName } from './site-file.js';
import { usageError } from './usage-error.js';

/** Another state of the definitions, as files that can be read. */
export interface BaseFiles {
  /** Where they lie, as seen from this folder. */
  readonly folder: string;
  /** Relative to the folder. */
  readonly names: readonly string[];
  /** What that state says of the site: a file, with nothing in it where it says nothing. */
  readonly siteFile: string;
  readonly dispose: () => void;
}

const filesMax = 20_000;
const listingMax = 256 * 1024 * 1024;

/**
 * The definitions of a folder, or of a revision of the repository that this folder is in.
 *
 * @param names - what is compared: their former selves are read, and what is gone since
 * @param siteFile - that was named; '' for the usual one
 * @throws UsageError where the base is neither.
 */
export function baseFiles(base: string, names: readonly string[], siteFile: string): BaseFiles {
  return isFolder(base) ? ofFolder(base, siteFile) : ofRevision(base, names, siteFile);
}

function isFolder(name: string): boolean {
  try {
    return statSync(name).isDirectory();
  } catch {
    return false;
  }
}

/** A folder may have a file of its own for the site; what was named holds for both. */
function ofFolder(base: string, named: string): BaseFiles {
  const own = join(base, siteFileName);
  const siteFile = named === '' && existsSync(own) ? own : named;
  return { folder: base, names: ['.'], siteFile, dispose: () => undefined };
}

function ofRevision(base: string, names: readonly string[], named: string): BaseFiles {
  const revision = revisionOf(base);
  const repository = repositoryHere();
  const { here, pathOf } = repository;
  const folder = mkdtempSync(join(tmpdir(), 'blkcheck-base-'));
  const dispose = () => rmSync(folder, { recursive: true, force: true });
  try {
    const site = named === '' ? findSiteFile() : named;
    const sitePath = pathOf(site ?? siteFileName);
    const own = names.filter((name) => name !== '-').map(pathOf);
    const blobs = blobsAt(revision, repository, own, sitePath);
    for (const { path, text } of textsOf(blobs, repository))
      write(join(folder, 'files', path), text);
    const before = join(folder, 'files', sitePath);
    const siteFile = existsSync(before) ? before : join(folder, siteFileName);
    if (siteFile !== before) write(siteFile, '');
    const listed = blobs
      .map(({ path }) => relative(here, path))
      .filter((path) => path !== sitePath);
    return { folder: join(folder, 'files', here), names: listed, siteFile, dispose };
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
    throw usageError(`--base ${base}: no folder, and no revision of a git repository here`);
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

/** The named files as they were, the site's, and what is gone since: it may have another name now. */
function blobsAt(
  revision: string,
  { top }: Repository,
  names: readonly string[],
  sitePath: string,
): readonly Blob[] {
  const changed = git(['-C', top, 'diff', '-z', '--name-only', ...isGone, revision, '--']);
  const wanted = new Set([...names, ...partsOf(changed), sitePath]);
  const isWanted = (path: string): boolean =>
    wanted.has('') || wanted.has(path) || (path.includes('/') && isWanted(dirname(path)));
  const tree = git(['-C', top, 'ls-tree', '-r', '-l', '-z', '--full-tree', revision]);
  const blobs = partsOf(tree).flatMap((entry): Blob[] => {
    const [facts = '', path = ''] = entry.split('\t');
    const [, type, object = '', size] = facts.split(/ +/u);
    const bytes = Number(size);
    return type === 'blob' && bytes <= limits.textLength && isWanted(path)
      ? [{ path, object, bytes }]
      : [];
  });
  if (blobs.length > filesMax) throw usageError(`the base has more than ${filesMax} files`);
  return blobs;
}

const isGone = ['--no-renames', '--diff-filter=D'] as const;

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
