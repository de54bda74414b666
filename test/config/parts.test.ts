import { describe, expect, it } from 'vitest';
import { partsOf } from '../../src/config/parts.js';
import { bareContext } from '../../src/config/reader.js';
import { sourceText } from '../../src/config/text.js';
import { together } from '../../src/config/together.js';
import { readers } from './readers.js';
import { shown } from './reading.js';

function fileOf(text: string, name = 'run.sh') {
  const results = partsOf(text, name).map((part) =>
    readers[part.format](sourceText(name, part.text), bareContext),
  );
  const result = together(results, bareContext);
  if (result === null || !('read' in result)) throw new Error('not read');
  return result.read;
}

/** `id no-flush line`, a line for each disk. */
const disksOf = (text: string, name?: string) =>
  fileOf(text, name).definitions.flatMap(({ disks }) =>
    disks.map(({ id, noFlush, at }) => `${id} ${shown(noFlush)} ${at.line}`),
  );

const qemu = 'qemu-system-x86_64 -drive file=/a,if=virtio,cache=unsafe';
const domain = `<domain type='kvm'><name>d</name><os><type machine='q35'>hvm</type></os><devices><disk type='file'>
<driver name='qemu' type='raw' cache='none'/><source file='/d'/><target dev='vda' bus='virtio'/></disk></devices></domain>`;
const machine =
  'kind: VirtualMachineInstance\nmetadata: {name: k}\nspec:\n  domain: {devices: {disks: [{name: d, cache: none, disk: {bus: virtio}}]}}\n  volumes: [{name: d, persistentVolumeClaim: {claimName: c}}]';

describe('a text with machines of several formats has all of them:', () => {
  const qm = 'qm create 100 --scsihw virtio-scsi-pci --scsi0 local:1,cache=none';
  const curl = `curl -X PUT http://localhost/drives/r -d '{"drive_id":"r","path_on_host":"/r"}'`;

  it.each([
    ['qm', `#!/bin/sh\n${qm}\n${qemu}\n`, /scsi0 false 2$/],
    ['qm behind it', `${qemu}\n${qm}\n`, /scsi0 false 2$/],
    ['Cloud Hypervisor', `${qemu}\ncloud-hypervisor --kernel k --disk path=/c\n`, /disk0 false 2$/],
    [
      'virt-install',
      `virt-install --import --name i --disk /i,cache=none\n${qemu}\n`,
      /^i\/.* false 1$/,
    ],
    ['Firecracker', `${qemu}\n${curl}\n`, /r true 2$/],
    ['libvirt', `#!/bin/sh\ncat <<E\n${domain}\nE\n${qemu}\n`, /^d\/vda false 3$/],
    [
      'both that are written out',
      `${qemu}\ncat <<E\n${domain}\nE\ncat <<E\n${machine}\nE\n`,
      /k\/d false/,
    ],
  ])('QEMU and %s', (_, text, other) => {
    const disks = disksOf(text);
    expect(disks.filter((disk) => /virtio0 true/.test(disk))).toHaveLength(1);
    expect(disks.filter((disk) => other.test(disk))).toHaveLength(1);
    expect(new Set(disks.map((disk) => disk.replace(/ .*/, ''))).size).toBe(disks.length);
  });

  it('a page too', () => {
    const page = `# A page\n\n~~~\n${domain}\n~~~\n\n    ${qemu}\n`;
    expect(disksOf(page, 'README.md')).toEqual(['d/vda false 4', 'vm2/virtio0 true 8']);
  });
});

describe('a text of one format', () => {
  it.each([
    ['a script', `#!/bin/sh\n${qemu}\n`, 'run.sh', ['qemu']],
    ['a domain', domain, 'd.xml', ['libvirt']],
    [
      'a VM of Proxmox VE with args',
      'args: -drive file=/x,if=virtio\nscsi0: local:1\nname: kvm -m 1\n',
      '100.conf',
      ['proxmox'],
    ],
    ['nothing', 'hello', 'a', []],
  ])('has one reader: %s', (_, text, name, formats) => {
    expect(partsOf(text, name).map(({ format }) => format)).toEqual(formats);
  });

  it('keeps its ids', () => {
    expect(disksOf(`${qemu}\n`)).toEqual(['virtio0 true 1']);
  });
});

it('what one reader refuses is told where another reads', () => {
  const text = `#!/bin/sh\n${qemu}\ncurl -X PUT http://localhost/drives/r -d '{"drive_id": "r", }'\n`;
  const [first, second] = [readers.qemu, readers.firecracker].map((reader) =>
    reader(sourceText('run.sh', text), bareContext),
  );
  if (first === undefined || second === undefined) throw new Error('no reader');
  expect(together([first, second], bareContext)).toMatchObject({
    read: { definitions: [{ notes: [{ rule: 'unreadable', ofAllDisks: true, at: { line: 3 } }] }] },
  });
  expect(together([second, first], bareContext)).toHaveProperty('diagnostics');
});

it('what all readers say of a text is said once, and the version is that of all machines', () => {
  const text = `virt-install --import --name i --disk /i,cache=none\nqm monitor 1 <<< "drive_add 0 file=/b"\n${qemu} -M pc-q35-9.0\n`;
  const { definitions, assumptions } = fileOf(text);
  expect(definitions.map(({ notes }) => notes.length)).toEqual([1, 0]);
  expect(assumptions.map(({ key }) => key)).toEqual(['qemu']);
});
