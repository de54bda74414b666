import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { DefinitionsFixResult, FixResult } from '../../src/model/fix-result.js';
import type { GateResult } from '../../src/model/gate-result.js';
import { blkcheck, ended, start, temporaryFolder } from './command.js';

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

  it('proposes what a run says to change, also where that has to be bought', async () => {
    const words = ['virtio-blk/none', '--fault', 'node-loss', '--scenario', 'wal'];
    const { status, stdout } = await blkcheck(['fix', ...words]);
    expect(status).toBe(1);
    expect(stdout).toContain('✓ proved  format=network');
    expect(stdout).toContain('gives:   virtio-blk/none@format=network');
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
    expect(result.kept).toEqual(expect.arrayContaining(['frontend', 'cache', 'machine']));
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
    expect(stdout).toMatch(/proved: {2}0 rows in 1 executions, 1 row not proved/);
  });

  it.each([
    [['fix', 'ide/wirteback'], 'unknown cache mode `wirteback`'],
    [['fix', 'ide/all'], 'names 8 stacks'],
    [['fix', 'ide/none', '--disk-class', 'nvm'], 'unknown disk class `nvm`'],
    [['fix', 'ide/none', '--keep', 'disc'], 'unknown dimension `disc`'],
    [['fix', 'ide/none', '--scenario', 'litmus-sync'], 'nothing to judge'],
    [['fix'], 'missing required argument `stack-or-file`'],
    [['fix', 'nowhere.xml'], 'no such file'],
    [['fix', 'ide/none', '--config', 'site.yaml'], '--config is for definitions of machines'],
  ])('%j is a mistake, and ends with 2', async (words, message) => {
    const { status, stdout, stderr } = await blkcheck(words);
    expect(status).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain(message);
    expect(stderr).not.toMatch(/^\s+at /m);
  });
});

