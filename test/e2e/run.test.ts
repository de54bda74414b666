import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { blkcheck, onTheMailsDay, temporaryFolder } from './command.js';

const ownScenario = fileURLToPath(new URL('own-scenario.yaml', import.meta.url));
const quick = [...onTheMailsDay, '--scenario', 'wal-commit', '--runs', '60'];

function jsonOf(text: string) {
  return JSON.parse(text) as {
    readonly seed: number;
    readonly summary: { readonly exitCode: number; readonly workloadBugs: readonly object[] };
    readonly cells: readonly {
      readonly id: string;
      readonly verdict: string;
      readonly kinds: readonly string[];
    }[];
    readonly results: readonly {
      readonly id: string;
      readonly verdict: string;
      readonly findings: readonly { readonly id: string }[];
    }[];
  };
}

describe('run', () => {
  it('ends with status 0 where everything is safe', async () => {
    const { status, stdout } = await blkcheck(['run', ...quick, '--frontend', 'scsi']);
    expect(stdout.trimEnd().split('\n').at(-1)).toContain('exit 0');
    expect(status).toBe(0);
  });

  it('ends with status 1 and a story where something is not', async () => {
    const { status, stdout, stderr } = await blkcheck(['run', ...quick]);
    expect(status).toBe(1);
    expect(stderr).toBe('');
    for (const label of ['lost:', 'because:', 'change:', 'replay:', 'seed 1', 'exit 1']) {
      expect(stdout).toContain(label);
    }
    expect(stdout.trimEnd().split('\n').length).toBeLessThanOrEqual(24);
  });

  it('says how the machines here are judged, where a file says what lies below them', async () => {
    const cwd = temporaryFolder();
    mkdirSync(join(cwd, '.git'));
    mkdirSync(join(cwd, 'below'));
    writeFileSync(join(cwd, 'blkcheck.config.yaml'), 'default: {}\n');
    const noteIn = async (folder: string, ...flags: readonly string[]) =>
      (await blkcheck(['run', ...quick, ...flags], { cwd: join(cwd, folder) })).stderr;
    expect(await noteIn('.')).toMatch(/^note: this is the catalogue; .* run \.$/m);
    expect(await noteIn('below')).toMatch(/ run \.\.$/m);
    expect(await noteIn('.', '--quiet')).toBe('');
    expect((await blkcheck(['run', ...quick], { cwd: temporaryFolder() })).stderr).toBe('');
  });

  it('runs a file of the user, and only that', async () => {
    const { status, stdout } = await blkcheck([
      'run',
      ownScenario,
      ...onTheMailsDay,
      '--reporter',
      'json',
    ]);
    expect(status).toBe(1);
    const { results } = jsonOf(stdout);
    expect(new Set(results.map(({ id }) => id.split(':')[0]))).toEqual(new Set(['my-log']));
    expect(results).toHaveLength(18);
  });

  it('finds the table of the mail with workloads of two operations', async () => {
    const cells = async (...flags: readonly string[]) =>
      jsonOf(
        (await blkcheck(['run', ...onTheMailsDay, ...flags, '--reporter', 'json'])).stdout,
      ).cells.map(
        // Only scenarios promise that several sectors are written together.
        ({ id, verdict, kinds }) => [id, verdict, kinds.filter((kind) => kind !== 'torn')],
      );
    expect(await cells('--bounded', '2')).toEqual(await cells());
  });

  it('says how many workloads it proved, and takes them beside a scenario that is named', async () => {
    const { stdout } = await blkcheck([
      'run',
      ...onTheMailsDay,
      '--bounded',
      '1',
      '--scenario',
      'wal-commit',
    ]);
    expect(stdout).toContain('proved: 27 rows of 45 workloads');
    const { status, stderr } = await blkcheck(['run', '--bounded', '9']);
    expect([status, stderr]).toEqual([2, expect.stringContaining('from 1 to 8')]);
  });

  it('names rows after what differs from the profile', async () => {
    const flags = [
      '--frontend',
      'scsi',
      '--cache',
      'none',
      '--disk',
      'no-wce',
      '--mount',
      'nobarrier',
    ];
    const { stdout } = await blkcheck(['run', ...quick, ...flags, '--reporter', 'json']);
    expect(jsonOf(stdout).results.map(({ id }) => id)).toEqual([
      'wal-commit:scsi/none:none@disk=no-wce,mount=nobarrier',
      'wal-commit:scsi/none:power-loss@disk=no-wce,mount=nobarrier',
    ]);
  });

  it('reports a bug of the workload as that', async () => {
    const example = fileURLToPath(
      new URL('../../examples/multi-sector-atomic.yaml', import.meta.url),
    );
    const { status, stdout } = await blkcheck([
      'run',
      example,
      ...onTheMailsDay,
      '--reporter',
      'json',
    ]);
    const { results, summary } = jsonOf(stdout);
    expect(status).toBe(1);
    expect(summary.workloadBugs).toHaveLength(1);
    expect(results.flatMap(({ findings }) => findings)).toEqual([]);
  });

  it('takes a seed in hexadecimal, and prints it', async () => {
    const flags = ['--frontend', 'scsi', '--seed', '0x10', '--reporter', 'json'];
    const { stdout } = await blkcheck(['run', ...quick, ...flags]);
    expect(jsonOf(stdout).seed).toBe(16);
  });

  it('fixes a parameter, within its range', async () => {
    const good = await blkcheck([
      'run',
      ownScenario,
      ...onTheMailsDay,
      '--param',
      'records=1',
      '--runs',
      '200',
    ]);
    expect(good.status).toBe(1);
    const bad = await blkcheck(['run', ownScenario, '--param', 'records=9']);
    expect(bad.status).toBe(2);
    expect(bad.stderr).toContain('`records` cannot be 9');
  });

  it('is inconclusive where the time was over, and says so', async () => {
    const flags = [
      ...onTheMailsDay,
      '--frontend',
      'scsi',
      '--runs',
      '100000000',
      '--time',
      '0.3',
      '--all',
    ];
    const { status, stdout } = await blkcheck(['run', '--scenario', 'litmus-sync', ...flags]);
    expect(status).toBe(3);
    expect(stdout).toContain('inconclusive');
  });

  it('is inconclusive where a proof ends at its limit, and says what was covered', async () => {
    const flags = [
      ...onTheMailsDay,
      '--frontend',
      'scsi',
      '--cache',
      'writeback',
      '--max-executions',
      '10',
      '--all',
    ];
    const { status, stdout } = await blkcheck(['run', '--scenario', 'wal', ...flags]);
    expect(status).toBe(3);
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain('ended at its limit, after 10 executions at');
  });

  it('says where it found something and did not look for all that can be broken', async () => {
    const stack = ['--frontend', 'virtio-blk', '--cache', 'unsafe', '--max-executions', '80'];
    const { status, stdout } = await blkcheck(['run', '--scenario', 'wal', ...stack]);
    expect(status).toBe(1);
    expect(stdout).toContain('not all kinds looked for: 1 unsafe row after 80 executions');
    expect(stdout).not.toMatch(/^proved/mu);
    const json = await blkcheck(['run', '--scenario', 'wal', ...stack, '--reporter', 'json']);
    expect(JSON.parse(json.stdout).results[1]).toMatchObject({
      verdict: 'unsafe',
      reason: expect.stringMatching(/ended at its limit, .*: not all kinds were looked for$/u),
    });
  });

  it('gives the same verdicts without any reduction, where that can be afforded', async () => {
    const flags = [
      ...onTheMailsDay,
      '--scenario',
      'replace-file',
      '--param',
      'versions=1',
      '--fault',
      'all',
    ];
    const json = ['--reporter', 'json'];
    const verdicts = (stdout: string) =>
      JSON.parse(stdout).results.map(({ id, verdict }: { id: string; verdict: string }) => [
        id,
        verdict,
      ]);
    const all = await blkcheck(['run', ...flags, ...json]);
    const without = ['--without', 'all,!lazy-states,!checksums,!shared-recovery'];
    const none = await blkcheck(['run', ...flags, ...without, ...json]);
    expect(verdicts(none.stdout)).toEqual(verdicts(all.stdout));
  });

  it('go to files, beside the one on standard output', async () => {
    const cwd = temporaryFolder();
    const flags = ['--reporter', 'json=out.json', '--reporter', 'junit=out.xml'];
    const { stdout } = await blkcheck(['run', ...quick, ...flags], { cwd });
    expect(stdout).toContain('virtio-blk');
    expect(jsonOf(readFileSync(join(cwd, 'out.json'), 'utf8')).summary.exitCode).toBe(1);
    expect(readFileSync(join(cwd, 'out.xml'), 'utf8')).toContain('<testsuites');
    expect(readdirSync(cwd).sort()).toEqual(['.blkcheck', 'out.json', 'out.xml']);
  });

  it('for machines are alone on standard output, with the verdict beside them', async () => {
    const { stdout, stderr } = await blkcheck(['run', ...quick, '--reporter', 'json']);
    expect(() => jsonOf(stdout)).not.toThrow();
    expect(stderr).toContain('exit 1');
  });

  it('are one line with --quiet', async () => {
    const { stdout, stderr } = await blkcheck(['run', ...quick, '--quiet']);
    expect(stdout.trimEnd().split('\n')).toHaveLength(1);
    expect(stdout).toMatch(/ · profile=2009-08 · seed 1 · .* · exit 1$/m);
    expect(stderr).toBe('');
  });

  it('have no colour in a pipe or under NO_COLOR, and have it on demand', async () => {
    const sequence = '\u001b[';
    const piped = await blkcheck(['run', ...quick]);
    const no = await blkcheck(['run', ...quick], { env: { NO_COLOR: '1', FORCE_COLOR: '1' } });
    const forced = await blkcheck(['run', ...quick], { env: { FORCE_COLOR: '1' } });
    const flag = await blkcheck(['run', ...quick, '--color'], { env: { NO_COLOR: '1' } });
    expect(piped.stdout).not.toContain(sequence);
    expect(no.stdout).not.toContain(sequence);
    expect(forced.stdout).toContain(sequence);
    expect(flag.stdout).toContain(sequence);
  });
});

