import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { blkcheck, temporaryFolder } from './command.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const config = 'blkcheck.config.yaml';
const domain = readFileSync(join(root, 'examples/vms/db01.xml'), 'utf8');

/** A repository with files. */
function repository(files: Readonly<Record<string, string>> = {}): string {
  const cwd = temporaryFolder();
  execFileSync('git', ['init', '--quiet'], { cwd });
  for (const [name, text] of Object.entries({ 'vms/db01.xml': domain, ...files })) {
    mkdirSync(join(cwd, name, '..'), { recursive: true });
    writeFileSync(join(cwd, name), text);
  }
  return cwd;
}

const written = (cwd: string, name = config) => readFileSync(join(cwd, name), 'utf8');

describe('blkcheck init', () => {
  it('writes a file that config and run take, and says what it found', async () => {
    const cwd = repository({
      'README.md': 'Run `qemu-system-x86_64 -hda a.img`.\n',
      'src/x.py': "DOMAIN = '''<domain type='kvm'>'''\n",
      '.gitignore': 'built\n',
      'built/b.xml': domain,
      '.terraform/modules/a/b.xml': domain,
      'node_modules/a/b.xml': domain,
    });
    const { status, stdout, stderr } = await blkcheck(['init'], { cwd });
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(
      /^found \d+ disks of 1 machine in 1 file.*:\n {2}libvirt {2}vms\/db01\.xml\n/u,
    );
    expect(stdout).toMatch(/wrote blkcheck\.config\.yaml\n$/u);
    const before = await blkcheck(['config', '--json', 'vms'], { cwd: repository() });
    const after = await blkcheck(['config', '--json', 'vms'], { cwd });
    expect([after.status, after.stdout]).toEqual([0, before.stdout]);
    const run = await blkcheck(['run', '.', '--scenario', 'wal-commit', '--quiet'], { cwd });
    expect([run.status, run.stderr]).toEqual([1, '']);
  });

  it('says so where it is asked for a job and knows no forge to write one for', async () => {
    const { status, stdout } = await blkcheck(['init', '--ci'], { cwd: repository() });
    expect(status).toBe(0);
    expect(stdout).toMatch(/\nno job is written: there is no \.github, .*`blkcheck run --base/u);
  });

  it('looks at the whole repository from any of its folders', async () => {
    const cwd = repository();
    const { status, stdout } = await blkcheck(['init'], { cwd: join(cwd, 'vms') });
    expect([status, stdout]).toEqual([0, expect.stringContaining(`wrote ../${config}\n`)]);
    expect(existsSync(join(cwd, config))).toBe(true);
  });

  it('replaces nothing unless it is told to', async () => {
    const cwd = repository({ [config]: 'qemu: "9.2"\n' });
    const { status, stdout, stderr } = await blkcheck(['init'], { cwd });
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toContain(`${config} is there already`);
    expect(written(cwd)).toBe('qemu: "9.2"\n');
    expect((await blkcheck(['init', '--force'], { cwd })).status).toBe(0);
    expect(written(cwd)).toContain('# found ');
  });

  it('prints the file and writes nothing with --dry-run', async () => {
    const cwd = repository({ '.gitlab-ci.yml': '' });
    const before = readdirSync(cwd);
    const { status, stdout, stderr } = await blkcheck(['init', '--dry-run'], { cwd });
    expect([status, readdirSync(cwd)]).toEqual([0, before]);
    expect(stderr).toMatch(/^found /u);
    await blkcheck(['init'], { cwd });
    expect(written(cwd)).toBe(stdout);
  });

  it('ends with status 2 where nothing defines a disk', async () => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, 'a.txt'), 'hello\n');
    const { status, stdout, stderr } = await blkcheck(['init'], { cwd });
    expect([status, stdout, readdirSync(cwd)]).toEqual([2, '', ['a.txt']]);
    expect(stderr).toContain('no VM definition');
  });

  it('names a definition that cannot be read, and goes on', async () => {
    const cwd = repository({ 'vms/bad.xml': '<domain><devices>\n' });
    const { status, stdout } = await blkcheck(['init'], { cwd });
    expect([status, stdout]).toEqual([
      0,
      expect.stringMatching(/cannot be read: vms\/bad\.xml:1:18: /u),
    ]);
  });
});

describe('the CI job', () => {
  it('is offered for the forge that is there, and written with --ci', async () => {
    const cwd = repository({ '.github/dependabot.yml': '' });
    expect((await blkcheck(['init'], { cwd })).stdout).toContain(
      '`blkcheck init --ci` writes .github/',
    );
    const before = written(cwd);
    const { status, stdout } = await blkcheck(['init', '--ci'], { cwd });
    expect([status, stdout]).toEqual([0, expect.not.stringContaining(`wrote ${config}`)]);
    expect(written(cwd)).toBe(before);
    const workflow = parse(written(cwd, '.github/workflows/blkcheck.yml'));
    expect(workflow.jobs.blkcheck.steps[2]).toEqual({
      uses: './.github/actions/blkcheck',
      with: { files: 'vms', sarif: 'blkcheck.sarif' },
    });
    const action = written(cwd, '.github/actions/blkcheck/action.yml');
    expect(action).toBe(readFileSync(join(root, 'action.yml'), 'utf8'));
    // Nothing has changed: nothing is replaced.
    expect((await blkcheck(['init', '--ci'], { cwd })).status).toBe(0);
    writeFileSync(join(cwd, '.github/workflows/blkcheck.yml'), 'mine\n');
    expect((await blkcheck(['init', '--ci'], { cwd })).status).toBe(2);
    expect(written(cwd, '.github/workflows/blkcheck.yml')).toBe('mine\n');
  });

  it('of GitLab is a file of its own, and lines to add', async () => {
    const cwd = repository({
      '.gitlab-ci.yml': 'stages: [test]\n',
      '.pre-commit-config.yaml': 'repos: []\n',
    });
    const { status, stdout } = await blkcheck(['init', '--ci'], { cwd });
    expect([status, written(cwd, '.gitlab-ci.yml')]).toEqual([0, 'stages: [test]\n']);
    expect(parse(written(cwd, '.gitlab/blkcheck.yml')).blkcheck.script).toBeInstanceOf(Array);
    expect(stdout).toContain('  include:\n    - local: .gitlab/blkcheck.yml\n');
    expect(stdout).toContain('add this to .pre-commit-config.yaml\n');
  });
});
