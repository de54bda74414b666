import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { MatrixResult } from '../../src/model/matrix-result.js';
import { blkcheck, temporaryFolder } from './command.js';

const quick = [
  '--profile',
  '2009-08',
  '--scenario',
  'contract-client',
  '--vary',
  'frontend,cache,disk',
];

describe('blkcheck matrix', () => {
  it('says exactly when a stack is unsafe, and ends with 1', async () => {
    const { status, stdout, stderr } = await blkcheck(['matrix', ...quick]);
    expect(stderr).toBe('');
    expect(status).toBe(1);
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
    expect(stdout).toContain('45 configurations x 6 faults = 270 cells');
    expect(stdout).toContain('unsafe exactly when one holds:');
    expect(stdout).toContain('disk=wce-lying');
    expect(stdout).toContain('compared with all');
    expect(stdout.trimEnd().split('\n').at(-1)).toContain('exit 1');
  });

  it('ends with 0 where nothing is unsafe', async () => {
    // An I/O error is one too many for QEMU 0.11, and the loss of a node for any local disk.
    const crashes = 'guest-crash,qemu-kill,host-crash,power-loss,disk-power-loss';
    const stacks = ['--frontend', 'scsi', '--disk', '!wce-lying'];
    const words = ['matrix', ...quick, ...stacks, '--fault', crashes];
    const { status, stdout } = await blkcheck(words);
    expect(status).toBe(0);
    expect(stdout).toContain('nothing is unsafe');
  });

  it('judges each guest by the scenarios that exist for it', async () => {
    const stacks = ['--frontend', 'virtio-blk', '--cache', 'none', '--fault', 'power-loss'];
    const scenarios = ['--scenario', 'ext4-ordered,replace-file', '--vary', 'guest-kernel'];
    const guests = ['--guest-kernel', '6.12,windows'];
    const { status, stdout } = await blkcheck(['matrix', ...stacks, ...scenarios, ...guests]);
    // A FUA write of ext4's journal is what Windows would lose; it has none.
    expect([status, stdout]).toEqual([0, expect.stringContaining('nothing is unsafe')]);
    const linux = ['--scenario', 'ext4-ordered', '--vary', 'guest-kernel', '--guest-kernel'];
    const none = await blkcheck(['matrix', ...stacks, ...linux, 'windows']);
    expect([none.status, none.stderr]).toEqual([
      2,
      expect.stringContaining('exists for this guest'),
    ]);
  });

  it('writes one report a file, and prints the one without', async () => {
    const cwd = temporaryFolder();
    const reporters = ['--reporter', 'json=matrix.json', '--reporter', 'markdown'];
    const { status, stdout } = await blkcheck(['matrix', ...quick, ...reporters], { cwd });
    expect(status).toBe(1);
    expect(stdout).toContain('## When a virtual disk is unsafe');
    expect(stdout).toContain('| `ide` |');
    const result: MatrixResult = JSON.parse(readFileSync(join(cwd, 'matrix.json'), 'utf8'));
    expect(result.checkedCells).toBe(270);
    expect(result.summary.exitCode).toBe(1);
  });

  it('shows of today what most cells meet, and all of it on request', async () => {
    const words = ['matrix', '--scenario', 'append-fdatasync'];
    const narrow = [...words, '--format', 'raw,qcow2', '--aio', 'threads'];
    const [short, long] = [await blkcheck(narrow), await blkcheck([...narrow, '--all'])];
    expect(short.stdout).toContain('assuming profile=qemu-11.1');
    expect(short.stdout).toMatch(/combinations\s+cannot\s+be/);
    expect(short.stdout).toMatch(/\+\d+ more: --all/);
    expect(long.stdout).not.toContain('more: --all');
    for (const line of short.stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  });

  it('is the same bytes each time', async () => {
    const words = ['matrix', ...quick, '--reporter', 'json'];
    const [first, second] = [await blkcheck(words), await blkcheck(words)];
    expect(first.stdout).toBe(second.stdout);
  });

  it('says what it was proved with', async () => {
    const { stdout } = await blkcheck(['matrix', ...quick, '--prove', '--all']);
    expect(stdout).toMatch(/all\s+\d+\s+were\s+proved,\s+in\s+[\d,]+\s+executions/);
  });

  it.each([
    [['--vary', 'disc'], 'unknown dimension `disc`'],
    [['--disk', 'no-wec'], 'unknown disk `no-wec`'],
    [['--reporter', 'junit'], 'unknown reporter `junit`'],
    [['--reporter', 'json', '--reporter', 'markdown'], 'two reporters write to standard output'],
    [['--reporter', 'json=no/such.json'], 'cannot write the file'],
  ])('%j is a mistake, and ends with 2', async (words, message) => {
    const cwd = temporaryFolder();
    const { status, stdout, stderr } = await blkcheck(['matrix', ...words], { cwd });
    expect(status).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain(message);
    expect(existsSync(join(cwd, 'no'))).toBe(false);
  });
});
