import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach } from 'vitest';

const binary = fileURLToPath(new URL('../../bin/blkcheck.js', import.meta.url));

export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Place {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Words for node itself. */
  readonly nodeArguments?: readonly string[];
}

/** Nothing of the machine's: colours, CI and npm would show in what is printed. */
const plainEnvironment = { PATH: process.env['PATH'] ?? '', LANG: 'C' };

export function start(
  words: readonly string[],
  place: Place = {},
  stdin: 'ignore' | 'pipe' = 'ignore',
): ChildProcess {
  return spawn(process.execPath, [...(place.nodeArguments ?? []), binary, ...words], {
    cwd: place.cwd ?? temporaryFolder(),
    env: { ...plainEnvironment, ...place.env },
    stdio: [stdin, 'pipe', 'pipe'],
  });
}

export function ended(child: ChildProcess): Promise<Ended> {
  const texts = { stdout: '', stderr: '' };
  child.stdout?.on('data', (chunk) => {
    texts.stdout += chunk;
  });
  child.stderr?.on('data', (chunk) => {
    texts.stderr += chunk;
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (status) => resolve({ status, ...texts }));
  });
}

/** Runs the command as a user would, in an empty folder unless there is another. */
export function blkcheck(words: readonly string[], place: Place = {}): Promise<Ended> {
  return ended(start(words, place));
}

const folders: string[] = [];

export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'blkcheck-test-'));
  folders.push(folder);
  return folder;
}

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});
