import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { siteFileName } from './site-file.js';
import { usageError } from './usage-error.js';

/** Another state of the definitions, as files that can be read. */
export interface BaseFiles {
  readonly names: readonly string[];
  /** Its own blkcheck.config.yaml; '' where it has none. */
  readonly siteFile: string;
  readonly dispose: () => void;
}

const filesMax = 20_000;
const bytesMax = 64 * 1024 * 1024;

/**
 * The definitions of a folder, or of a revision of the repository that this folder is in.
 *
 * @param names - what is compared: their former selves are read, and what was deleted since
 * @throws UsageError where it is neither.
 */
export function baseFiles(base: string, names: readonly string[]): BaseFiles {
  if (isFolder(base)) return { names: [base], siteFile: '', dispose: () => undefined };
  const revision = revisionOf(base);
  const files = filesAt(revision, names);
  const folder = mkdtempSync(join(tmpdir(), 'blkcheck-base-'));
  const dispose = () => rmSync(folder, { recursive: true, force: true });
  try {
    for (const file of files) copyTo(folder, revision, file);
    const site = files.includes(siteFileName) ? join(folder, siteFileName) : '';
    return { names: files.length === 0 ? [] : [folder], siteFile: site, dispose };
  } catch (error) {
    dispose();
    throw error;
  }
}

function isFolder(name: string): boolean {
  try {
    return statSync(name).isDirectory();
  } catch {
    return false;
  }
}

function git(parameters: readonly string[]): string {
  return execFileSync('git', parameters, {
    encoding: 'utf8',
    maxBuffer: bytesMax,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

function revisionOf(base: string): string {
  try {
    return git(['rev-parse', '--verify', '--quiet', '--end-of-options', `${base}^{commit}`]).trim();
  } catch {
    throw usageError(`--base ${base}: no folder, and no revision of a git repository here`);
  }
}

/** Paths relative to this folder: the named ones as they were, what is gone, and the site's file. */
function filesAt(revision: string, names: readonly string[]): readonly string[] {
  const own = names.filter((name) => name !== '-').map((name) => relative('.', name) || '.');
  const named = git(['ls-tree', '-r', '-z', '--name-only', revision, '--', ...own, siteFileName]);
  const gone = git([
    'diff',
    '-z',
    '--name-only',
    '--relative',
    '--no-renames',
    '--diff-filter=D',
    revision,
    '--',
  ]);
  const files = [...new Set(`${named}${gone}`.split('\0').filter((file) => file !== ''))];
  if (files.length > filesMax) throw usageError(`the base has more than ${filesMax} files`);
  return files.filter((file) => !file.startsWith('..'));
}

function copyTo(folder: string, revision: string, file: string): void {
  const target = join(folder, file);
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, git(['show', '--end-of-options', `${revision}:./${file}`]));
}
