import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { blkcheck, temporaryFolder } from './command.js';
import { domain } from './forge.js';

function folder(): string {
  const cwd = temporaryFolder();
  mkdirSync(join(cwd, 'vms'));
  writeFileSync(join(cwd, 'vms/db.xml'), domain('none'));
  writeFileSync(join(cwd, 'vms/web.xml'), domain('unsafe', 'web'));
  return cwd;
}

it('one disk is asked about, by every command that reads definitions', async () => {
  const cwd = folder();
  const run = async (...words: readonly string[]) => {
    const { status, stdout, stderr } = await blkcheck(words, { cwd });
    return { status, text: stdout + stderr };
  };
  const words = ['run', 'vms', '--scenario', 'wal-commit'];
  const db = await run(...words, '--only', 'db/vda');
  expect([db.status, db.text]).toEqual([0, expect.stringContaining('1 safe of 1 disk')]);
  const web = await run(...words, '--only', '!db/*');
  expect([web.status, web.text]).toEqual([1, expect.stringContaining('1 unsafe of 1 disk')]);
  for (const command of ['config', 'explain', 'fix']) {
    const { status, text } = await run(command, 'vms', '--only', 'db/*');
    expect([command, status, text]).toEqual([command, 0, expect.not.stringContaining('web')]);
    expect(text).toContain('db');
  }
}, 60_000);

it('a name of nothing is a mistake that says what there is', async () => {
  const cwd = folder();
  for (const command of ['run', 'config']) {
    const { status, stdout, stderr } = await blkcheck([command, 'vms', '--only', 'db/x'], { cwd });
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toContain('--only: no disk is called `db/x`\n  = help: one of: db/vda, web/vda');
  }
  const without = await blkcheck(['run', '--only', 'db'], { cwd });
  expect([without.status, without.stderr]).toEqual([2, expect.stringContaining('definitions')]);
});

it('a waiver of another disk has something to do', async () => {
  const cwd = folder();
  const waiver = '{ rule: BLK014, disk: web/vda, reason: r, owner: o, expires: "2999-01-01" }';
  writeFileSync(join(cwd, 'blkcheck.waivers.yaml'), `blkcheck: waivers/1\nwaivers: [${waiver}]\n`);
  const run = (...more: readonly string[]) =>
    blkcheck(['run', 'vms', '--scenario', 'wal-commit', ...more], { cwd });
  expect((await run('--only', 'db/vda')).stdout).not.toContain('waiver');
  expect((await run('--only', 'web/vda')).stdout).toContain('1 waived of 1 disk');
  writeFileSync(join(cwd, 'vms/web.xml'), domain('none', 'web'));
  expect((await run()).stdout).toContain('waiver unused');
}, 60_000);
