import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './shell.js';

/** Paths from the root of every page that a reader gets. */
export const pageFiles: readonly string[] = [
  'README.md',
  'CONTRIBUTING.md',
  ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.md'))
    .map((file) => join('docs', file)),
]
  .filter((file) => existsSync(join(root, file)))
  .sort();

export function readPage(file: string): string {
  return readFileSync(join(root, file), 'utf8');
}
