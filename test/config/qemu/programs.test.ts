import { describe, expect, it } from 'vitest';
import { recognise } from '../../../src/config/formats.js';
import { readQemu } from '../../../src/config/qemu/read.js';
import { only, read } from '../reading.js';

describe('a program of QEMU is recognised', () => {
  it.each([
    'LC_ALL=C PATH=/bin HOME=/home/test /usr/bin/qemu -S -M pc -m 214 -hda /dev/vg/a -usb\n',
    'LC_ALL=C \\\nPATH=/bin \\\n/usr/bin/qemu \\\n-name a \\\n-S \\\n-drive file=/dev/vg/a\n',
    'LC_ALL=C /usr/libexec/qemu-kvm -name a -drive file=/dev/vg/a\n',
    '/usr/bin/kvm -id 100 -name a -drive file=/dev/vg/a\n',
    'exec kvm -m 512 -hda /dev/vg/a\n',
    '/usr/bin/kvm\0-name\0a\0-drive\0file=/dev/vg/a\0',
  ])('%j', (text) => {
    expect(recognise(text, '')).toBe('qemu');
    expect(only(read(readQemu, text)).disks.map(({ source }) => source.name)).toEqual([
      '/dev/vg/a',
    ]);
  });

  it.each([
    '#!/bin/sh\ngroupadd -f kvm\nusermod -a -G kvm me\nchmod -R g+rw /dev/kvm\n',
    'This uses qemu and kvm. Give it -m 512 if you can.\n',
    '#!/bin/sh\nqemu-img create -f raw a 1G\nmodprobe kvm\n',
  ])('and not in %j', (text) => {
    expect(recognise(text, '')).toBeNull();
  });
});
