import { describe, expect, it } from 'vitest';
import type { FixResult } from '../../src/model/fix-result.js';
import { blkcheck } from './command.js';

const quick = ['--scenario', 'contract-client,wal-commit', '--profile', '2009-08'];

describe('blkcheck fix', () => {
  it('answers on one screen, proves its answer, and ends with 1 for an unsafe stack', async () => {
    const { status, stdout, stderr } = await blkcheck(['fix', 'virtio-blk/none', ...quick]);
    expect(stderr).toBe('');
    expect(status).toBe(1);
    const lines = stdout.trimEnd().split('\n');
    expect(lines.length).toBeLessThanOrEqual(24);
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(80);
    expect(lines[0]).toContain('virtio-blk/none  ✗ unsafe: ');
    expect(stdout).toMatch(/✓ proved {2}virtio-flush /);
    expect(stdout).toContain('do:      virtio-flush: QEMU 0.12');
    expect(lines.at(-1)).toContain('safe with 1 change');
    expect(lines.at(-1)).toContain('exit 1');
  });

  it('ends with 0 for a safe stack, and says so', async () => {
    const { status, stdout } = await blkcheck(['fix', 'scsi/none', ...quick]);
    expect(status).toBe(0);
    expect(stdout).toContain('✓ proved  as it is');
    expect(stdout).toContain('safe as it is');
  });

  it('gives machines what it found, and its proposal is safe when it is asked about', async () => {
    const words = ['fix', 'virtio-blk/none', ...quick, '--keep', 'frontend,cache', '--json'];
    const { status, stdout } = await blkcheck(words);
    expect(status).toBe(1);
    const result: FixResult = JSON.parse(stdout);
    const chosen = result.options.find(({ configuration }) => configuration === result.chosen);
    expect(chosen?.basis).toBe('exhaustive');
    expect(result.kept).toEqual(expect.arrayContaining(['frontend', 'cache', 'atomic-unit']));
    const again = await blkcheck(['fix', result.chosen, ...quick]);
    expect(again.status).toBe(0);
  });

  it('says what it proved where it could not end the proof, and ends with 3', async () => {
    const words = [
      'fix',
      'scsi/none',
      '--scenario',
      'wal',
      '--max-executions',
      '1',
      '--profile',
      '2009-08',
    ];
    const { status, stdout } = await blkcheck(words);
    expect(status).toBe(3);
    expect(stdout).toContain('not settled: ');
  });

  it.each([
    [['fix', 'ide/wirteback'], 'unknown cache mode `wirteback`'],
    [['fix', 'ide/all'], 'names 8 stacks'],
    [['fix', 'ide/none', '--disk-class', 'nvm'], 'unknown disk class `nvm`'],
    [['fix', 'ide/none', '--keep', 'disc'], 'unknown dimension `disc`'],
    [['fix', 'ide/none', '--scenario', 'litmus-sync'], 'nothing to judge'],
    [['fix'], 'missing required argument `stack`'],
  ])('%j is a mistake, and ends with 2', async (words, message) => {
    const { status, stdout, stderr } = await blkcheck(words);
    expect(status).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain(message);
    expect(stderr).not.toMatch(/^\s+at /m);
  });
});
