import { mkdirSync, readFileSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { blkcheck, ended, start, temporaryFolder } from './command.js';

const fixtures = fileURLToPath(new URL('../../examples/vms/', import.meta.url));
const fixture = (name: string) => readFileSync(join(fixtures, name), 'utf8');

describe('blkcheck config prints every setting, and where it comes from', () => {
  it.each([
    ['libvirt', ['db01.xml']],
    ['qemu', ['run.sh']],
    ['proxmox', ['--storage-cfg', 'storage.cfg', '--qemu', '10.0', '101.conf']],
    ['kubevirt', ['shop.yaml']],
    ['incus', ['incus.yaml']],
    ['terraform', ['homelab.tf']],
    ['packer', ['image.pkr.hcl']],
    ['vagrant', ['Vagrantfile']],
    ['firecracker', ['microvm.json']],
    ['cloud-hypervisor', ['cloud-hypervisor.sh']],
    ['openstack', ['nova.conf']],
    ['virt-install', ['virt-install.sh']],
  ])('of %s', async (name, words) => {
    const { status, stdout, stderr } = await blkcheck(['config', ...words], { cwd: fixtures });
    expect([status, stderr]).toEqual([0, '']);
    await expect(stdout).toMatchFileSnapshot(`golden/config-${name}.txt`);
  });

  it('for machines', async () => {
    const { status, stdout } = await blkcheck(['config', '--json', 'db01.xml'], { cwd: fixtures });
    expect(status).toBe(0);
    await expect(stdout).toMatchFileSnapshot('golden/config-libvirt.json');
  });

  it('of a folder, what is no definition passed over', async () => {
    const { status, stdout, stderr } = await blkcheck(['config', '--json', '.'], { cwd: fixtures });
    expect(status).toBe(0);
    const { files } = JSON.parse(stdout);
    expect(files.map(({ file }: { file: string }) => file)).toEqual([
      '101.conf',
      'Vagrantfile',
      'cloud-hypervisor.sh',
      'db01.xml',
      'homelab.tf',
      'image.pkr.hcl',
      'incus.yaml',
      'microvm.json',
      'nova.conf',
      'run.sh',
      'shop.yaml',
      'virt-install.sh',
    ]);
    expect(stderr).toContain('1 other');
  });

  it('of standard input', async () => {
    const child = start(['config', '--json', '--stdin-filename', 'db01.xml', '-'], {}, 'pipe');
    child.stdin?.end(fixture('db01.xml'));
    const { status, stdout } = await ended(child);
    expect(status).toBe(0);
    expect(JSON.parse(stdout).disks[0].origins.source.file).toBe('db01.xml');
  });
});

describe('what lies below QEMU', () => {
  const site = 'qemu: 9.2\ndisks:\n  - match: { disk: vda }\n    disposable: scratch\n';

  async function read(cwd: string, words: readonly string[] = []) {
    writeFileSync(join(cwd, 'vm.xml'), fixture('db01.xml'));
    const { status, stdout } = await blkcheck(['config', '--json', ...words, 'vm.xml'], { cwd });
    expect(status).toBe(0);
    const { disks, assumptions } = JSON.parse(stdout);
    const vda = disks.find(({ id }: { id: string }) => id === 'vda');
    return { reason: vda.disposableReason, assumptions, site: vda.site };
  }

  it('is taken from the file of this folder', async () => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, 'blkcheck.config.yaml'), site);
    const { reason, assumptions } = await read(cwd);
    expect(reason).toBe('scratch');
    expect(assumptions).toContainEqual(expect.objectContaining({ key: 'qemu', value: '9.2' }));
  });

  it('is taken from above, up to the root of the repository and no further', async () => {
    const above = temporaryFolder();
    const cwd = join(above, 'vms', 'prod');
    mkdirSync(cwd, { recursive: true });
    writeFileSync(join(above, 'blkcheck.config.yaml'), site);
    expect((await read(cwd)).reason).toBe('');
    mkdirSync(join(above, 'vms', '.git'));
    expect((await read(cwd)).reason).toBe('');
    mkdirSync(join(above, '.git'));
    rmSync(join(above, 'vms', '.git'), { recursive: true });
    expect((await read(cwd)).reason).toBe('scratch');
  });

  it('is taken from a file that is named, and --qemu counts more', async () => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, 'lab.yaml'), site);
    const { reason, assumptions } = await read(cwd, ['--config', 'lab.yaml', '--qemu', '10.1']);
    expect(reason).toBe('scratch');
    expect(assumptions).toContainEqual(expect.objectContaining({ key: 'qemu', value: '10.1' }));
  });

  it('is printed with its places', async () => {
    const words = ['--config', '../site/blkcheck.config.yaml', 'db01.xml'];
    const { status, stdout } = await blkcheck(['config', ...words], { cwd: fixtures });
    expect(status).toBe(0);
    await expect(stdout).toMatchFileSnapshot('golden/config-site.txt');
  });

  it('and its mistakes are shown together', async () => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, 'blkcheck.config.yaml'), 'qemu: new\ndefault: { hots: 1 }\n');
    writeFileSync(join(cwd, 'vm.xml'), fixture('db01.xml'));
    const { status, stdout, stderr } = await blkcheck(['config', 'vm.xml'], { cwd });
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toContain('blkcheck.config.yaml:1:7');
    expect(stderr).toContain('blkcheck.config.yaml:2:12');
  });
});

