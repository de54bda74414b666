import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../', import.meta.url));

export interface Shell {
  /** What a terminal of 80 columns without colours shows, and `# exit N` where N is not 0. */
  readonly run: (command: string) => Promise<string>;
  /** Standard output alone. */
  readonly standardOutputOf: (command: string) => Promise<string>;
  readonly remove: () => void;
}

/** A folder as a reader has it, in which `blkcheck` and `npx blkcheck` run this checkout. */
export function openShell(): Shell {
  const folder = mkdtempSync(join(tmpdir(), 'blkcheck-docs-'));
  const programs = join(folder, 'programs');
  const work = join(folder, 'work');
  mkdirSync(programs);
  mkdirSync(join(work, 'node_modules'), { recursive: true });
  for (const name of ['examples', 'scenarios'])
    cpSync(join(root, name), join(work, name), { recursive: true });
  symlinkSync(root, join(work, 'node_modules', 'blkcheck'), 'dir');
  // Else a package.json of somebody's above it would say what `blkcheck` is.
  writeFileSync(join(work, 'package.json'), '{}\n');
  const binary = join(root, 'bin', 'blkcheck.js');
  writeProgram(join(programs, 'blkcheck'), `exec '${process.execPath}' '${binary}' "$@"`);
  writeProgram(join(programs, 'npx'), 'export npm_command=exec\nexec "$@"');
  const known = new Map<string, Promise<string>>();
  return {
    run(command) {
      const before = known.get(command);
      if (before !== undefined) return before;
      const output = terminalOf(command, work, programs);
      known.set(command, output);
      return output;
    },
    standardOutputOf: async (command) => (await ended(command, work, programs)).stdout,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function writeProgram(file: string, script: string): void {
  writeFileSync(file, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
}

async function terminalOf(command: string, work: string, programs: string): Promise<string> {
  const { stdout, status } = await ended(`exec 2>&1\n${command}`, work, programs);
  if (/^\$ /m.test(stdout)) throw new Error(`${command}: its output looks like a command`);
  return status === 0 ? stdout : `${stdout}# exit ${status}\n`;
}

interface Ended {
  readonly stdout: string;
  readonly status: number | null;
}

function ended(script: string, work: string, programs: string): Promise<Ended> {
  const path = [programs, dirname(process.execPath), process.env['PATH'] ?? ''].join(delimiter);
  const child = spawn('sh', ['-c', script], {
    cwd: work,
    // Nothing of the machine's: colours, CI and npm would show in what is printed.
    env: { PATH: path, LC_ALL: 'C.UTF-8' },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  child.stdout.setEncoding('utf8');
  let stdout = '';
  child.stdout.on('data', (chunk: string) => {
    stdout += chunk;
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (status) => resolve({ stdout, status }));
  });
}
