import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { blkcheckVersion } from './versions.js';
import { inPackage } from './where.js';

/** A text that ships with blkcheck, by its path in the package. */
export function packageFile(path: string): string {
  return readFileSync(inPackage(path), 'utf8');
}

/**
 * Where an editor finds the schema of a site's file: in the package where that is installed, else
 * where npm's packages are served.
 *
 * @param root - of the repository
 */
export function siteSchemaAddress(root: string): string {
  const installed = 'node_modules/blkcheck/schemas/config.schema.json';
  if (existsSync(join(root, installed))) return `./${installed}`;
  return `https://unpkg.com/blkcheck@${blkcheckVersion()}/schemas/config.schema.json`;
}