async function mistakeIn(
  name: string,
  text: string | Buffer,
  words: readonly string[] = [],
): Promise<string> {
  const cwd = temporaryFolder();
  writeFileSync(join(cwd, name), text);
  const { status, stdout, stderr } = await blkcheck(['config', ...words, name], { cwd });
  expect(stderr).toMatch(/^error: /);
  expect(stderr).not.toMatch(/^\s+at /m);
  expect([status, stdout]).toEqual([2, '']);
  return stderr;
}

describe('a file that cannot be read is refused with its place:', () => {
  it.each([
    ['not closed', 'a.xml', '<domain>\n  <disk>\n</domain>\n', /a\.xml:3:\d+/],
    ['a quote', 'a.sh', "#!/bin/sh\nqemu-system-x86_64 -hda 'a\n", /a\.sh:2:25/],
    ['not YAML', 'a.yaml', 'kind: VirtualMachine\nspec: [\n', /a\.yaml:\d+:\d+/],
    ['something else', 'a.txt', 'hello\n', /a\.txt:1:1/],
    ['empty', 'a.xml', '', /a\.xml:1:1/],
    ['a container', '100.conf', 'rootfs: local:1\nmemory: 1\n', /container/],
    ['not text', 'a.xml', Buffer.from([0xff, 0xfe, 0x00]), /not UTF-8/],
  ])('%s', async (_, name, text, pattern) => {
    expect(await mistakeIn(name, text)).toMatch(pattern);
  });

  it('of another format, when that is forced', async () => {
    const stderr = await mistakeIn('a.yaml', 'kind: VirtualMachine\n', ['--format', 'libvirt']);
    expect(stderr).toMatch(/no <domain>/);
  });

  it('together with the mistakes of the others', async () => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, 'a.xml'), '<domain>');
    writeFileSync(join(cwd, 'b.yaml'), 'kind: VirtualMachine\nspec: [\n');
    writeFileSync(join(cwd, 'c.xml'), fixture('db01.xml'));
    const { status, stdout, stderr } = await blkcheck(['config', 'a.xml', 'b.yaml', 'c.xml'], {
      cwd,
    });
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toContain('a.xml:1:');
    expect(stderr).toContain('b.yaml:');
  });

  it('together with files that are not there', async () => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, 'a.xml'), '<domain/>');
    const { status, stderr } = await blkcheck(['config', 'b.xml', 'a.xml', 'c.xml'], { cwd });
    expect(status).toBe(2);
    expect(stderr).toContain('b.xml');
    expect(stderr).toContain('c.xml');
  });

  it('of 100 MB', async () => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, 'a.xml'), '<domain>');
    truncateSync(join(cwd, 'a.xml'), 100_000_000);
    const { status, stderr } = await blkcheck(['config', 'a.xml'], { cwd });
    expect(status).toBe(2);
    expect(stderr).toContain('larger than');
  });

  it('of 100 MB of text, also in a folder, where an image of a disk is passed over', async () => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, 'b.xml'), fixture('db01.xml'));
    writeFileSync(join(cwd, 'disk.raw'), '<domain>');
    truncateSync(join(cwd, 'disk.raw'), 100_000_000);
    expect((await blkcheck(['config', '.'], { cwd })).status).toBe(0);
    writeFileSync(join(cwd, 'a.xml'), `<domain>${' '.repeat(100_000_000)}</domain>`);
    const { status, stderr } = await blkcheck(['config', '.'], { cwd });
    expect([status, stderr]).toEqual([2, expect.stringMatching(/larger than[\s\S]*a\.xml/u)]);
  });

  it.each([
    [['config'], /no file is named/],
    [['config', 'missing.xml'], /no such file/],
    [['config', '--format', 'vmware', 'a.xml'], /unknown format `vmware`/],
    [['config', '--qemu', 'nine', 'a.xml'], /--qemu is a version/],
  ])('%j', async (words, pattern) => {
    const { status, stderr } = await blkcheck(words);
    expect(status).toBe(2);
    expect(stderr).toMatch(pattern);
  });
});

