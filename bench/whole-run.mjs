// The whole catalogue once, as a user starts it: the mail's nine cells and all faults, with the scenarios
// that are one script each, which are proved, and with those that are generated too, 1,000 runs each;
// then today's machines, as `run` has them, and under all faults.
// Run: npm run build && node bench/whole-run.mjs
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isSmoke, ofLimit } from './parts/smoke.mjs';

const command = fileURLToPath(new URL('../bin/blkcheck.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'blkcheck-bench-'));

function secondsOf(...words) {
  const start = process.hrtime.bigint();
  const { status, stderr } = spawnSync(process.execPath, [command, ...words], {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 1 << 30,
  });
  if (status !== 0 && status !== 1) throw new Error(`exit ${status}: ${stderr}`);
  return Number(process.hrtime.bigint() - start) / 1e9;
}

const part = isSmoke ? ['--frontend', 'ide', '--cache', 'writeback'] : [];
const mail = ['--profile', '2009-08', ...part];
const start = secondsOf('--version');
const fixed = '!litmus-barrier,!litmus-sync';
const few = ['--scenario', 'wal-commit,litmus-sync', '--runs', '300'];
const proved = secondsOf('run', ...mail, '--fault', 'all', '--scenario', fixed, '--quiet');
const runs = isSmoke ? few : ['--runs', '1000'];
const alone = secondsOf(
  ...['run', ...mail, '--fault', 'all', '--scenario', fixed, '--quiet', '--jobs', '1'],
);
const today = secondsOf('run', ...part, ...(isSmoke ? few : []), '--quiet');
const faults = secondsOf('run', ...part, '--fault', 'all', '--scenario', fixed, '--quiet');
const once = secondsOf('run', ...mail, '--fault', 'all', ...runs, '--reporter', 'json=all.json');
rmSync(folder, { recursive: true });
console.log(`starting the command       ${start.toFixed(2)} s`);
console.log(
  `all cells, faults, proved  ${proved.toFixed(2)} s${ofLimit(' (the limit is 2 s on two cores)')}`,
);
console.log(
  `the same, and sampled      ${once.toFixed(2)} s${ofLimit(' (the limit is 20 s on two cores)')}`,
);
console.log(`proved, with one worker    ${alone.toFixed(2)} s`);
console.log(`run, today's machines      ${today.toFixed(2)} s`);
console.log(`the same, faults, proved   ${faults.toFixed(2)} s`);
