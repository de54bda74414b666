import { describe, expect, it } from 'vitest';
import type { DefinitionFormat } from '../../src/config/formats.js';
import { readers } from './readers.js';
import { read } from './reading.js';

/** Ids, with `?` behind those that are a place among others and nothing that is written. */
function idsOf(format: DefinitionFormat, text: string): readonly string[] {
  return read(readers[format], text).definitions.flatMap(({ isCounted: ofMachine, disks }) =>
    disks.map(
      ({ id, isCounted }) => `${id}${ofMachine ? ' in one of several' : ''}${isCounted ? '?' : ''}`,
    ),
  );
}

const qemu = 'qemu-system-x86_64';

describe('a name that is written, and one that is a place', () => {
  it.each<[string, DefinitionFormat, string, string[]]>([
    [
      'a drive',
      'qemu',
      `${qemu} -drive file=a,if=virtio -drive file=b,if=virtio,index=4 -hdb c`,
      ['virtio0?', 'virtio4', 'ide1'],
    ],
    ['a drive with an id', 'qemu', `${qemu} -drive file=a,if=virtio,id=root`, ['root']],
    [
      'commands',
      'qemu',
      `${qemu} -name a -hda x\n${qemu} -hda y\n`,
      ['a/ide0', 'vm2/ide0 in one of several'],
    ],
    [
      'one name twice',
      'qemu',
      `${qemu} -name a -hda x\n${qemu} -name a -hda y\n`,
      ['a/ide0 in one of several', 'a#2/ide0 in one of several'],
    ],
    [
      'one target twice',
      'libvirt',
      `<domain type='kvm'><name>a</name><os><type>hvm</type></os><devices>${[1, 2]
        .map(
          (each) =>
            `<disk type='file'><source file='/${each}'/><target dev='vda' bus='virtio'/></disk>`,
        )
        .join('')}</devices></domain>`,
      ['vda?', 'vda#2?'],
    ],
    [
      'VMs of a script',
      'proxmox',
      'qm set 901 --scsi0 a:1\nqm set $VM --scsi0 a:1\nqm set 3 --name web --ide0 a:1\nqm set 4 --name $NAME --ide0 a:1\n',
      ['901/scsi0', '$VM/scsi0', 'web/ide0', '4/ide0'],
    ],
    [
      'virt-install',
      'virt-install',
      'virt-install --name a --disk /a.img,bus=virtio --disk /b.img,target=vdx --import',
      ['vda?', 'vdx'],
    ],
    [
      'Cloud Hypervisor',
      'cloud-hypervisor',
      'cloud-hypervisor --disk path=/a.img path=/b.img,id=b\n',
      ['_disk0?', 'b'],
    ],
    [
      'Terraform',
      'terraform',
      'resource "libvirt_domain" "a" {\n disk { file = "/a" }\n}\n',
      ['vda?'],
    ],
    [
      'Vagrant',
      'vagrant',
      "Vagrant.configure('2') do |c|\n c.vm.provider :libvirt do |l|\n l.storage :file, :device => 'vdx'\n l.storage :file\n end\nend\n",
      ['vdx', 'vda?'],
    ],
  ])('%s', (_, format, text, ids) => {
    expect(idsOf(format, text)).toEqual(ids);
  });
});

it('a name that is written is kept, whatever else would be called so', () => {
  const conf =
    'name: a\nargs: -drive file=/x.img,if=virtio,id=virtio7 -drive file=/y.img,if=virtio\nvirtio0: a:1\nvirtio7: a:1\n';
  expect(idsOf('proxmox', conf)).toEqual(['virtio0', 'virtio7?', 'virtio7#2?', 'virtio1?']);
});
