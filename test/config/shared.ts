import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const beside = fileURLToPath(new URL('../../../shared', import.meta.url));

/** Real files that stand beside a checkout; what reads them is skipped where they are absent. */
const samples = join(process.env['BLKCHECK_SHARED'] ?? beside, 'samples');

export const hasSamples = existsSync(samples);

export function sampleNames(folder: string): readonly string[] {
  return hasSamples ? readdirSync(join(samples, folder)).sort() : [];
}

export function sampleFolders(): readonly string[] {
  return hasSamples ? readdirSync(samples).sort() : [];
}

export function sample(folder: string, name: string): string {
  return readFileSync(join(samples, folder, name), 'utf8');
}
