// The same protocol, proved by blkcheck and by SPIN: a log whose records are written in groups, all
// of a group in flight together, and flushed before they are acknowledged (bench/spin). Generating
// and compiling pan is not counted as its run, and what Node compiles while our code runs for the first
// time is shown apart as well. It is skipped where spin or gcc is absent.
// Run: npm run build && node bench/spin.mjs
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isSmoke, words } from './parts/smoke.mjs';

const sizes = isSmoke
  ? [[2, 4]]
  : [
      [2, 4],
      [4, 8],
      [8, 8],
      [16, 8],
    ];
const model = fileURLToPath(new URL('./spin/group-commit.pml', import.meta.url));
const timesMin = 10;

/** Enough for Node to compile what a proof runs. */
const warmingSeconds = isSmoke ? 0.1 : 2;

/**
 * Our proof, in a process that has done nothing else, once cold, and once more when proofs of other sizes
 * have made Node compile the code: `ours GROUPS RECORDS swallowed|flushed`.
 */
async function ours(groups, records, flush) {
  const cold = await prove(groups, records, flush);
  const start = process.hrtime.bigint();
  for (let size = 2; Number(process.hrtime.bigint() - start) / 1e9 < warmingSeconds; size += 1)
    for (const other of ['flushed', 'swallowed']) await prove(2 + (size % 4), 3, other);
  const warm = await prove(groups, records, flush);
  return { ...warm, coldSeconds: cold.seconds };
}

async function prove(groups, records, flush) {
  const { createOracle } = await import('../dist/scenario/oracle.js');
  const { compileScenario } = await import('../dist/scenario/compile.js');
  const { readScenario } = await import('../dist/scenario/read.js');
  const { exhaust } = await import('../dist/search/exhaust/exhaust.js');
  const { allReductions } = await import('../dist/search/exhaust/reductions.js');
  const { buildStack } = await import('../dist/stack/build.js');
  const { mailMachine } = await import('./parts/machine.mjs');
  const record = `${records} * group + record`;
  const scenario = {
    blkcheck: 'scenario/1',
    name: 'group-commit-of-records',
    suite: 'completion',
    summary: 'Groups of records, in flight together and flushed.',
    models: 'Group commit.',
    disk: { sectors: groups * records },
    regions: { log: { at: 0, sectors: 1, count: groups * records } },
    steps: [
      {
        repeat: groups,
        as: 'group',
        steps: [
          {
            repeat: records,
            as: 'record',
            steps: [{ write: `log[${record}]`, transaction: `${record} + 1` }],
          },
          'fsync',
          {
            repeat: records,
            as: 'record',
            steps: [{ acknowledge: { transaction: `${record} + 1` } }],
          },
        ],
      },
    ],
    recovery: { 'write-ahead-log': { log: 'log' } },
  };
  const read = readScenario(JSON.stringify(scenario), 'spin');
  if (!('scenario' in read)) throw new Error(JSON.stringify(read.diagnostics));
  const compiled = compileScenario(read.scenario, {}, []);
  if (!('script' in compiled)) throw new Error(JSON.stringify(compiled.diagnostics));
  const stack = buildStack(mailMachine(flush === 'flushed' ? 'scsi' : 'ide', true));
  const subject = { script: compiled.script, stack, oracleOf: (script) => createOracle(script) };
  const limits = { executionsMax: Number.POSITIVE_INFINITY, isOver: () => false };
  const start = process.hrtime.bigint();
  const [proof] = exhaust(subject, ['power-loss'], allReductions, limits);
  const seconds = Number(process.hrtime.bigint() - start) / 1e9;
  if (!proof.isComplete) throw new Error('the proof has not come to its end');
  const { crashPoints, executions, failures } = proof;
  return { isSafe: failures.length === 0, crashPoints, executions, seconds };
}

