// How the proof of a write-ahead log grows with its transactions. Each size is a process of its own,
// which says how long the proof took and what it needed. Run: npm run build && node bench/wal-growth.mjs
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { isSmoke, ofLimit, words } from './parts/smoke.mjs';

const sizes = isSmoke ? [10, 32] : [10, 32, 100, 320, 1_000, 3_200, 10_000];
const limits = { exponent: 1.2, seconds: 5, MiB: 1024 };

/** The proof of one size, in this process. */
async function prove(transactions) {
  const { createOracle } = await import('../dist/scenario/oracle.js');
  const { compileScenario } = await import('../dist/scenario/compile.js');
  const { readScenario } = await import('../dist/scenario/read.js');
  const { exhaust } = await import('../dist/search/exhaust/exhaust.js');
  const { allReductions } = await import('../dist/search/exhaust/reductions.js');
  const { buildStack } = await import('../dist/stack/build.js');
  const { mailMachine } = await import('./parts/machine.mjs');
  const file = new URL('../scenarios/wal.yaml', import.meta.url);
  const { scenario } = readScenario(readFileSync(file, 'utf8'), 'wal.yaml');
  const begin = process.cpuUsage();
  const start = process.hrtime.bigint();
  const { script } = compileScenario(scenario, { transactions }, []);
  const stack = buildStack(mailMachine('scsi', false));
  const endless = { executionsMax: Number.POSITIVE_INFINITY, isOver: () => false };
  const subject = { script, stack, oracleOf: (given) => createOracle(given) };
  const [proof] = exhaust(subject, ['power-loss'], allReductions, endless);
  const { user, system } = process.cpuUsage(begin);
  return {
    isSafe: proof.isComplete && proof.failures.length === 0,
    crashPoints: proof.crashPoints,
    executions: proof.executions,
    wallSeconds: Number(process.hrtime.bigint() - start) / 1e9,
    cpuSeconds: (user + system) / 1e6,
    MiB: process.resourceUsage().maxRSS / 1024,
  };
}

function proveElsewhere(transactions) {
  const words = [fileURLToPath(import.meta.url), String(transactions)];
  const { stdout, stderr, status } = spawnSync(process.execPath, words, { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  const proof = JSON.parse(stdout);
  if (!proof.isSafe) throw new Error(`${transactions} transactions: not proved safe`);
  return proof;
}

/** The exponent of the power of N that fits best (least squares of the logarithms). */
function exponent(values) {
  const xs = values.map(([size]) => Math.log(size));
  const ys = values.map(([, value]) => Math.log(value));
  const mean = (list) => list.reduce((sum, each) => sum + each, 0) / list.length;
  const [mx, my] = [mean(xs), mean(ys)];
  const above = xs.reduce((sum, x, at) => sum + (x - mx) * (ys[at] - my), 0);
  return above / xs.reduce((sum, x) => sum + (x - mx) ** 2, 0);
}

function main() {
  console.log('transactions  crash points  executions  cpu, s  wall, s  MiB');
  const proofs = sizes.map((size) => {
    const proof = proveElsewhere(size);
    const { crashPoints, executions, cpuSeconds, wallSeconds, MiB } = proof;
    const numbers = [size, crashPoints, executions].map((n, at) => String(n).padStart(12 - at));
    const times = [cpuSeconds, wallSeconds].map((seconds) => seconds.toFixed(2).padStart(7));
    console.log(`${numbers.join(' ')} ${times.join('  ')}  ${MiB.toFixed(0).padStart(4)}`);
    return [size, proof];
  });
  const ofExecutions = exponent(proofs.map(([size, { executions }]) => [size, executions]));
  // What a small proof takes is the start of the engine; the growth shows in the larger ones.
  const large = proofs.filter(([size]) => isSmoke || size >= 1_000);
  const ofTime = exponent(large.map(([size, { cpuSeconds }]) => [size, cpuSeconds]));
  const ofAll = exponent(proofs.map(([size, { cpuSeconds }]) => [size, cpuSeconds]));
  const [, last] = proofs.at(-1);
  console.log(
    `exponent of executions        ${ofExecutions.toFixed(2)}${ofLimit(` (the limit is ${limits.exponent})`)}`,
  );
  console.log(
    `exponent of CPU time          ${ofAll.toFixed(2)} (from 1,000 on ${ofTime.toFixed(2)})`,
  );
  console.log(
    `the largest                   ${last.cpuSeconds.toFixed(2)} s CPU, ${last.wallSeconds.toFixed(2)} s wall${ofLimit(` (the limit is ${limits.seconds} s)`)}`,
  );
  console.log(
    `memory                        ${last.MiB.toFixed(0)} MiB${ofLimit(` (the limit is ${limits.MiB})`)}`,
  );
  if (isSmoke) return;
  const isKept =
    Math.max(ofExecutions, ofAll, ofTime) <= limits.exponent &&
    last.cpuSeconds < limits.seconds &&
    last.MiB < limits.MiB;
  console.log(isKept ? 'all limits are kept' : 'a limit is exceeded');
  process.exitCode = isKept ? 0 : 1;
}

const [size] = words;
if (size === undefined) main();
else console.log(JSON.stringify(await prove(Number(size))));
