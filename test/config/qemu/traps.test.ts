import { describe, expect, it } from 'vitest';
import { readQemu } from '../../../src/config/qemu/read.js';
import { bareContext } from '../../../src/config/reader.js';
import { sourceText } from '../../../src/config/text.js';
import { summaryOf } from '../summary.js';

describe('a QEMU command line', () => {
  it.each([
    [
      'has JSON between apostrophes',
      `-blockdev "{'driver':'file','filename':'a','node-name':'f','cache':{'no-flush':true}}" -device "{'driver':'virtio-blk-pci','drive':'f'}"`,
      'f virtio-blk unsafe',
    ],
    [
      "has a distribution's name of pc",
      '-machine ubuntu,accel=kvm -drive file=a',
      'ide0 ide writeback',
    ],
    ["has a distribution's name of q35", '-M ubuntu-q35 -drive file=a', 'ide0 ahci writeback'],
    ['has an old name of RHEL', '-M rhel5.4.0 -drive file=a', 'ide0 ide writeback'],
    [
      'has a machine that is not known here, whose default interface may be any',
      '-M vendor-board -drive file=a,cache=unsafe',
      'drive0 unresolved unsafe',
    ],
    [
      'has a device whose drive options may define that nobody can read',
      '"$@" -device virtio-blk-pci,drive=hd0',
      'hd0 virtio-blk unresolved aio=unresolved\n!!unreadable',
    ],
    [
      'has a device that is not known here, with a drive of its own',
      '-drive file=a,if=none,id=d,cache=unsafe -device ufs-lu,drive=d,lun=0',
      'd other unsafe',
    ],
    [
      'has a device whose drive is a variable',
      '-device virtio-blk-pci,drive=$D',
      'virtio-blk-pci virtio-blk unresolved aio=unresolved',
    ],
    [
      'has a device whose drive is missing',
      '-device virtio-blk-pci,drive=hd0',
      '-hd0\n!!refused-by-qemu',
    ],
    ['has a board without disks', '-M vexpress-a9 -drive file=a', '-none0'],
    ['shows a folder, which takes no write', '-drive file=fat:/srv,if=virtio', '-virtio0'],
    [
      'shows a folder to which the guest may write',
      '-drive file=fat:32:rw:/srv,format=raw,if=virtio',
      'virtio0 virtio-blk writeback',
    ],
    [
      'shows a folder by the driver, which takes no write',
      '-blockdev driver=vvfat,dir=/srv,node-name=n -device virtio-blk-pci,drive=n',
      '-n',
    ],
    [
      'shows a folder by the driver to which the guest may write',
      '-blockdev driver=vvfat,dir=/srv,rw=on,node-name=n -device virtio-blk-pci,drive=n',
      'n virtio-blk writeback',
    ],
    [
      'shows a folder of which a variable decides',
      '-drive file=fat:$MODE/srv,if=virtio',
      'virtio0 virtio-blk writeback',
    ],
    [
      'shows a folder, with an overlay that is thrown away',
      '-drive file=fat:/srv,snapshot=on,if=virtio',
      'virtio0 virtio-blk unsafe disposable',
    ],
  ])('%s', (_, words, expected) => {
    expect(summaryOf(readQemu, `qemu-system-x86_64 ${words}\n`)).toBe(expected);
  });
});

it.each([
  [
    'Jinja',
    '{% if kvm %}\nKVM=on\n{% endif %}\nqemu-system-x86_64 \\\n{% if kvm %}\n  -enable-kvm \\\n{% endif %}\n  -drive file={{ path }},if=virtio,cache={{ cache }}\n',
    'virtio0 virtio-blk unresolved',
  ],
  [
    'Go, in quotes',
    "qemu-system-x86_64 -drive 'file={{ .Path }},if=virtio,cache={{ .Cache }}'\n",
    'virtio0 virtio-blk unresolved',
  ],
  [
    'a choice within a word',
    'qemu-system-x86_64 -drive file=a,if=virtio,cache={% if x %}none{% else %}unsafe{% endif %}\n',
    'virtio0 virtio-blk unresolved',
  ],
  [
    'a comment',
    'qemu-system-x86_64 -drive file=a,if=virtio {# the system #}\n',
    'virtio0 virtio-blk writeback',
  ],
])('a script that %s fills in has unknown values', (_, text, expected) => {
  expect(summaryOf(readQemu, `#!/bin/sh\n${text}`)).toBe(expected);
});

describe('a mistake in a script', () => {
  const call = 'qemu-system-x86_64 -drive file=a,if=virtio,cache=none\n';

  it('behind all machines is told, and hides none', () => {
    expect(summaryOf(readQemu, `#!/bin/sh\n${call}echo "done\n`)).toBe(
      'virtio0 virtio-blk none\n!!unreadable',
    );
  });

  it.each([
    ['in a machine', '#!/bin/sh\nqemu-system-x86_64 -drive "file=a,if=virtio\n'],
    ['before a machine', `#!/bin/sh\n${call}echo "start\n${call}`],
    ['in the second machine', `#!/bin/sh\n${call}qemu-system-x86_64 -drive 'file=b\n`],
  ])('%s is a mistake of the file', (_, text) => {
    expect(readQemu(sourceText('a', text), bareContext)).toMatchObject({
      diagnostics: [{ message: 'this quote is not closed' }],
    });
  });
});

it.each([
  ['asks for help', '#!/bin/sh\nqemu-system-x86_64 -device help\n'],
  ['is named in a sentence', 'As Qemu listens with the\nqemu-system-arm command line option -S.\n'],
  ['is named before an apostrophe', "Run\nqemu-system-arm, which doesn't do it.\n"],
])('%s: no machine', (_, text) => {
  expect(readQemu(sourceText('a', text), bareContext)).toMatchObject({ isForeign: true });
});
