import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { blkcheck, temporaryFolder } from './command.js';
import { clone, domain, inShell, root } from './forge.js';

const shipped = (name: string) => readFileSync(join(root, name), 'utf8');
const { version } = JSON.parse(shipped('package.json'));

/** A page that a gate has nothing to do with, and a program that looks like a definition. */
const others = { 'README.md': 'qemu-system-x86_64 -hda a\n', 'vms/make.py': "X = '<domain'\n" };

/** Keeps what is wrong today, as somebody does who has just begun. */
async function keepBase(cwd: string): Promise<void> {
  const words = ['run', 'vms', '--write-base', 'base.json', '--fail-on', 'never', '--quiet'];
  expect(await blkcheck(words, { cwd })).toMatchObject({ status: 0, stderr: '' });
}

describe('the action for GitHub', () => {
  const action = parse(shipped('action.yml'));
  const [step] = action.runs.steps;

  /** `${{ inputs.x }}` and what defaults refer to, as GitHub fills them in. */
  const filled = (text: string, values: Readonly<Record<string, string>>): string =>
    text.replaceAll(/\$\{\{ ([\w.-]+) \}\}/gu, (_, name: string) => values[name] ?? '');

  /** Runs its only step as a runner does: `shell: bash` is `bash --noprofile --norc -eo pipefail`. */
  async function run(
    cwd: string,
    given: Readonly<Record<string, string>>,
    event: Readonly<Record<string, string>> = {},
    env: Readonly<Record<string, string>> = {},
  ) {
    const inputs = Object.fromEntries(
      Object.entries<{ default: string }>(action.inputs).map(([name, { default: usual }]) => [
        `inputs.${name}`,
        given[name] ?? filled(usual, event),
      ]),
    );
    const own = Object.entries<string>(step.env).map(([name, text]) => [
      name,
      filled(text, inputs),
    ]);
    const bash = ['bash', '--noprofile', '--norc', '-eo', 'pipefail'] as const;
    return inShell(bash, step.run, cwd, {
      GITHUB_ACTIONS: 'true',
      CI: 'true',
      ...env,
      ...Object.fromEntries(own),
    });
  }

  it('is a composite of one step, of this version', () => {
    expect([action.runs.using, action.runs.steps.length, step.shell]).toEqual([
      'composite',
      1,
      'bash',
    ]);
    expect(action.inputs.package.default).toBe(`blkcheck@${version}`);
    // What is put into a script is read as its commands.
    expect(step.run).not.toContain('${{');
    for (const text of Object.values<string>(step.env))
      expect(text).toMatch(/^\$\{\{ inputs\.[\w-]+ \}\}$/u);
  });

  it('annotates what is unsafe, and writes SARIF and the summary of the job', async () => {
    const { cwd, commit } = clone({ 'vms/db.xml': domain('unsafe'), ...others });
    commit();
    const { status, output } = await run(
      cwd,
      { files: 'vms', sarif: 'out.sarif' },
      {},
      {
        GITHUB_STEP_SUMMARY: join(cwd, 'summary.md'),
      },
    );
    expect([status, output]).toEqual([
      1,
      expect.stringMatching(/^::error file=vms\/db\.xml,line=5,col=\d+,title=BLK014/mu),
    ]);
    expect(JSON.parse(readFileSync(join(cwd, 'out.sarif'), 'utf8')).version).toBe('2.1.0');
    expect(readFileSync(join(cwd, 'summary.md'), 'utf8')).toContain('BLK014');
  });

  it('takes the whole repository by default', async () => {
    const { cwd, commit } = clone({ 'vms/db.xml': domain('none'), ...others });
    commit();
    expect(await run(cwd, {})).toMatchObject({ status: 0 });
    expect(existsSync(join(cwd, 'out.sarif'))).toBe(false);
  });

  it('takes names from each line, and a name with blanks from a line of its own', async () => {
    const { cwd, commit } = clone({
      'of mine/db.xml': domain('none'),
      'b/web.xml': domain('none', 'web'),
      'c/mail.xml': domain('none', 'mail'),
      'mine/old.xml': domain('unsafe', 'old'),
    });
    commit();
    const shown = async (files: string) => {
      const { status, output } = await run(cwd, { files });
      return [status, /\d+ safe of \d+ disks?/u.exec(output)?.[0]];
    };
    expect(await shown('of mine/lost.xml')).toEqual([2, undefined]);
    expect(await shown(' b mine\n')).toEqual([1, undefined]);
    expect(await shown('of mine/db.xml\n')).toEqual([0, '1 safe of 1 disk']);
    expect(await shown('of mine/*.xml')).toEqual([0, '1 safe of 1 disk']);
    expect(await shown(' of mine  \n\nb c/mail.xml \n')).toEqual([0, '3 safe of 3 disks']);
  }, 60_000);

  it('reports of a pull request what it makes worse', async () => {
    const { cwd, write, commit } = clone({ 'vms/db.xml': domain('unsafe') });
    const base = commit();
    write('vms/web.xml', domain('none', 'web'));
    commit();
    const event = { 'github.event.pull_request.base.sha': base };
    expect(await run(cwd, { files: 'vms' }, event)).toMatchObject({ status: 0 });
    write('vms/web.xml', domain('unsafe', 'web'));
    commit();
    const { status, output } = await run(cwd, { files: 'vms' }, event);
    expect([status, output]).toEqual([1, expect.stringContaining('web/vda')]);
    expect(output).not.toMatch(/^::error file=vms\/db\.xml/mu);
    expect(await run(cwd, { files: 'vms', 'fail-on': 'never' }, event)).toMatchObject({
      status: 0,
    });
  });

  it('compares with a baseline', async () => {
    const { cwd, write, commit } = clone({ 'vms/db.xml': domain('unsafe') });
    commit();
    await keepBase(cwd);
    const given = { files: 'vms', base: 'base.json' };
    expect(await run(cwd, given)).toMatchObject({ status: 0 });
    write('vms/web.xml', domain('unsafe', 'web'));
    expect(await run(cwd, given)).toMatchObject({ status: 1 });
  });

  it('reads no input as a command', async () => {
    const { cwd, commit } = clone({ 'vms/db.xml': domain('none') });
    commit();
    const trick = '$(touch x) `touch x` ; touch x';
    for (const name of ['files', 'base', 'fail-on', 'sarif', 'package']) {
      const { status } = await run(cwd, { files: 'vms', [name]: trick });
      expect([name, status === 0, existsSync(join(cwd, 'x'))]).toEqual([
        name,
        name === 'sarif',
        false,
      ]);
    }
  }, 120_000);
});