function run(command, words, cwd) {
  const start = process.hrtime.bigint();
  const { status, stdout, stderr, error } = spawnSync(command, words, {
    cwd,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  if (error !== undefined) throw error;
  return { status, text: stdout + stderr, seconds: Number(process.hrtime.bigint() - start) / 1e9 };
}

function isThere(command) {
  return spawnSync(command, ['--version'], { stdio: 'ignore' }).error === undefined;
}

function spin(groups, records, flush) {
  const folder = mkdtempSync(join(tmpdir(), 'blkcheck-spin-'));
  try {
    const swallowed = flush === 'flushed' ? [] : ['-DSWALLOWED'];
    const defines = [`-DGROUPS=${groups}`, `-DRECORDS=${records}`, ...swallowed];
    const generated = run('spin', ['-a', ...defines, model], folder);
    const compiled = run('gcc', ['-O2', '-DSAFETY', '-o', 'pan', 'pan.c'], folder);
    // Once the power has failed the others wait for ever: -E takes that for an end. No allocation
    // for depths that are not reached; partial order reduction is on unless it is switched off.
    const pan = run(join(folder, 'pan'), ['-E', '-m20000'], folder);
    const states = Number(/(\d+) states, stored/.exec(pan.text)?.[1]);
    const errors = Number(/errors: (\d+)/.exec(pan.text)?.[1]);
    const isWhole = /Partial Order Reduction/.test(pan.text) && !/max search depth/.test(pan.text);
    if (Number.isNaN(states) || Number.isNaN(errors) || !isWhole)
      throw new Error(`${generated.text}${compiled.text}${pan.text}`);
    return {
      isSafe: errors === 0,
      states,
      generation: generated.seconds,
      compilation: compiled.seconds,
      seconds: pan.seconds,
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function compare(groups, records, flush) {
  const words = [fileURLToPath(import.meta.url), 'ours', groups, records, flush].map(String);
  const ours = JSON.parse(run(process.execPath, words).text);
  const theirs = spin(groups, records, flush);
  const verdict = (isSafe) => (isSafe ? 'safe' : 'unsafe');
  const columns = [
    `${groups} x ${records}`.padEnd(8),
    flush.padEnd(9),
    verdict(ours.isSafe).padEnd(7),
    String(ours.crashPoints).padStart(6),
    String(ours.executions).padStart(10),
    ours.coldSeconds.toFixed(4).padStart(8),
    ours.seconds.toFixed(4).padStart(8),
    verdict(theirs.isSafe).padEnd(7),
    String(theirs.states).padStart(9),
    theirs.seconds.toFixed(3).padStart(8),
    theirs.generation.toFixed(2).padStart(9),
    theirs.compilation.toFixed(2).padStart(9),
    (theirs.seconds / ours.seconds).toFixed(1).padStart(7),
  ];
  console.log(columns.join('  '));
  return { isAlike: ours.isSafe === theirs.isSafe, times: theirs.seconds / ours.seconds };
}

function main() {
  if (!isThere('spin') || spawnSync('gcc', ['--version']).error !== undefined) {
    console.log('skipped: spin or gcc is not installed (Debian: apt-get install spin gcc)');
    return;
  }
  console.log(
    'size      device     ours    points  executions      cold   seconds  pan       states   seconds  generated   compiled   times',
  );
  const all = sizes.flatMap(([groups, records]) =>
    ['flushed', 'swallowed'].map((flush) => ({ flush, ...compare(groups, records, flush) })),
  );
  const isAlike = all.every((each) => each.isAlike);
  const least = Math.min(...all.map(({ times }) => times));
  console.log(isAlike ? 'the verdicts are the same' : 'the verdicts differ');
  console.log(
    `ours takes 1/${least.toFixed(0)} of pan's own run, or less (wanted: 1/${timesMin} or less)`,
  );
  process.exitCode = isAlike && (isSmoke || least >= timesMin) ? 0 : 1;
}

const [who, groups, records, flush] = words;
if (who === 'ours') console.log(JSON.stringify(await ours(Number(groups), Number(records), flush)));
else main();
