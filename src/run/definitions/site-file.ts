import { existsSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import type { Site } from '../../config/site/read.js';
import { sourceText } from '../../config/text.js';
import { readTextFile } from '../files/read-file.js';
import { UsageError } from '../usage-error.js';

export const siteFileName = 'blkcheck.config.yaml';

const bytesMax = 1_048_576;

/**
 * The site's file that was named, or the one of this folder, or of the next above it up to the root of
 * the repository; null where there is none. Nothing outside a repository is looked for.
 *
 * @param named - '' to look for it
 * @throws UsageError with all its mistakes.
 */
export async function loadSite(named: string): Promise<Site | null> {
  const file = named === '' ? findSiteFile() : named;
  if (file === null) return null;
  const { readSite } = await import('../../config/site/read.js');
  const result = readSite(sourceText(file, readTextFile(file, bytesMax)));
  if ('site' in result) return result.site;
  throw new UsageError(result.diagnostics);
}

/** The file that counts where none is named; null where there is none. */
export function findSiteFile(): string | null {
  const start = process.cwd();
  const folders = [start];
  for (let at = start; !existsSync(join(at, '.git')); at = dirname(at)) {
    // No repository: only this folder counts.
    if (dirname(at) === at) return firstIn(start, [start]);
    folders.push(dirname(at));
  }
  return firstIn(start, folders);
}

function firstIn(start: string, folders: readonly string[]): string | null {
  const found = folders.find((folder) => existsSync(join(folder, siteFileName)));
  return found === undefined ? null : join(relative(start, found), siteFileName);
}
