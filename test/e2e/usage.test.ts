import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { blkcheck, temporaryFolder } from './command.js';

describe('blkcheck alone', () => {
  it('prints ten lines of help, each of at most 80 columns', async () => {
    const { status, stdout, stderr } = await blkcheck([]);
    expect(status).toBe(0);
    expect(stderr).toBe('');
    expect(stdout.trimEnd().split('\n')).toHaveLength(10);
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
    for (const command of [
      'run vm.xml',
      'config',
      'init',
      'replay',
      'explain',
      'fix',
      'matrix',
      'list',
    ])
      expect(stdout).toContain(command);
  });
});

describe('help', () => {
  it.each([
    ['run', /^ +130 {2}interrupted/],
    ['config', /^ +70 {2}a bug/],
    ['init', /^ +70 {2}a bug/],
    ['replay', /^ +70 {2}not reproduced/],
    ['list', /^ +70 {2}a bug/],
    ['explain', /^ +70 {2}a bug/],
    ['fix', /^ +130 {2}interrupted/],
    ['matrix', /^ +130 {2}interrupted/],
  ])('of %s has examples, then its own statuses', async (name, last) => {
    const { status, stdout } = await blkcheck([name, '--help']);
    expect(status).toBe(0);
    expect(stdout).toMatch(new RegExp(`^Usage: blkcheck ${name} `));
    // What is run is a catalogue, definitions, against what was, or one's own scenario.
    const examples = name === 'run' ? 4 : 3;
    expect(stdout.match(/^ {2}(\S.* \| )?blkcheck /gm)).toHaveLength(examples);
    expect(stdout.trimEnd().split('\n').at(-1)).toMatch(last);
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  });

  it('of the whole names the commands', async () => {
    const { status, stdout } = await blkcheck(['--help']);
    expect(status).toBe(0);
    expect(stdout).toContain('run ');
  });
});

describe('the version', () => {
  it('is that of the package', async () => {
    const { status, stdout } = await blkcheck(['--version']);
    const file = new URL('../../package.json', import.meta.url);
    expect(status).toBe(0);
    expect(stdout).toBe(`${JSON.parse(readFileSync(file, 'utf8')).version}\n`);
  });
});

