import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { blkcheck, temporaryFolder } from './command.js';

const disk = '-drive file=/a,if=none,id=d -device virtio-blk-pci,drive=d';

async function verdictOf(name: string, text: string) {
  const cwd = temporaryFolder();
  writeFileSync(join(cwd, name), text);
  const words = ['run', name, '--scenario', 'wal-commit', '--reporter', 'json'];
  const { status, stdout } = await blkcheck(words, { cwd });
  const [{ verdict, reason, findings }] = JSON.parse(stdout).disks;
  const rules = findings.map(({ rule }: { rule: string }) => rule);
  return { status, verdict, reason, rules };
}

it('a disk is not safe beside options that may change it', async () => {
  expect(await verdictOf('run.sh', `qemu-system-x86_64 ${disk} "$@"\n`)).toMatchObject({
    status: 3,
    verdict: 'inconclusive',
    reason: expect.stringContaining('"$@"'),
  });
});

it('one that is unsafe by what is written is unsafe', async () => {
  const text = `qemu-system-x86_64 ${disk} -set drive.d.cache=unsafe "$@"\n`;
  expect(await verdictOf('run.sh', text)).toMatchObject({ status: 1, verdict: 'unsafe' });
});

it('a drive that nobody sees used is not passed over beside them', async () => {
  const text = 'qemu-system-x86_64 -drive file=/a,if=none,id=d,cache=unsafe "$@"\n';
  expect(await verdictOf('run.sh', text)).toMatchObject({ status: 1, verdict: 'unsafe' });
});

it('a disk of libvirt that -set would attach to another node keeps its machine from starting', async () => {
  const text = `<domain type='kvm' xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0'>
    <name>v</name><os><type machine='pc-q35-9.2'>hvm</type></os><devices>
    <disk type='file'><driver name='qemu' type='raw' cache='none'/><source file='/a'/>
    <target dev='vda' bus='virtio'/></disk></devices><qemu:commandline><qemu:arg value='-set'/>
    <qemu:arg value='device.virtio-disk0.drive=y'/></qemu:commandline></domain>`;
  expect(await verdictOf('vm.xml', text)).toMatchObject({
    status: 1,
    rules: ['refused-by-qemu'],
  });
});

/** What a run says of a folder of files. */
async function folderOf(files: Readonly<Record<string, string>>) {
  const cwd = temporaryFolder();
  for (const [name, text] of Object.entries(files)) writeFileSync(join(cwd, name), text);
  const words = ['run', '.', '--scenario', 'wal-commit', '--reporter', 'json'];
  const { status, stdout } = await blkcheck(words, { cwd });
  const { disks, templates } = JSON.parse(stdout);
  const verdicts = disks.map(({ verdict }: { verdict: string }) => verdict);
  return { status, verdicts, templates };
}

it('a machine that shows none of its disks is not safe beside another that does', async () => {
  const files = {
    'a.sh': `#!/bin/sh\nqemu-system-x86_64 ${disk}\n`,
    'b.sh': '#!/bin/sh\nqemu-system-x86_64 -m 1G "$@"\n',
  };
  expect(await folderOf(files)).toMatchObject({ status: 3, verdicts: ['safe', 'inconclusive'] });
});

const machine = `apiVersion: kubevirt.io/v1
kind: VirtualMachine
metadata: { name: a }
spec: { template: { spec: {
  domain: { devices: { disks: [{ name: d, cache: none, disk: { bus: virtio } }] } },
  volumes: [{ name: d, persistentVolumeClaim: { claimName: x } }] } } }
`;

it.each([
  ['of JSON patches', 'kind: Kustomization\nresources: [vm.yaml]\npatches:\n- path: cache.yaml\n'],
  ['without a kind', 'resources: [vm.yaml]\npatches:\n- path: cache.yaml\n'],
  ['that is a component', 'kind: Component\npatches:\n- path: cache.yaml\n'],
  [
    'with a machine in it',
    'resources: [vm.yaml]\npatches:\n- patch: |-\n    kind: VirtualMachine\n    metadata: { name: a }\n',
  ],
])('a kustomization is listed as not read: %s', async (_, kustomization) => {
  const files = { 'vm.yaml': machine, 'kustomization.yaml': kustomization };
  expect(await folderOf(files)).toMatchObject({ templates: ['kustomization.yaml'] });
});

