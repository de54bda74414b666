#!/usr/bin/env node
// The hook for pre-commit, which has a clone of this repository and runs this file of it: the first run
// builds the command there. `language: node` would have npm install it for all users from git, which
// gives the installation of the tools that build it the same prefix, and fails.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const command = fileURLToPath(new URL('../bin/blkcheck.js', import.meta.url));

/** Ends the hook with what went wrong, and without a status that is a verdict. */
function buildOnce() {
  if (existsSync(new URL('../dist', import.meta.url))) return;
  const npm = spawnSync('npm', ['ci', '--include=dev', '--no-audit', '--no-fund'], {
    cwd: root,
    encoding: 'utf8',
    // npm is a script of the shell on Windows.
    shell: process.platform === 'win32',
  });
  if (npm.status === 0) return;
  process.stderr.write(`${npm.stdout ?? ''}${npm.stderr ?? ''}`);
  process.stderr.write(`error: blkcheck cannot be built in ${root}: it needs Node and npm\n`);
  process.exit(70);
}

buildOnce();
const { status } = spawnSync(process.execPath, [command, ...process.argv.slice(2)], {
  stdio: 'inherit',
});
process.exit(status ?? 70);