describe('a wrong word', () => {
  it.each([
    ['a command', ['rnu'], 'unknown command `rnu`', 'did you mean `run`?'],
    ['a command to help with', ['help', 'rnu'], 'unknown command `rnu`', 'did you mean `run`?'],
    ['a format', ['run', '--input-format', 'libvrt', 'vm.xml'], 'unknown format', '`libvirt`?'],
    ['a module', ['run', 'nosuch.mjs'], 'cannot read the file: no such file', ''],
    ['a file of waivers', ['run', '--waivers', 'no', 'vm.xml'], 'cannot read the file', ''],
    ['a stack without its cache', ['fix', 'virtio-blk'], 'is not frontend/cache', ''],
    ['a rule', ['explain', 'BLK14'], 'nothing is called `BLK14`', 'did you mean `BLK014`?'],
    [
      'a flag',
      ['run', '--fronted', 'ide'],
      'unknown option `--fronted`',
      'did you mean `--frontend`?',
    ],
    ['a flag before the command', ['--seed', '1', 'run'], 'unknown option `--seed`', ''],
    [
      'a frontend',
      ['run', '--frontend', 'virtio'],
      'unknown frontend `virtio`',
      'mean `virtio-scsi` or `virtio-blk`?',
    ],
    ['a cache mode', ['run', '--cache', 'wirteback'], 'unknown cache mode', '`writeback`?'],
    ['a fault', ['run', '--fault', 'power-los'], 'unknown fault', 'did you mean `power-loss`?'],
    ['a suite', ['run', '--suite', 'completions'], 'unknown suite', 'did you mean `completion`?'],
    ['a disk', ['run', '--disk', 'no-wec'], 'unknown disk', 'did you mean `no-wce`?'],
    ['a host', ['run', '--host', 'ext33'], 'unknown host', 'did you mean `ext3`?'],
    ['an atomic unit', ['run', '--atomic-unit', '4k'], 'unknown atomic unit', '512, 4096'],
    ['a patch', ['run', '--patch', 'virtio-flsh'], 'unknown patch', 'did you mean `virtio-flush`?'],
    ['a profile', ['run', '--profile', '2009-8'], 'unknown profile', 'did you mean `2009-08`?'],
    ['a note', ['run', '--host-note', 'ext3=on'], 'unknown host note', 'ext3-no-barrier'],
    ['a scenario', ['run', '--scenario', 'wal-comit'], 'unknown scenario', 'wal-commit'],
    ['a parameter', ['run', '--param', 'nonsense=1'], 'parameter `nonsense`', ''],
    ['a reporter', ['run', '--reporter', 'jsno'], 'unknown reporter', 'did you mean `json`?'],
    ['a stack', ['explain', 'ide/wirteback'], 'unknown cache mode', '`writeback`?'],
    ['a key of a stack', ['explain', 'ide/none@disc=plp'], 'has no `disc`', '`disk`?'],
    ['two stacks', ['explain', 'ide/none@disk=all'], 'names 8 stacks', ''],
    ['a topic', ['list', 'frontend'], 'unknown topic', 'did you mean `frontends`?'],
    ['a missing file', ['run', 'nowhere.yaml'], 'no such file or directory', ''],
    ['no runs', ['run', '--runs', '0'], 'runs is a whole number from 1', ''],
    ['a seed', ['run', '--seed', 'abc'], '--seed is a number', 'random'],
    [
      'a depth of another profile',
      ['run', '--profile', '2009-08', '--queue-depth', '1'],
      'the profile 2009-08 has no queue depth `1`',
      'it has: device',
    ],
    ['an empty selection', ['run', '--cache', 'none,!none'], 'leaves no cache mode', ''],
    ['too many words', ['list', 'rules', 'hosts'], 'too many arguments', ''],
    ['a missing word', ['explain'], 'missing required argument `rule-stack-or-file`', ''],
  ])('%s is one clear message and status 2', async (_, words, message, help) => {
    const { status, stdout, stderr } = await blkcheck(words);
    expect(status).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain(message);
    expect(stderr).toContain(help);
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(stderr.split('\n').length).toBeLessThan(8);
  });
});

describe('several files', () => {
  it('have all their mistakes shown', async () => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, 'one.yaml'), 'blkcheck: scenario/9\n');
    writeFileSync(join(cwd, 'two.yaml'), 'name: [\n');
    const { status, stderr } = await blkcheck(['run', 'one.yaml', 'two.yaml', 'three.yaml'], {
      cwd,
    });
    expect(status).toBe(2);
    for (const file of ['one.yaml:1:11', 'two.yaml:', 'three.yaml']) expect(stderr).toContain(file);
  });
});

describe('reports that cannot be written', () => {
  async function refused(words: readonly string[], cwd: string): Promise<string> {
    const before = readdirSync(cwd);
    const { status, stdout, stderr } = await blkcheck(['run', ...words], { cwd });
    expect(status).toBe(2);
    expect(stdout).toBe('');
    expect(readdirSync(cwd)).toEqual(before);
    return stderr;
  }

  it('are found before the run: no such folder', async () => {
    const stderr = await refused(['--reporter', 'json=no/such/report.json'], temporaryFolder());
    expect(stderr).toContain('cannot write the file: no such file or directory');
    expect(stderr).toContain('no/such/report.json');
  });

  it('are found before the run: a folder', async () => {
    const cwd = temporaryFolder();
    mkdirSync(join(cwd, 'reports'));
    expect(await refused(['--reporter', 'junit=reports'], cwd)).toContain('it is a directory');
  });

  it('are found before the run: below a file', async () => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, 'file'), '');
    const stderr = await refused(['--save-findings', 'file/findings'], cwd);
    expect(stderr).toContain('file/findings');
  });

  it('are two on standard output', async () => {
    const stderr = await refused(['--reporter', 'json', '--reporter', 'junit'], temporaryFolder());
    expect(stderr).toContain('two reporters write to standard output: json and junit');
  });

  it('do not take the old report with them', async () => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, 'report.json'), 'old');
    await refused(['--reporter', 'json=report.json', '--cache', 'nonsense'], cwd);
    expect(readFileSync(join(cwd, 'report.json'), 'utf8')).toBe('old');
  });
});
