import { expect, it } from 'vitest';
import { readCloudHypervisor } from '../../src/config/microvm/read-cloud-hypervisor.js';
import { readProxmox } from '../../src/config/proxmox/read.js';
import { readQemu } from '../../src/config/qemu/read.js';
import { readVirtInstall } from '../../src/config/virt-install/read.js';
import { read } from './reading.js';

const start = 'qemu-system-x86_64 -drive file=/a,if=virtio -monitor unix:/m,server &\n';

it.each([
  [readQemu, `${start}echo 'drive_add 0 if=none,file=/b,id=y,cache=unsafe' | nc -U /m\n`],
  [readQemu, `${start}nc -U /m <<EOF\ndevice_add scsi-hd,drive=y\nEOF\n`],
  [readQemu, `${start}qmp '{"execute": "blockdev-add", "arguments": {"driver": "file"}}'\n`],
  [readQemu, `${start}qmp '{"execute":"device_add","arguments":{"driver":"nvme","drive":"y"}}'\n`],
  [readVirtInstall, 'virt-install --import --disk /a\nvirsh attach-disk v /b vdb --cache unsafe\n'],
  [readVirtInstall, 'virt-install --import --disk /a\nvirt-xml v --edit --disk cache=unsafe\n'],
  [
    readCloudHypervisor,
    'cloud-hypervisor --disk path=/a\nch-remote --api-socket s add-disk path=/b\n',
  ],
  [readProxmox, 'qm create 100 --scsi0 local:1\nqm monitor 100 <<< "drive_add 0 file=/b"\n'],
])('a change of a machine that runs is told: %#', (reader, text) => {
  const notes = read(reader, text).definitions.flatMap((machine) => machine.notes);
  expect(notes).toMatchObject([
    { rule: 'unreadable', message: expect.stringContaining('while it runs') },
  ]);
});

it.each([
  `${start}# drive_add would do\n`,
  `${start}echo 'device_add virtio-net-pci,netdev=n' | nc -U /m\n`,
  `${start}virsh list\n`,
])('what changes no disk is not: %#', (text) => {
  const notes = read(readQemu, text).definitions.flatMap((machine) => machine.notes);
  expect(notes).toEqual([]);
});