it('nor is a patch of it, nor any kustomization where nothing is a machine', async () => {
  const patch = '- op: replace\n  path: /spec/replicas\n  value: 1\n';
  expect(await folderOf({ 'vm.yaml': machine, 'p.yaml': patch })).toMatchObject({
    templates: ['p.yaml'],
  });
  const script = `#!/bin/sh\nqemu-system-x86_64 ${disk}\n`;
  expect(await folderOf({ 'a.sh': script, 'p.yaml': patch })).toMatchObject({ templates: [] });
});

it('tells of machines in formats that are not read, where they lie beside others', async () => {
  const cwd = temporaryFolder();
  writeFileSync(join(cwd, 'a.sh'), `#!/bin/sh\nqemu-system-x86_64 ${disk}\n`);
  writeFileSync(join(cwd, 'lima.yaml'), 'vmType: qemu\ndisk: 20GiB\n');
  writeFileSync(join(cwd, 'lxc.conf'), 'lxc.rootfs.path = dir:/srv/a\n');
  const reports = ['json=r.json', 'junit=r.xml', 'sarif=r.sarif', 'markdown=r.md', 'github=r.txt'];
  const flags = reports.flatMap((report) => ['--reporter', report]);
  const words = ['run', '.', '--scenario', 'wal-commit', '--reporter', 'pretty', ...flags];
  const { status, stdout } = await blkcheck(words, { cwd });
  expect(status).toBe(0);
  const line = 'not read: lima.yaml (an instance of Lima)';
  expect(stdout).toContain(line);
  expect(stdout).toContain('1 safe of 1 disk, 1 not read');
  const textOf = (name: string) => readFileSync(join(cwd, name), 'utf8');
  for (const name of ['r.sarif', 'r.txt']) expect(textOf(name)).toContain(line);
  expect(textOf('r.md')).toContain('an instance of Lima');
  expect(textOf('r.xml')).toContain('not read: an instance of Lima');
  expect(JSON.parse(textOf('r.json')).strangers).toMatchObject([{ file: 'lima.yaml' }]);
});

it('says what to give where nothing else is there', async () => {
  const cwd = temporaryFolder();
  writeFileSync(join(cwd, 'lima.yaml'), 'vmType: qemu\ndisk: 20GiB\n');
  const { status, stderr } = await blkcheck(['run', '.'], { cwd });
  expect(status).toBe(2);
  expect(stderr).toContain('lima.yaml: an instance of Lima; give the command line');
});

const service = 'apiVersion: v1\nkind: Service\nmetadata: { name: a }\n';
const scenario = 'blkcheck: scenario/1\nname: own\n';

it('what a pattern fits and is nothing is passed over, as in a folder', async () => {
  const cwd = temporaryFolder();
  writeFileSync(join(cwd, 'a.yaml'), service);
  writeFileSync(join(cwd, 'vm.yaml'), machine);
  const words = ['run', '*.yaml', '--scenario', 'wal-commit'];
  const { status, stdout } = await blkcheck(words, { cwd });
  expect([status, stdout]).toEqual([0, expect.stringContaining('1 safe of 1 disk · exit 0')]);
  const none = await blkcheck(['run', 'a*.yaml'], { cwd });
  expect([none.status, none.stdout]).toEqual([2, '']);
  expect(none.stderr).toContain('no VM definition and no scenario is found in a*.yaml');
});

it('a document of another program is refused by its name, whatever command it is given to', async () => {
  const cwd = temporaryFolder();
  writeFileSync(join(cwd, 'a.yml'), 'services:\n  w:\n    image: dockurr/windows\n');
  writeFileSync(join(cwd, 'b.yml'), service);
  for (const command of ['run', 'config']) {
    const { status, stderr } = await blkcheck([command, 'a.yml'], { cwd });
    expect([status, stderr]).toEqual([2, expect.stringContaining('starts QEMU in a container')]);
  }
  const { stderr } = await blkcheck(['run', 'b.yml'], { cwd });
  expect(stderr).toContain('the first line of a scenario is');
});

it('a scenario in a folder is told of', async () => {
  const cwd = temporaryFolder();
  writeFileSync(join(cwd, 'vm.yaml'), machine);
  writeFileSync(join(cwd, 'own.yaml'), scenario);
  const { stdout } = await blkcheck(['run', '.', '--scenario', 'wal-commit'], { cwd });
  expect(stdout).toContain('not read: own.yaml (a scenario of blkcheck)');
});
