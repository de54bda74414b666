import { describe, expect, it } from 'vitest';
import { readLibvirt } from '../../../src/config/libvirt/read.js';
import { readQemu } from '../../../src/config/qemu/read.js';
import { only, read } from '../reading.js';
import { summaryOf } from '../summary.js';

const drive = '-drive file=/a,if=none,id=d';

describe('what QEMU 7.2 does not start with', () => {
  it.each([
    ['two drives of one id', `${drive} ${drive} -device virtio-blk-pci,drive=d`, 'two drives'],
    [
      'two nodes of one name',
      '-blockdev driver=file,filename=/a,node-name=n -blockdev driver=file,filename=/b,node-name=n -device virtio-blk-pci,drive=n',
      'two nodes',
    ],
    [
      'two devices of one id',
      `${drive} -drive file=/b,if=none,id=e -device virtio-blk-pci,drive=d,id=x -device virtio-blk-pci,drive=e,id=x`,
      'two devices have',
    ],
    [
      'a drive of two devices',
      `${drive} -device virtio-blk-pci,drive=d -device virtio-blk-pci,drive=d,share-rw=on`,
      'two devices use',
    ],
    [
      'a node of two devices, of which one does not share it',
      '-blockdev driver=file,filename=/a,node-name=n -device virtio-blk-pci,drive=n,share-rw=on -device virtio-blk-pci,drive=n',
      'two devices use',
    ],
    [
      'a drive that has a device by its interface',
      '-drive file=/a,if=virtio,id=d -device virtio-blk-pci,drive=d',
      'if=virtio',
    ],
  ])('%s', (_, words, message) => {
    const { notes } = only(read(readQemu, `qemu-system-x86_64 ${words}\n`));
    expect(notes).toMatchObject([
      { rule: 'refused-by-qemu', message: expect.stringContaining(message) },
    ]);
  });

  it('is no node that two devices share', () => {
    const words =
      '-blockdev driver=file,filename=/a,node-name=n -device virtio-blk-pci,drive=n,share-rw=on -device virtio-blk-pci,drive=n,share-rw=on';
    expect(only(read(readQemu, `qemu-system-x86_64 ${words}\n`)).notes).toEqual([]);
  });
});

describe('a -global (7.2, run)', () => {
  const scsi = '-device virtio-scsi-pci';
  it.each([
    ['virtio-blk-pci', 'virtio-blk-pci', '', 'writethrough'],
    ['virtio-blk-pci', 'virtio-blk-device', '', 'writethrough'],
    ['virtio-blk', 'virtio-blk-pci', '', 'writethrough'],
    // An alias is no type.
    ['virtio-blk-pci', 'virtio-blk', '', 'writeback'],
    ['virtio-blk', 'virtio-blk', '', 'writeback'],
    // A sibling is no base.
    ['virtio-blk-pci-non-transitional', 'virtio-blk-pci', '', 'writeback'],
    ['virtio-blk-pci-non-transitional', 'virtio-blk-device', '', 'writethrough'],
    ['virtio-blk-pci', 'virtio-blk-ccw', '', 'writeback'],
    ['scsi-hd', 'scsi-device', scsi, 'writethrough'],
    ['scsi-hd', 'scsi-disk-base', scsi, 'writethrough'],
    ['usb-storage', 'scsi-hd', '', 'writethrough'],
    ['nvme-ns', 'nvme', '-device nvme,serial=x', 'writeback'],
  ])('reaches of a %s what is said of %s', (device, driver, before, cache) => {
    const words = `${drive} ${before} -device ${device},drive=d -global ${driver}.write-cache=off`;
    const [disk] = only(read(readQemu, `qemu-system-x86_64 ${words}\n`)).disks;
    expect(disk?.writeback).toMatchObject({ known: true, value: cache === 'writeback' });
  });

  it('of the device counts more than one of what is inside it, whatever their order', () => {
    const words = `${drive} -device virtio-blk-pci,drive=d -global virtio-blk-pci.write-cache=on -global virtio-blk-device.write-cache=off`;
    expect(summaryOf(readQemu, `qemu-system-x86_64 ${words}\n`)).toBe('d virtio-blk writeback');
  });

  it('reaches disks of libvirt that have no cache mode', () => {
    const domain = (driver: string) => `<domain type='kvm'
      xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0'><name>v</name>
      <os><type arch='x86_64' machine='pc-q35-9.2'>hvm</type></os><devices><disk type='file'>
      <source file='/a'/><target dev='vda' bus='virtio'/></disk></devices><qemu:commandline>
      <qemu:arg value='-global'/><qemu:arg value='${driver}.write-cache=off'/></qemu:commandline></domain>`;
    expect(summaryOf(readLibvirt, domain('virtio-blk-device'))).toContain('writethrough');
    expect(summaryOf(readLibvirt, domain('virtio-blk'))).toContain('writeback');
  });
});

it('devices behind which there are disks that QEMU has no part in are skipped by name', () => {
  const words =
    '-device vhost-scsi-pci,id=s,wwpn=naa.1 -device vhost-user-scsi-pci,chardev=c -device nvdimm,memdev=m';
  expect(summaryOf(readQemu, `qemu-system-x86_64 -drive file=/a ${words}\n`)).toBe(
    'ide0 ide writeback\n-s\n-vhost-user-scsi-pci\n-nvdimm',
  );
});

it('so are those of libvirt', () => {
  const text = `<domain type='kvm'><name>v</name><os><type machine='q35'>hvm</type></os><devices>
    <hostdev mode='subsystem' type='scsi_host'><source protocol='vhost' wwpn='naa.1'/></hostdev>
    <memory model='nvdimm'><source><path>/p</path></source></memory>
    <disk type='file'><source file='/a'/><target dev='vda' bus='virtio'/></disk></devices></domain>`;
  expect(summaryOf(readLibvirt, text)).toBe('vda virtio-blk writeback\n-scsi-host0\n-memory0');
});
