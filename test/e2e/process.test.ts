import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { ResultRow } from '../../src/model/result.js';
import { blkcheck, type Ended, ended, start, temporaryFolder } from './command.js';

/** Far more than can be done before the test sends its signal. */
const long = ['run', '--runs', '1000000', '--reporter', 'json'];

/** Tells the test when the command listens for signals, which a clock would only guess. */
const listeningTeller = `process.on('newListener', (name) => {
  if (name === 'SIGINT') process.stderr.write('listening');
});`;

/** A family of which workers prove a part in the meantime. */
const proving = [
  ...['run', '--bounded', '6', '--frontend', 'ahci', '--cache', 'none'],
  ...['--jobs', '2', '--reporter', 'json'],
];

async function interrupted(words: readonly string[], presses = 1, afterMs = 500): Promise<Ended> {
  const cwd = temporaryFolder();
  const teller = join(cwd, 'teller.mjs');
  writeFileSync(teller, listeningTeller);
  const child = start(words, { cwd, nodeArguments: ['--import', teller] });
  const result = ended(child);
  await once(child.stderr ?? child, 'data');
  // Long enough for some rows, if the machine is not too busy; not all tests need any.
  await setTimeout(afterMs);
  for (let press = 0; press < presses; press += 1) child.kill('SIGINT');
  return result;
}

describe('Ctrl-C', () => {
  it.each([
    ['ends the run, and writes what is done', 1],
    ['is one key press where npx forwards it too', 2],
  ])('%s', async (_, presses) => {
    const { status, stdout } = await interrupted(long, presses);
    expect(status).toBe(130);
    const report = JSON.parse(stdout);
    expect(report).toMatchObject({ interrupted: true, summary: { exitCode: 130 } });
    const reasons = report.results.map(({ reason }: { reason: string }) => reason);
    expect(reasons).toContain('interrupted');
  });

  it('ends a proof, which says how far it came', async () => {
    const { status, stdout } = await interrupted(proving, 1, 5000);
    expect(status).toBe(130);
    const rows: readonly ResultRow[] = JSON.parse(stdout).results;
    const told =
      /^interrupted(?: among the controls, on honest machines)?, after \d+ executions at/u;
    for (const { reason } of rows) expect(reason).toMatch(told);
    for (const { reason } of rows) expect(reason).toMatch(/ at [1-9]\d* crash points$/u);
  });
});

describe('a closed pipe', () => {
  it('ends the command quietly', async () => {
    const child = start(['list']);
    child.stdout?.destroy();
    const { status, stderr } = await ended(child);
    expect(status).toBe(0);
    expect(stderr).toBe('');
  });
});

describe('a bug of blkcheck', () => {
  const saboteur = `
    import { syncBuiltinESMExports } from 'node:module';
    import os from 'node:os';
    os.availableParallelism = () => { throw new Error('broken on purpose'); };
    syncBuiltinESMExports();
  `;

  async function sabotaged(env: Readonly<Record<string, string>>): Promise<Ended> {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, 'saboteur.mjs'), saboteur);
    const nodeArguments = ['--import', join(cwd, 'saboteur.mjs')];
    return blkcheck(['run', '--runs', '100000', '--seed', '7'], { cwd, env, nodeArguments });
  }

  it('is apologised for, with what a report needs', async () => {
    const { status, stdout, stderr } = await sabotaged({});
    expect(status).toBe(70);
    expect(stdout).toBe('');
    expect(stderr).toContain(
      'this is a bug of blkcheck, not of your configuration: broken on purpose',
    );
    expect(stderr).toMatch(/^blkcheck \d+\.\d+\.\d+: blkcheck run --runs 100000 --seed 7$/m);
    expect(stderr).not.toMatch(/^\s+at /m);
  });

  it('shows its place on demand', async () => {
    const { stderr } = await sabotaged({ BLKCHECK_DEBUG: '1' });
    expect(stderr).toMatch(/^\s+at /m);
  });
});

describe('starting', () => {
  /** Logs the address of every module that is loaded. */
  const tracer = `
    import { register } from 'node:module';
    const hooks = \`export async function load(url, context, next) {
      process.stderr.write('loaded ' + url + '\\\\n');
      return next(url, context);
    }\`;
    register('data:text/javascript,' + encodeURIComponent(hooks));
  `;

  async function packagesLoadedBy(words: readonly string[]): Promise<readonly string[]> {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'tracer.mjs'), tracer);
    const nodeArguments = ['--import', join(folder, 'tracer.mjs')];
    const { status, stderr } = await blkcheck(words, { nodeArguments });
    expect(status).toBe(0);
    const names = [...stderr.matchAll(/^loaded .*\/node_modules\/([^/]+)\//gm)].map(
      ([, name]) => name,
    );
    expect(stderr).toContain('loaded ');
    return [...new Set(names)].map(String).sort();
  }

  it.each([[['--help']], [['--version']], [['run', '--help']], [[]]])(
    '%j loads commander alone',
    async (words) => {
      const packages = await packagesLoadedBy(words);
      expect(packages.filter((name) => name !== 'chalk')).toEqual(['commander']);
    },
  );

  it('explain loads neither the simulator nor its libraries', async () => {
    expect(await packagesLoadedBy(['explain', 'BLK003'])).toEqual(['commander']);
  });
});
