import { describe, expect, it } from 'vitest';
import { recognise } from '../../../src/config/formats.js';
import { readQemu } from '../../../src/config/qemu/read.js';
import { only, read } from '../reading.js';
import { summaryOf } from '../summary.js';

describe('arguments in a list:', () => {
  it.each([
    [
      "a Dockerfile's CMD",
      'FROM debian\nRUN apt-get install -y qemu-system-x86\nCMD ["qemu-system-x86_64", "-drive", "file=/a,if=virtio,cache=unsafe", \\\n  "-m", "1G"]\n',
      'virtio0 virtio-blk unsafe',
    ],
    [
      "a Dockerfile's CMD for a shell",
      'FROM debian\nENTRYPOINT exec 2>&1\nCMD qemu-system-x86_64 \\\n  -drive file=/a,if=virtio,cache=directsync\n',
      'virtio0 virtio-blk directsync',
    ],
    [
      'a list of Compose, with a variable of its own',
      'services:\n  vm:\n    command:\n      - qemu-system-x86_64\n      # the disk\n      - -drive\n      - "file=/a,if=virtio,cache=${MODE}"\n      - -hdb\n      - b.img # another\n    image: x\n',
      'virtio0 virtio-blk unresolved\nide1 ide writeback',
    ],
    [
      'a list of Compose in one line',
      "services: {vm: {command: [qemu-system-x86_64, -drive, 'file=/a,if=virtio,cache=none']}}\n",
      'virtio0 virtio-blk none',
    ],
    [
      'a line of Compose',
      'services:\n  vm:\n    command: qemu-system-x86_64 -drive file=/a,if=virtio,cache=none\n',
      'virtio0 virtio-blk none',
    ],
    [
      'JSON, with JSON in it',
      '{"argv": ["/usr/bin/qemu-system-x86_64", "-blockdev", "{\\"driver\\":\\"file\\",\\"filename\\":\\"a\\",\\"node-name\\":\\"n\\",\\"cache\\":{\\"no-flush\\":true}}", "-device", "virtio-blk-pci,drive=n"]}\n',
      'n virtio-blk unsafe',
    ],
    [
      'a unit of systemd',
      '[Service]\nExecStartPre=/bin/true\nExecStart=/usr/bin/qemu-system-x86_64 \\\n  -drive file=/a,if=virtio,cache=${MODE} \\\n  -hdb "/b c"\n',
      'virtio0 virtio-blk unresolved\nide1 ide writeback',
    ],
  ])('%s', (_, text, expected) => {
    expect(recognise(text, '')).toBe('qemu');
    expect(summaryOf(readQemu, text)).toBe(expected);
  });

  it('has places behind escapes', () => {
    const text = '["qemu-system-x86_64",\n "-drive", "file=\\"a\\",if=virtio,cache=unsafe"]\n';
    const [disk] = only(read(readQemu, text)).disks;
    expect(disk?.noFlush.origin).toMatchObject({ kind: 'file', at: { line: 2, column: 40 } });
  });

  it('that an expression makes is none', () => {
    expect(() => read(readQemu, '["qemu-system-x86_64", "-hda", "a.img"] + more(\n')).not.toThrow();
    expect(() => read(readQemu, '["qemu-system-x86_64", "-hda" f("a.img")]\n')).toThrow(/no QEMU/);
  });
});

it('leaves alone what a here-string holds', () => {
  const text =
    "#!/bin/sh\ntee run.sh <<< 'exec qemu-system-x86_64 -hda a.img'\nqemu-system-x86_64 -hdb b\n";
  expect(summaryOf(readQemu, text)).toBe('ide1 ide writeback');
});
