import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { blkcheck, ended, start, temporaryFolder } from './command.js';

const examples = fileURLToPath(new URL('../../examples/vms/', import.meta.url));

describe('blkcheck explain of a word', () => {
  it.each([
    ['flush', /^flush \(words, .*\n.*durable/u],
    ['fua', /^FUA \(words, .*\n.*Force Unit Access/u],
    [
      'innodb',
      /^innodb \(scenarios, --scenario\)\n(.*\n)+models: {2}InnoDB with innodb_flush_log_at_trx_commit=1/u,
    ],
    ['power-loss', /^power-loss \(faults, --fault\)/u],
  ])('knows %s', async (word, told) => {
    const { status, stdout } = await blkcheck(['explain', word]);
    expect([status, stdout]).toEqual([0, expect.stringMatching(told)]);
  });
});

describe('blkcheck explain of definitions', () => {
  it('prints the stack of each disk, those that are alike once, and what is not judged', async () => {
    const { status, stdout, stderr } = await blkcheck(['explain', 'db01.xml', '101.conf'], {
      cwd: examples,
    });
    expect([status, stderr]).toEqual([0, '']);
    await expect(stdout).toMatchFileSnapshot('golden/explain-definitions.txt');
  });

  it('reads standard input, and names stacks so that it explains them by name too', async () => {
    const child = start(['explain', '-', '--qemu', '10.0'], {}, 'pipe');
    child.stdin?.end(readFileSync(join(examples, 'db01.xml'), 'utf8'));
    const { status, stdout } = await ended(child);
    expect(status).toBe(0);
    expect(stdout).toContain('qemu=10.0 (it was given)');
    const names = [...stdout.matchAll(/^([a-z-]+\/[a-z-]+(?:@[^;\s]+)?)(?:;|$)/gmu)];
    expect(names.length).toBeGreaterThan(1);
    const again = await blkcheck(['explain', ...names.map(([, name = '']) => name)]);
    expect([again.status, again.stderr]).toEqual([0, '']);
    for (const [, name = ''] of names) expect(again.stdout).toContain(`${name}\n`);
  });

  it('takes a rule for a rule, and anything else that exists for a file', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'BLK003'), 'no definition');
    writeFileSync(join(folder, 'ide'), 'no definition');
    const rule = await blkcheck(['explain', 'BLK003'], { cwd: folder });
    expect(rule.stdout).toMatch(/^BLK003 write-cache-not-advertised/u);
    const file = await blkcheck(['explain', 'ide'], { cwd: folder });
    expect(file.status).toBe(2);
    expect(file.stderr).toContain('no format of VM definitions');
    writeFileSync(join(folder, 'empty'), '\n');
    expect((await blkcheck(['explain', 'empty'], { cwd: folder })).stderr).toContain('it is empty');
  });

  it('says what QEMU refuses, and what is not modelled', async () => {
    const folder = temporaryFolder();
    const disk = (target: string, driver: string) =>
      `<disk type='file' device='disk'><driver name='qemu' ${driver}/><source file='/a'/>
       <target dev='${target}' bus='virtio'/></disk>`;
    writeFileSync(
      join(folder, 'vm.xml'),
      `<domain type='kvm'><name>a</name><devices>
       ${disk('vda', "type='raw' cache='writeback' io='native'")}
       ${disk('vdb', "type='vhdx' cache='none'")}</devices></domain>`,
    );
    const { status, stdout } = await blkcheck(['explain', 'vm.xml'], { cwd: folder });
    expect(status).toBe(0);
    expect(stdout).toContain('QEMU refuses it: ');
    expect(stdout).toContain('not modelled: ');
  });

  it.each([
    [['explain', 'nowhere.xml'], 'no such file'],
    [['explain', 'BLK003', '--qemu', '10.0'], '--qemu is for definitions of machines'],
    [['explain', 'vm*.xml'], 'no file fits vm*.xml'],
    [['explain'], 'missing required argument'],
  ])('%j is a mistake, and ends with 2', async (words, message) => {
    const { status, stdout, stderr } = await blkcheck(words);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toContain(message);
    expect(stderr).not.toMatch(/^\s+at /m);
  });
});
