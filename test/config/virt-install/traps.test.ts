import { describe, expect, it } from 'vitest';
import { readers } from '../readers.js';
import { read } from '../reading.js';
import { summaryOf } from '../summary.js';

const installed = (words: string) =>
  summaryOf(readers['virt-install'], `virt-install ${words} --disk /a.img\n`);

describe('the bus of a disk that names none', () => {
  it.each([
    // virtio is older than the newer kind of PC: which of the two it is does not matter then.
    ['--osinfo fedora21', 'vda virtio-blk writeback'],
    ['--os-variant rhel6.4', 'vda virtio-blk writeback'],
    ['--os-variant ubuntutrusty', 'vda virtio-blk writeback'],
    ['--os-variant short-id=debianbuster', 'vda virtio-blk writeback'],
    ['--os-variant rhel5.4', 'disk0 unresolved writeback'],
    ['--os-variant win7', 'disk0 unresolved writeback'],
    ['--os-variant win7 --machine q35', 'sda ahci writeback'],
    ['--osinfo generic --machine pc', 'hda ide writeback'],
    ['--osinfo generic', 'disk0 unresolved writeback'],
    ['--osinfo fedora20 --arch ppc64le', 'vda virtio-blk writeback'],
    // Some machines have no other bus, whatever the system.
    ['--osinfo generic --arch s390x', 'vda virtio-blk writeback'],
    ['--osinfo generic --arch ppc64le', 'vda virtio-blk writeback'],
    ['--arch riscv64 --boot kernel=/k', 'vda virtio-blk writeback'],
    ['--osinfo generic --arch ppc64 --machine mac99', 'disk0 unresolved writeback'],
    ['--osinfo generic --arch armv7l', 'nvram pflash writeback\ndisk0 unresolved writeback'],
  ])('%s', (words, expected) => {
    expect(installed(words)).toBe(expected);
  });

  it.each([
    ['win7', ['ahci', 'ide']],
    ['rhel5.4', ['virtio-blk', 'ahci', 'ide']],
  ])('of %s may be one of %j', (system, values) => {
    const text = `virt-install --osinfo ${system} --disk /a.img\n`;
    const [disk] = read(readers['virt-install'], text).definitions.flatMap(({ disks }) => disks);
    expect(disk?.frontend).toMatchObject({ known: false, values });
  });
});

const start = (words: string) =>
  `virt-install --name n --memory 1 --os-variant debian12 ${words}\n`;

describe('virt-install:', () => {
  it.each([
    ['a file is writeback', '--disk path=/a.img,size=1', 'vda virtio-blk writeback'],
    ['a block device is none and native', '--disk /dev/vg/a', 'vda virtio-blk none aio=native'],
    ['the spelling of old', '--disk path=/a.img,driver_cache=unsafe', 'vda virtio-blk unsafe'],
    [
      'the spelling of XPath',
      '--disk path=/a.img,driver.cache=directsync',
      'vda virtio-blk directsync',
    ],
    [
      'cache and io',
      '--disk path=/a.img,bus=sata,cache=none,io=native',
      'sda ahci none aio=native',
    ],
    ['none', '--disk none', ''],
    ['a CD-ROM', '--disk /a.img,device=cdrom', '-sda'],
    [
      'a path of XML',
      '--disk path=/a.img,xpath.set=./driver/@cache=unsafe',
      'vda virtio-blk unresolved aio=unresolved\n!!passthrough',
    ],
    [
      'a path of XML for the whole domain',
      '--disk path=/a.img --xml ./devices/disk/driver/@cache=unsafe',
      'vda virtio-blk unresolved aio=unresolved\n!!passthrough',
    ],
    [
      'a path of XML for something else',
      '--disk path=/a.img --xml ./@foo=bar',
      'vda virtio-blk writeback\n!!passthrough',
    ],
    [
      'arguments of QEMU',
      '--disk none --qemu-commandline="-drive file=/x,if=virtio,cache=unsafe"',
      'virtio0 virtio-blk unsafe',
    ],
  ])('%s', (_, words, expected) => {
    expect(summaryOf(readers['virt-install'], start(words))).toBe(expected);
  });
});
