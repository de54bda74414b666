import { expect, it } from 'vitest';
import { readLibvirt } from '../../../src/config/libvirt/read.js';
import { only, read } from '../reading.js';

function refusals(
  attributes: string,
  source: string,
  inside = '',
  kind = 'lun',
): readonly string[] {
  const disk = `<disk ${attributes} device='${kind}'>${inside}<source ${source}/><target dev='sda' bus='scsi'/></disk>`;
  const text = `<domain type='kvm'><name>a</name><devices>${disk}</devices></domain>`;
  const [found] = only(read(readLibvirt, text)).disks;
  const own = found?.notes.filter(({ rule }) => rule === 'refused-by-qemu') ?? [];
  return own.map(({ message }) => message.replace(': libvirt refuses the domain', ''));
}

it.each([
  ["type='block'", "dev='/dev/a'", ''],
  ["type='block'", "dev='/dev/a'", "<driver name='qemu' type='raw'/>"],
  ["type='volume'", "pool='p' volume='v'", ''],
  ["type='network'", "protocol='iscsi' name='iqn:a'", ''],
  ["type='{{ kind }}'", "dev='/dev/a'", ''],
])('libvirt takes a LUN with %s %s %s', (...words) => {
  expect(refusals(...words)).toEqual([]);
});

it.each([
  ["type='file'", "file='/a'", '', "device='lun' is for block devices, not for type=file"],
  ['', "file='/a'", '', "device='lun' is for block devices, not for type=file"],
  ["type='network'", "protocol='rbd' name='p/a'", '', "device='lun' is not for protocol=rbd"],
  [
    "type='block'",
    "dev='/dev/a'",
    "<driver name='qemu' type='qcow2'/>",
    "device='lun' is for raw images, not for qcow2",
  ],
])('libvirt takes no LUN with %s %s %s', (attributes, source, inside, message) => {
  expect(refusals(attributes, source, inside)).toEqual([message]);
});

it.each(['nvme', 'disc'])('libvirt knows no disk with device=%s', (kind) => {
  expect(refusals("type='file'", "file='/a'", '', kind)).toEqual([`a disk is no device='${kind}'`]);
});

it.each(['disk', '{{ kind }}'])('libvirt takes a disk with device=%s', (kind) => {
  expect(refusals("type='file'", "file='/a'", '', kind)).toEqual([]);
});