describe('blkcheck fix of definitions', () => {
  const examples = fileURLToPath(new URL('../../examples/vms/', import.meta.url));
  const few = ['--scenario', 'wal-commit,contract-client'];

  it('says of each disk what to change, and where', async () => {
    const { status, stdout, stderr } = await blkcheck(['fix', 'run.sh', 'db01.xml', ...few], {
      cwd: examples,
    });
    expect([status, stderr]).toEqual([1, '']);
    await expect(stdout).toMatchFileSnapshot('golden/fix-definitions.txt');
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  });

  it('judges each disk as a run does, and proves what it proposes', async () => {
    const words = ['.', '--storage-cfg', 'storage.cfg', ...few];
    const place = { cwd: examples };
    const [fixed, judged] = await Promise.all([
      blkcheck(['fix', ...words, '--json'], place),
      blkcheck(
        ['run', ...words, '--reporter', 'json', '--save-findings', temporaryFolder()],
        place,
      ),
    ]);
    const result: DefinitionsFixResult = JSON.parse(fixed.stdout);
    const gate: GateResult = JSON.parse(judged.stdout);
    expect(fixed.status).toBe(judged.status);
    const name = ({ file, id }: { readonly file: string; readonly id: string }) => `${file}: ${id}`;
    const verdicts = new Map(
      result.answers.flatMap(({ disks, fix }) =>
        disks.map((disk) => [name(disk), fix?.current.verdict]),
      ),
    );
    expect(verdicts.size).toBeGreaterThan(20);
    for (const disk of gate.disks)
      expect([name(disk), verdicts.get(name(disk))]).toEqual([name(disk), disk.verdict]);
    const chosen = result.answers.flatMap(({ fix }) =>
      (fix?.options ?? []).filter(({ configuration }) => configuration === fix?.chosen),
    );
    expect(chosen.length).toBeGreaterThan(3);
    for (const { verdict, basis } of chosen)
      expect([verdict, basis]).toEqual(['safe', 'exhaustive']);
    expect(result.unjudged).toEqual(gate.unjudged);
  });

  it('proposes what the format has, in its words', async () => {
    const cwd = temporaryFolder();
    const disks = 'disks: [{ name: d, disk: { bus: scsi }, cache: writeback, io: threads }]';
    const volumes = 'volumes: [{ name: d, persistentVolumeClaim: { claimName: c } }]';
    const spec = `{ domain: { devices: { ${disks} } }, ${volumes} }`;
    const text = `kind: VirtualMachineInstance\nmetadata: { name: m }\nspec: ${spec}\n`;
    writeFileSync(join(cwd, 'vm.yaml'), text);
    const { stdout } = await blkcheck(['fix', 'vm.yaml', '--scenario', 'odsync-log'], { cwd });
    expect(stdout).toMatch(/✓ proved +bus: virtio/u);
    expect(stdout).not.toMatch(/dpofua|io_uring|frontend=ide|-device/u);
    expect(stdout.replaceAll(/\s+/gu, ' ')).toContain('do: bus: virtio (vm.yaml:3:');
  });

  it('proposes what the format has an attribute for before what it only hands on to QEMU', async () => {
    const cwd = temporaryFolder();
    const disk =
      "<disk type='file'><driver name='qemu' type='raw' cache='none'/><source file='/srv/a'/>" +
      "<target dev='sda' bus='scsi'/></disk><controller type='scsi' model='virtio-scsi'/>";
    const text = `<domain type='kvm'><name>m</name><devices>${disk}</devices></domain>\n`;
    writeFileSync(join(cwd, 'vm.xml'), text);
    const { stdout } = await blkcheck(['fix', 'vm.xml', '--scenario', 'odsync-log', '--all'], {
      cwd,
    });
    expect(stdout).toMatch(/✓ proved +io='native'/u);
    const place = (words: string) => stdout.indexOf(`✓ safe    ${words}`);
    expect(place('dpofua=off by <qemu:override>')).toBeGreaterThan(place("bus='virtio'"));
    expect(place("bus='virtio'")).toBeGreaterThan(0);
  });

  it('is told what to take for granted of a release that nobody ran or read', async () => {
    const words = ['fix', 'virt-install.sh', '--qemu', '99.0', ...few];
    const [nothing, nearest] = await Promise.all([
      blkcheck(words, { cwd: examples }),
      blkcheck([...words, '--assume', 'nearest'], { cwd: examples }),
    ]);
    expect(nothing.stdout).toMatch(/which nobody ran or read\s+\(see --assume\)/u);
    expect(nearest.stdout).not.toContain('nobody ran or read');
    expect(nearest.stdout).toContain('safe as it is');
    expect(nothing.stdout).not.toContain('safe as it is');
    expect([nothing.stderr, nearest.stderr]).toEqual(['', '']);
  });

  it('leaves open what the definition leaves open, and finds what is safe in any case', async () => {
    const folder = temporaryFolder();
    writeFileSync(
      join(folder, 'vm.sh'),
      'qemu-system-x86_64 -M q35 -drive file=/srv/a.raw,format=raw,if=virtio,cache=$CACHE\n',
    );
    const { status, stdout } = await blkcheck(['fix', 'vm.sh', ...few], { cwd: folder });
    expect(status).toBe(3);
    expect(stdout).toContain('inconclusive: lost, ');
    expect(stdout).toMatch(/^unsafe: {2}if cache=unsafe or /mu);
    expect(stdout).toMatch(/✓ proved +cache=none/);
    expect(stdout).toContain('safe with 1 change');
  });

  it.each([
    ['cache=none,cache.no-flush=on', 'take away `cache.no-flush=on` (vm.sh:1:97)'],
    ['cache=unsafe,cache.no-flush=on', 'cache=none (vm.sh:1:77), and take away'],
  ])('takes away what beats the setting of a change: %s', async (settings, step) => {
    const folder = temporaryFolder();
    const drive = `-drive file=/srv/a.raw,format=raw,if=virtio,${settings}`;
    writeFileSync(join(folder, 'vm.sh'), `qemu-system-x86_64 -M q35 ${drive}\n`);
    const { stdout } = await blkcheck(['fix', 'vm.sh', ...few], { cwd: folder });
    expect(stdout).toContain(`do:      ${step}`);
  });

  it('keeps what it found when it is interrupted, and says what it did not come to', async () => {
    const child = start(['fix', '.', '--json'], { cwd: examples });
    setTimeout(() => child.kill('SIGINT'), 4000);
    const { status, stdout, stderr } = await ended(child);
    expect([status, stderr]).toEqual([130, '']);
    const { answers }: DefinitionsFixResult = JSON.parse(stdout);
    expect(answers.length).toBeGreaterThan(10);
    expect(answers.at(-1)).toMatchObject({ fix: null, reason: 'interrupted' });
  });

  it('says that there is no disk to change', async () => {
    const folder = temporaryFolder();
    writeFileSync(
      join(folder, 'vm.xml'),
      `<domain type='kvm'><name>a</name><devices><disk type='file' device='cdrom'>
       <source file='/srv/a.iso'/><target dev='sda' bus='sata'/></disk></devices></domain>`,
    );
    const { status, stdout } = await blkcheck(['fix', 'vm.xml'], { cwd: folder });
    expect(status).toBe(0);
    expect(stdout).toContain('a CD-ROM');
    expect(stdout).toContain('no disk · ');
  });

  it('does not call safe what is not modelled', async () => {
    const folder = temporaryFolder();
    writeFileSync(
      join(folder, 'vm.xml'),
      `<domain type='kvm'><name>a</name><devices><disk type='file' device='disk'>
       <driver name='qemu' type='vhdx' cache='none'/><source file='/srv/a'/>
       <target dev='vda' bus='virtio'/></disk></devices></domain>`,
    );
    const { status, stdout } = await blkcheck(['fix', 'vm.xml', ...few], { cwd: folder });
    expect(status).toBe(3);
    expect(stdout).toContain('? inconclusive');
    expect(stdout).toContain('not settled: not modelled: ');
  });

  it.each([
    [['fix', 'db01.xml', '--fault', 'power-loss'], '--fault is not for definitions of machines'],
    [['fix', 'db01.xml', '--keep', 'disc'], 'unknown dimension `disc`'],
    [['fix', 'db01.xml', 'nowhere.yaml'], 'nowhere.yaml'],
  ])('%j is a mistake, and ends with 2', async (words, message) => {
    const { status, stdout, stderr } = await blkcheck(words, { cwd: examples });
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toContain(message);
    expect(stderr).not.toMatch(/^\s+at /m);
  });
});