describe('findings', () => {
  it('are left where the story says', async () => {
    const cwd = temporaryFolder();
    const { stdout } = await blkcheck(['run', ...quick], { cwd });
    const [, file = ''] = stdout.match(/blkcheck replay (\S+)/) ?? [];
    expect(existsSync(join(cwd, file))).toBe(true);
    expect(readFileSync(join(cwd, '.blkcheck/.gitignore'), 'utf8')).toBe('*\n');
  });

  it('have a file once a report names them, and all of them where a folder is wanted', async () => {
    const cwd = temporaryFolder();
    const cells = ['run', ...quick, '--cache', 'writeback,none', '--fault', 'all'];
    const { stdout } = await blkcheck(cells, { cwd });
    const told = [...stdout.matchAll(/blkcheck replay \S+findings\/(\S+)/gu)].map(
      ([, name]) => name,
    );
    expect(readdirSync(join(cwd, '.blkcheck/findings')).sort()).toEqual([...new Set(told)].sort());
    const report = ['--reporter', 'json=all.json', '--quiet', '--save-findings', 'all'];
    await blkcheck([...cells, ...report], { cwd });
    const { results } = jsonOf(readFileSync(join(cwd, 'all.json'), 'utf8'));
    const findings = results.flatMap((row) => row.findings);
    expect(findings.length).toBeGreaterThan(new Set(told).size);
    expect(readdirSync(join(cwd, 'all'))).toHaveLength(findings.length);
  });

  it('go where they are wanted', async () => {
    const cwd = temporaryFolder();
    const { stdout } = await blkcheck(['run', ...quick, '--save-findings', 'my findings'], { cwd });
    expect(stdout).toContain("'my findings/BLK");
    expect(readdirSync(cwd)).toEqual(['my findings']);
  });

  it('are in the JSON report where the usual folder cannot be written', async () => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, '.blkcheck'), '');
    const { status, stdout, stderr } = await blkcheck(
      ['run', ...quick, '--reporter', 'json=out.json'],
      { cwd },
    );
    expect(status).toBe(1);
    expect(stderr).toContain('note: ');
    expect(stdout).toContain('blkcheck replay out.json');
  });
});
