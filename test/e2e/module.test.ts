import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { blkcheck, onTheMailsDay, temporaryFolder } from './command.js';

const definition = {
  name: 'my-log',
  suite: 'completion',
  summary: 'Appends records and syncs each.',
  models: 'My database.',
  disk: { sectors: 8 },
  regions: { log: { at: 0, sectors: 1, count: 8 } },
  steps: [
    {
      repeat: 4,
      as: 't',
      from: 1,
      steps: [
        { write: 'log[t - 1]', transaction: 't' },
        'fsync',
        { acknowledge: { transaction: 't' } },
      ],
    },
  ],
};

const recover = `recover(disk) {
  let count = 0;
  while (count < 4 && disk.read(count) !== null) count += 1;
  return count;
}`;
const holds = `holds(count, acknowledged) {
  if (acknowledged.length <= count) return true;
  return { kind: 'lost', effect: 'record ' + (count + 1) + ' is gone' };
}`;

function moduleText(scenario: object, ...functions: readonly string[]): string {
  const members = [`scenario: ${JSON.stringify(scenario)}`, ...functions].join(',\n');
  return `import { defineScenario } from 'blkcheck';\nexport default defineScenario({ ${members} });\n`;
}

/** A project that has blkcheck installed, with one module. */
function projectWith(text: string): string {
  const cwd = temporaryFolder();
  mkdirSync(join(cwd, 'node_modules'));
  symlinkSync(
    fileURLToPath(new URL('../../', import.meta.url)),
    join(cwd, 'node_modules/blkcheck'),
  );
  writeFileSync(join(cwd, 'mine.mjs'), text);
  return cwd;
}

const flags = [...onTheMailsDay, '--cache', 'none', '--runs', '50'];

describe('a scenario with a recovery of its own', () => {
  it('runs, here and in workers', async () => {
    const cwd = projectWith(moduleText(definition, recover, holds));
    const words = ['run', 'mine.mjs', ...flags, '--reporter', 'json'];
    const here = await blkcheck(words, { cwd });
    const there = await blkcheck([...words, '--jobs', '2'], { cwd });
    expect(here.status).toBe(1);
    expect(there.stdout).toBe(here.stdout);
    const { cells } = JSON.parse(here.stdout) as { cells: { id: string; verdict: string }[] };
    expect(cells.map(({ id, verdict }) => `${id} ${verdict}`)).toEqual([
      'ide/none unsafe',
      'scsi/none safe',
      'virtio-blk/none unsafe',
    ]);
  });

  it('is replayed with its module, and only so', async () => {
    const cwd = projectWith(moduleText(definition, recover, holds));
    await blkcheck(['run', 'mine.mjs', ...flags], { cwd });
    const [name = ''] = readdirSync(join(cwd, '.blkcheck/findings'));
    const file = join('.blkcheck/findings', name);
    const without = await blkcheck(['replay', file], { cwd });
    expect(without.status).toBe(2);
    expect(without.stderr).toContain('--module FILE');
    const replayed = await blkcheck(['replay', file, '--module', 'mine.mjs'], { cwd });
    expect(replayed.status).toBe(1);
    expect(replayed.stdout).toContain('is gone');
  });

  it.each([
    ['throws', "recover() { throw new Error('no idea'); }", holds, 'recover threw: no idea'],
    ['reads what is not there', 'recover(disk) { disk.read(8); }', holds, 'has no sector 8'],
    ['is asynchronous', `async ${recover}`, holds, 'recover is asynchronous, and must not be'],
    ['fails later', 'async recover(disk) { disk.read(8); }', holds, 'recover is asynchronous'],
    ['is judged later', recover, `async ${holds}`, 'holds is asynchronous, and must not be'],
    ['is not judged', recover, 'holds() {}', 'holds gave neither true nor'],
    [
      'answers otherwise when it is asked again',
      'recover() { globalThis.asked = (globalThis.asked ?? 0) + 1; return asked; }',
      "holds(asked) { return asked < 3 || (asked & (asked - 1)) !== 0 || { kind: 'lost', effect: 'nothing' }; }",
      'the recovery is not deterministic',
    ],
  ])('is inconclusive where its recovery %s, and says so', async (_, recovery, judge, message) => {
    const cwd = projectWith(moduleText(definition, recovery, judge));
    const { status, stdout } = await blkcheck(['run', 'mine.mjs', ...flags, '--all'], { cwd });
    expect(status).toBe(3);
    expect(stdout).toContain('inconclusive');
    expect(stdout.replaceAll(/\n +/gu, ' ')).toContain(message);
  });

  it('has a bug of its own where what it asks for fails without a fault', async () => {
    const never = "holds() { return { kind: 'lost', effect: 'nothing is enough' }; }";
    const cwd = projectWith(moduleText(definition, recover, never));
    const { stdout } = await blkcheck(['run', 'mine.mjs', ...flags], { cwd });
    expect(stdout).toContain('BLK009 (workload)');
    expect(stdout).toContain('nothing is enough');
  });
});

describe('a module with a mistake is refused:', () => {
  it.each([
    ['in its scenario', moduleText({ ...definition, disk: {} }, recover, holds), 'sectors'],
    ['without holds', moduleText(definition, recover), '`recover` and `holds`'],
    ['without a scenario', 'export default {};\n', 'no scenario as its default export'],
    ['in its syntax', 'export default (;\n', 'the module fails: '],
    ['when it runs', "throw new Error('too early');\n", 'the module fails: too early'],
    ['in what it imports', "import 'nonsense';\n", 'the module fails: '],
  ])('%s', async (_, text, message) => {
    const { status, stdout, stderr } = await blkcheck(['run', 'mine.mjs'], {
      cwd: projectWith(text),
    });
    expect(status).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain('mine.mjs');
    expect(stderr).toContain(message);
    expect(stderr).not.toMatch(/^\s+at /m);
  });
});