describe('the template for GitLab', () => {
  const { blkcheck: job } = parse(shipped('templates/gitlab-ci.yml'));

  /** A runner joins the lines of a script and gives them to a shell that stops at a failure. */
  const run = (cwd: string, variables: Readonly<Record<string, string>>) =>
    inShell(['sh', '-e'], job.script.join('\n'), cwd, { ...job.variables, ...variables });

  it('is one job, of this version', () => {
    expect(job.variables.BLKCHECK_PACKAGE).toBe(`blkcheck@${version}`);
    expect(job.artifacts.reports.junit).toBe('blkcheck.xml');
  });

  it('judges the definitions, and of a merge request what it makes worse', async () => {
    const { cwd, write, commit } = clone({ 'vms/db.xml': domain('unsafe'), ...others });
    const base = commit();
    const first = await run(cwd, { BLKCHECK_FILES: 'vms' });
    expect([first.status, first.output]).toEqual([1, expect.stringContaining('BLK014')]);
    expect(readFileSync(join(cwd, 'blkcheck.xml'), 'utf8')).toMatch(/<failure\b/u);
    const merge = { BLKCHECK_FILES: 'vms', CI_MERGE_REQUEST_DIFF_BASE_SHA: base };
    expect(await run(cwd, merge)).toMatchObject({ status: 0 });
    write('vms/web.xml', domain('unsafe', 'web'));
    commit();
    expect(await run(cwd, merge)).toMatchObject({ status: 1 });
    expect(await run(cwd, { ...merge, BLKCHECK_FAIL_ON: 'never' })).toMatchObject({ status: 0 });
    await keepBase(cwd);
    expect(await run(cwd, { ...merge, BLKCHECK_BASE: 'base.json' })).toMatchObject({ status: 0 });
  }, 120_000);
});

describe('the hook for pre-commit', () => {
  const [hook] = parse(shipped('.pre-commit-hooks.yaml'));

  /** pre-commit finds the entry in its clone, and puts the names of the changed files behind it. */
  const run = (cwd: string, names: readonly string[]) => {
    const words = names.map((name) => `'${name}'`).join(' ');
    return inShell(['sh', '-e'], `'${root}'/${hook.entry} ${words}\n`, cwd, {});
  };

  it('is a script of the repository, which builds the command where it has none', async () => {
    expect(hook.language).toBe('script');
    const cwd = temporaryFolder();
    for (const folder of ['build', 'bin', 'tools']) mkdirSync(join(cwd, folder));
    cpSync(join(root, 'build/pre-commit.mjs'), join(cwd, 'build/pre-commit.mjs'));
    writeFileSync(join(cwd, 'bin/blkcheck.js'), 'console.log(process.argv.slice(2).join());');
    const npm = join(cwd, 'tools/npm');
    writeFileSync(npm, '#!/bin/sh\necho "$1" >> calls\nmkdir dist\n', { mode: 0o755 });
    const path = `PATH='${join(cwd, 'tools')}':"$PATH"`;
    const hooked = () =>
      inShell(['sh', '-e'], `${path} build/pre-commit.mjs run 'a b.xml'\n`, cwd, {});
    expect(await hooked()).toEqual({ status: 0, output: 'run,a b.xml\n' });
    expect(await hooked()).toMatchObject({ status: 0 });
    expect(readFileSync(join(cwd, 'calls'), 'utf8')).toBe('ci\n');
    rmSync(join(cwd, 'dist'), { recursive: true });
    writeFileSync(npm, '#!/bin/sh\necho no registry >&2\nexit 1\n');
    const failed = await hooked();
    expect(failed.status).toBe(70);
    expect(failed.output).toContain('no registry');
  });

  it('judges those of the changed files that define machines', async () => {
    const { cwd } = clone({
      'a.xml': domain('none'),
      'b.xml': domain('unsafe'),
      'c.sh': 'ls\n',
      ...others,
    });
    const all = ['b.xml', 'c.sh', ...Object.keys(others)];
    expect(await run(cwd, ['a.xml', 'c.sh'])).toMatchObject({ status: 0 });
    const red = await run(cwd, all);
    expect(red).toMatchObject({ status: 1, output: expect.stringContaining('--> b.xml:') });
    expect(red.output).toContain('1 unsafe of 1 disk · exit 1\n');
    expect(await run(cwd, ['c.sh', ...Object.keys(others)])).toMatchObject({ status: 0 });
  });

  it('still refuses a definition that is broken', async () => {
    const { cwd } = clone({ 'a.xml': '<domain><devices>' });
    expect(await run(cwd, ['a.xml'])).toMatchObject({ status: 2 });
  });
});
