import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const beside = fileURLToPath(new URL('../../../shared', import.meta.url));

/** Real files that stand beside a checkout; what reads them is skipped where they are absent. */
const samples = join(process.env['BLKCHECK_SHARED'] ?? beside, 'samples');

export const hasSamples = existsSync(samples);

function namesIn(folder: string, wantsFolders: boolean): readonly string[] {
  if (!hasSamples) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() === wantsFolders)
    .map(({ name }) => name)
    .sort();
}

export function sampleNames(folder: string): readonly string[] {
  return namesIn(join(samples, folder), false);
}

export function sampleFolders(): readonly string[] {
  return namesIn(samples, true);
}

export function sample(folder: string, name: string): string {
  return readFileSync(join(samples, folder, name), 'utf8');
}
