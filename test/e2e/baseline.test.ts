import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { blkcheck, ended, start, temporaryFolder } from './command.js';
import { domain, root } from './forge.js';

/** One scenario tells these disks apart. */
const words = ['run', 'vms', '--scenario', 'wal-commit'];
const file = 'blkcheck.base.json';

/** A folder of definitions, as a host's exporter leaves it: no history, and nothing else. */
function folderOf(files: Readonly<Record<string, string>>) {
  const cwd = temporaryFolder();
  const write = (name: string, text: string) => {
    mkdirSync(dirname(join(cwd, name)), { recursive: true });
    writeFileSync(join(cwd, name), text);
  };
  const text = (name = file) => readFileSync(join(cwd, name), 'utf8');
  for (const [name, content] of Object.entries(files)) write(name, content);
  const run = (...more: readonly string[]) => blkcheck([...words, '--quiet', ...more], { cwd });
  const writeBase = async () => {
    const { stderr } = await run('--write-base', file);
    expect(stderr).toBe('');
  };
  return { cwd, write, text, run, writeBase };
}

const reports = ['json', 'junit', 'sarif', 'github', 'markdown', 'pretty'] as const;
const toFiles = reports.map((name) => `--reporter=${name}=${name}.out`);

it('what was kept is no news, what is worse is red, and what was mended is to be written anew', async () => {
  const { write, text, run, writeBase } = folderOf({
    'vms/db.xml': domain('unsafe'),
    'vms/web.xml': domain('none', 'web'),
  });
  await writeBase();
  const first = text();
  await writeBase();
  expect(text()).toBe(first);
  const same = await run('--base', file);
  expect([same.status, same.stdout]).toEqual([0, expect.stringContaining('no disk made worse')]);

  write('vms/web.xml', domain('unsafe', 'web'));
  const worse = await run('--base', file, ...toFiles);
  expect([worse.status, worse.stderr]).toEqual([1, '']);
  for (const name of reports)
    expect([name, text(`${name}.out`)]).toEqual([name, expect.stringContaining('BLK014')]);
  expect(text('pretty.out')).toContain(
    'worse web/vda: cache none -> unsafe, BLK014: 8 new failures',
  );

  write('vms/web.xml', domain('none', 'web'));
  write('vms/db.xml', domain('none'));
  const mended = await run('--base', file, ...toFiles);
  expect([mended.status, mended.stderr]).toEqual([0, '']);
  const hint = `1 disk is better than ${file} says, gone, or not judged: add --write-base ${file}`;
  for (const name of reports.filter((each) => each !== 'json'))
    expect(text(`${name}.out`).replaceAll(/\\|&#?\w+;/gu, '')).toContain(hint);
  expect(JSON.parse(text('json.out')).comparison.outdated).toBe(1);
}, 120_000);

it('with --base a baseline only ever gets better', async () => {
  const { write, text, run, writeBase } = folderOf({
    'vms/db.xml': domain('unsafe'),
    'vms/web.xml': domain('none', 'web'),
  });
  await writeBase();
  const first = text();
  write('vms/db.xml', domain('none'));
  write('vms/web.xml', domain('unsafe', 'web'));
  const both = ['--base', file, '--write-base', file];
  const worse = await run(...both);
  expect([worse.status, worse.stderr]).toEqual([
    1,
    `note: ${file} is not written: 1 disk is worse\n`,
  ]);
  expect(text()).toBe(first);
  write(
    'blkcheck.waivers.yaml',
    'blkcheck: waivers/1\nwaivers:\n  - { rule: BLK014, disk: web/vda, reason: r, owner: o, expires: "2999-01-01" }\n',
  );
  const waived = await run(...both);
  // It would be known for good, and the waiver is not.
  expect([waived.status, text()]).toEqual([0, first]);
  write('vms/web.xml', domain('none', 'web'));
  const better = await run(...both);
  expect([better.status, better.stderr]).toEqual([0, '']);
  expect(text()).not.toContain('BLK014');
  write('vms/db.xml', domain('unsafe'));
  expect((await run('--base', file)).status).toBe(1);
}, 120_000);

it('a change has the same report against a baseline as against a folder', async () => {
  const shell = (...calls: readonly string[]) =>
    calls.map((each) => `qemu-system-x86_64 -drive file=/${each},if=virtio,format=raw\n`).join('');
  const { cwd, write, text, run, writeBase } = folderOf({
    'vms/db.xml': domain('unsafe'),
    'vms/deep/web.xml': domain('none', 'web'),
    'vms/old.xml': domain('unsafe', 'old'),
    'vms/gone.xml': domain('unsafe', 'gone'),
    'blkcheck.config.yaml': 'default: { disk: { kind: wce-honest } }\n',
    'vms/run.sh': shell('a,cache=unsafe', 'b,cache=none', 'c,cache=$CACHE'),
  });
  await writeBase();
  const json = async (base: string) => {
    const { status } = await run('--base', base, '--reporter=json=now.json');
    const { comparison, ...report } = JSON.parse(text('now.json'));
    const { base: _, outdated: __, ...told } = comparison;
    return { status, ...report, told };
  };
  const old = temporaryFolder();
  for (const name of ['vms', 'blkcheck.config.yaml']) renameSync(join(cwd, name), join(old, name));
  write('vms/db.xml', domain('none'));
  write('vms/web.xml', domain('unsafe', 'web'));
  write('vms/new.xml', domain('unsafe', 'old').replace('/dev/vg0/old', '/dev/vg1/old'));
  write('vms/run.sh', shell('b,cache=unsafe', 'c,cache=none'));
  write('blkcheck.config.yaml', 'default: { disk: { kind: wce-lying } }\n');
  const told = await json(old);
  expect(told.told.changes.length).toBeGreaterThan(4);
  expect(await json(file)).toEqual(told);
}, 120_000);

it('the examples are as they are', async () => {
  const cwd = temporaryFolder();
  const all = join(root, 'examples', 'vms');
  const run = (...more: readonly string[]) =>
    blkcheck(['run', all, '--scenario', 'wal-commit', '--quiet', ...more], { cwd });
  await run('--write-base', file);
  const text = readFileSync(join(cwd, file), 'utf8');
  // Where they lie is nobody's business, and that of what is in them neither.
  expect(text).not.toContain(root);
  expect(text).not.toMatch(/\/(?:dev|srv|var)\//u);
  const { status, stdout, stderr } = await run('--base', file);
  expect([status, stderr]).toEqual([0, '']);
  expect(stdout).toContain('no disk made worse');
}, 120_000);

describe('what is named', () => {
  it('is compared, and the rest is neither gone nor taken away', async () => {
    const { text, run, writeBase, cwd } = folderOf({
      'vms/db.xml': domain('unsafe'),
      'vms/web.xml': domain('none', 'web'),
    });
    await writeBase();
    const part = (...more: readonly string[]) =>
      blkcheck(['run', 'vms/db.xml', '--scenario', 'wal-commit', '--base', file, ...more], { cwd });
    const { status, stdout } = await part();
    expect([status, stdout]).toEqual([0, expect.stringContaining('1 disk fails as before')]);
    expect(stdout).not.toContain('web');
    const first = text();
    const wrong = await part('--write-base', file);
    expect([wrong.status, wrong.stderr]).toEqual([
      2,
      expect.stringContaining('leave out 1 disk of'),
    ]);
    expect(text()).toBe(first);
    rmSync(join(cwd, 'vms/web.xml'));
    expect((await run('--base', file, '--reporter=pretty')).stdout).toContain('no disk');
    const told = await blkcheck([...words, '--base', file], { cwd });
    expect([told.status, told.stdout]).toEqual([0, expect.stringContaining('gone web/vda')]);
  }, 120_000);

  it('may lie elsewhere, where files of one name are told apart', async () => {
    const guest = (cache: string, disk: string) =>
      `qemu-system-x86_64 -drive file=/${disk},if=virtio,format=raw,cache=${cache}\n`;
    const { cwd, write, text } = folderOf({
      'vms/a/run.sh': guest('unsafe', 'a'),
      'vms/b/run.sh': guest('none', 'b'),
      'here/a/run.sh': guest('none', 'c'),
      'here/base.json': '',
    });
    const both = ['../vms/a/run.sh', '../vms/b/run.sh'];
    const run = (names: readonly string[], ...more: readonly string[]) =>
      blkcheck(['run', ...names, '--scenario', 'wal-commit', '--quiet', ...more], {
        cwd: join(cwd, 'here'),
      });
    const keep = ['--write-base', 'base.json'];
    await run([...both].reverse(), ...keep);
    const first = text('here/base.json');
    await run(both, ...keep);
    expect(text('here/base.json')).toBe(first);
    expect(JSON.parse(first).disks).toMatchObject([{ file: 'a/run.sh' }, { file: 'b/run.sh' }]);
    const part = await run(both.slice(1), '--base', 'base.json');
    expect([part.status, part.stdout]).toEqual([0, expect.stringContaining('no disk made worse')]);
    const less = await run(both.slice(1), '--base', 'base.json', ...keep);
    expect([less.status, less.stderr]).toEqual([2, expect.stringContaining('leave out 1 disk of')]);
    const alike = await run(['.', ...both], ...keep);
    const said = 'a/run.sh and ../vms/a/run.sh would both be called a/run.sh';
    expect([alike.status, alike.stderr]).toEqual([2, expect.stringContaining(said)]);
    expect(text('here/base.json')).toBe(first);
    write('vms/b/run.sh', guest('unsafe', 'b'));
    expect((await run(both, '--base', 'base.json')).status).toBe(1);
  }, 120_000);

  it('may be standard input', async () => {
    const { cwd, write } = folderOf({});
    const run = async (cache: string, ...more: readonly string[]) => {
      const child = start(['run', '-', '--scenario', 'wal-commit', ...more], { cwd }, 'pipe');
      child.stdin?.end(domain(cache));
      return ended(child);
    };
    await run('none', '--write-base', file);
    expect((await run('none', '--base', file)).status).toBe(0);
    expect((await run('unsafe', '--base', file)).status).toBe(1);
    write('vms/db.xml', domain('unsafe'));
    const { status, stdout } = await blkcheck([...words, '--base', file], { cwd });
    expect([status, stdout]).toEqual([1, expect.stringContaining('worse db/vda')]);
  }, 120_000);

  it('is missed where it is there and can no more be read', async () => {
    const { write, run, writeBase } = folderOf({
      'vms/db.xml': domain('none'),
      'vms/web.xml': domain('none', 'web'),
    });
    await writeBase();
    write('vms/web.xml', '');
    expect((await run('--base', file)).status).toBe(3);
  }, 60_000);
});

describe('is a mistake, with status 2, and nothing is written or judged:', () => {
  const mistake = async (
    more: readonly string[],
    said: string,
    change: (text: string) => string = (text) => text,
  ) => {
    const { cwd, write, text, run, writeBase } = folderOf({ 'vms/db.xml': domain('none') });
    await writeBase();
    write(file, change(text()));
    const before = readdirSync(cwd);
    const { status, stdout, stderr } = await run(...more);
    expect([status, stdout, stderr]).toEqual([2, '', expect.stringContaining(said)]);
    expect(readdirSync(cwd)).toEqual(before);
  };

  it.each<[string, readonly string[], string]>([
    ['another QEMU', ['--base', file, '--qemu', '9.2'], `--> ${file}:6:14`],
    ['other scenarios', ['--base', file, '--scenario', 'wal'], 'other scenarios than'],
    [
      'a report in the same file',
      ['--write-base', 'x', '--reporter=json=x'],
      'a reporter write to x',
    ],
    [
      'a report in the same file by another name',
      ['--write-base', './x', '--reporter=json=x'],
      'a reporter write to ./x',
    ],
    ['some disks', ['--write-base', file, '--last-failed'], '--last-failed and --write-base do'],
    ['one disk', ['--write-base', file, '--only', 'vda'], '--only and --write-base do not go'],
    ['one disk of a base', ['--base', file, '--only', 'vda'], '--only and --base do not go'],
    ['some time', ['--write-base', file, '--time', '5'], 'not with --time'],
    ['a definition', ['--write-base', 'vms/db.xml'], 'it is no baseline, and is not overwritten'],
    ['no folder for it', ['--write-base', 'none/x'], 'no such file or directory'],
    ['a definition as a base', ['--base', 'vms/db.xml'], 'no file that --write-base wrote'],
  ])('%s', async (_, more, said) => mistake(more, said), 60_000);

  it('a baseline that somebody changed', async () => {
    const changed = (text: string) => text.replace('"safe"', '"unsafe", "line": 4');
    await mistake(['--base', file], 'a disk has no such key', changed);
    const newer = (text: string) => text.replace('baseline/1', 'baseline/2');
    await mistake(['--base', file], 'a baseline of another version: `baseline/2`', newer);
  }, 60_000);

  it('a baseline without definitions', async () => {
    const { status, stderr } = await blkcheck(['run', '--write-base', file]);
    expect([status, stderr]).toEqual([2, expect.stringContaining('for definitions of machines')]);
  });
});

it('what another version wrote is compared, and it is said', async () => {
  const { cwd, write, text, writeBase } = folderOf({ 'vms/db.xml': domain('none') });
  await writeBase();
  write(file, text().replace(/"blkcheckVersion": "[^"]*"/u, '"blkcheckVersion": "0.0.1"'));
  const { status, stdout } = await blkcheck([...words, '--base', file], { cwd });
  expect(status).toBe(0);
  expect(stdout).toContain(`base=blkcheck 0.0.1 (${file} was written by it)`);
}, 60_000);

it('what is interrupted writes nothing, and leaves what is there', async () => {
  const { cwd, write, text } = folderOf({ 'vms/db.xml': domain('none') });
  const before = '{ "blkcheck": "baseline/1" }';
  write(file, before);
  // Tells when the command listens for signals, which a clock would only guess.
  const teller =
    "process.on('newListener', (name) => name === 'SIGINT' && process.stderr.write('!'));";
  write('teller.mjs', teller);
  const child = start(['run', 'vms', '--bounded', '6', '--jobs', '2', '--write-base', file], {
    cwd,
    nodeArguments: ['--import', join(cwd, 'teller.mjs')],
  });
  const result = ended(child);
  await once(child.stderr ?? child, 'data');
  child.kill('SIGINT');
  const { status, stderr } = await result;
  const said = `!note: ${file} is not written: the run was interrupted\n`;
  expect([status, stderr, text()]).toEqual([130, said, before]);
  expect(readdirSync(cwd).filter((name) => name.endsWith('.tmp'))).toEqual([]);
}, 120_000);

it('is no scenario, and says what it is for', async () => {
  const { run, writeBase } = folderOf({ 'vms/db.xml': domain('none') });
  await writeBase();
  const { status, stderr } = await run(file);
  expect([status, stderr]).toEqual([2, expect.stringContaining(`--base ${file}`)]);
});
