import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { inPackage } from './where.js';

/** blkcheck's own version, from its package.json. */
export function blkcheckVersion(): string {
  return versionIn(inPackage('package.json'));
}

/** With it and the seed, the same values are generated on every machine. */
export function fastCheckVersion(): string {
  return versionIn(createRequire(import.meta.url).resolve('fast-check/package.json'));
}

function versionIn(packageFile: string | URL): string {
  const content: unknown = JSON.parse(readFileSync(packageFile, 'utf8'));
  if (typeof content === 'object' && content !== null && 'version' in content) {
    if (typeof content.version === 'string') return content.version;
  }
  throw new Error(`no version in ${String(packageFile)}`);
}
