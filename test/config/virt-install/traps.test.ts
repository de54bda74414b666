import { describe, expect, it } from 'vitest';
import { readers } from '../readers.js';
import { summaryOf } from '../summary.js';

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