describe('what a stranger wrote', () => {
  it('cannot send the reader round in circles', async () => {
    const cwd = temporaryFolder();
    mkdirSync(join(cwd, 'a'));
    symlinkSync(cwd, join(cwd, 'a', 'loop'));
    symlinkSync(join(cwd, 'missing'), join(cwd, 'a', 'dangling'));
    writeFileSync(join(cwd, 'a', 'vm.xml'), fixture('db01.xml'));
    const { status, stdout } = await blkcheck(['config', '--json', '.'], { cwd });
    expect(status).toBe(0);
    expect(JSON.parse(stdout).files).toHaveLength(1);
  });

  it('cannot have other files read', async () => {
    const cwd = temporaryFolder();
    mkdirSync(join(cwd, 'vms'));
    writeFileSync(join(cwd, 'secret'), 'hunter2\n');
    symlinkSync(join(cwd, 'secret'), join(cwd, 'vms', 'link'));
    const script = ['../secret', join(cwd, 'secret'), 'link']
      .map((name) => `qemu-system-x86_64 -hda a -readconfig ${name}\n`)
      .join('');
    writeFileSync(join(cwd, 'vms', 'run.sh'), script);
    const { status, stdout, stderr } = await blkcheck(['config', 'vms/run.sh'], { cwd });
    expect(status).toBe(0);
    expect(stdout + stderr).not.toContain('hunter2');
    expect(stdout.match(/unreadable/g)).toHaveLength(3);
  });

  it('may name a file beside it', async () => {
    const cwd = temporaryFolder();
    writeFileSync(
      join(cwd, 'vm.cfg'),
      '[drive "d"]\n  file = "a"\n  if = "virtio"\n  cache = "unsafe"\n',
    );
    writeFileSync(join(cwd, 'run.sh'), 'qemu-system-x86_64 -readconfig vm.cfg\n');
    const { stdout } = await blkcheck(['config', '--json', 'run.sh'], { cwd });
    const [disk] = JSON.parse(stdout).disks;
    expect(disk).toMatchObject({
      id: 'd',
      cache: 'unsafe',
      origins: { noFlush: { file: 'vm.cfg', line: 4 } },
    });
  });

  it('is named as it is found from here', async () => {
    const cwd = temporaryFolder();
    mkdirSync(join(cwd, 'vms'));
    writeFileSync(join(cwd, 'vms/vm.cfg'), '[drive "d"]\n  file = "a"\n  cache = "unsafe"\n');
    writeFileSync(join(cwd, 'vms/run.sh'), 'qemu-system-x86_64 -readconfig vm.cfg\n');
    const { stdout } = await blkcheck(['config', '--json', 'vms/run.sh'], { cwd });
    expect(JSON.parse(stdout).disks[0].origins.noFlush.file).toBe('vms/vm.cfg');
  });

  it('cannot command the terminal', async () => {
    const cwd = temporaryFolder();
    writeFileSync(
      join(cwd, 'run.sh'),
      'qemu-system-x86_64 -name "x\u001b[2J" -drive file="a\u001b]0;b\u0007",id="c\u001b[31m"\n',
    );
    const { stdout } = await blkcheck(['config', 'run.sh'], { cwd });
    expect(stdout).not.toMatch(/(?!\n)\p{Cc}/u);
  });
});
