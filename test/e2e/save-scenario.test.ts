import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { blkcheck, onTheMailsDay, temporaryFolder } from './command.js';

const cell = [...onTheMailsDay, '--frontend', 'virtio-blk', '--cache', 'none'];
const quick = ['--scenario', 'contract-client', ...cell, '--runs', '60'];

describe('--save-scenario', () => {
  it('keeps a finding as a scenario that fails again, with hardly a run', async () => {
    const cwd = temporaryFolder();
    await blkcheck(['run', ...quick, '--save-scenario', 'kept.yaml'], { cwd });
    expect(readFileSync(join(cwd, 'kept.yaml'), 'utf8')).toMatch(/^blkcheck: scenario\/1\n/);
    const again = await blkcheck(['run', 'kept.yaml', ...cell, '--runs', '1'], { cwd });
    expect(again.status).toBe(1);
    const honest = await blkcheck(['run', 'kept.yaml', ...onTheMailsDay, '--frontend', 'scsi'], {
      cwd,
    });
    expect(honest.status).toBe(0);
  });

  it('does the same from a replay', async () => {
    const cwd = temporaryFolder();
    await blkcheck(['run', ...quick], { cwd });
    const [name = ''] = readdirSync(join(cwd, '.blkcheck/findings'));
    const file = join('.blkcheck/findings', name);
    await blkcheck(['replay', file, '--save-scenario', 'kept.yaml'], { cwd });
    const again = await blkcheck(['run', 'kept.yaml', ...cell, '--runs', '1'], { cwd });
    expect(again.status).toBe(1);
  });

  it('says so where there is nothing to keep', async () => {
    const cwd = temporaryFolder();
    const words = [
      'run',
      ...onTheMailsDay,
      '--scenario',
      'wal-commit',
      '--frontend',
      'scsi',
      '--runs',
      '20',
    ];
    const { status, stderr } = await blkcheck([...words, '--save-scenario', 'kept.yaml'], { cwd });
    expect(status).toBe(0);
    expect(stderr).toContain('there is no finding to save');
    expect(existsSync(join(cwd, 'kept.yaml'))).toBe(false);
  });

  it('finds out before the run that it cannot', async () => {
    const { status, stderr } = await blkcheck(['run', ...quick, '--save-scenario', 'no/kept.yaml']);
    expect(status).toBe(2);
    expect(stderr).toContain('no/kept.yaml');
  });
});
