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

  const arguments_ = '"-drive", "file=/a,if=virtio,cache=unsafe"';

  it.each([
    [
      'Compose, of lines',
      'services:\n  vm:\n    entrypoint: qemu-system-x86_64 -m 1G\n    image: x\n    command: -drive file=/a,if=virtio,cache=unsafe\n',
    ],
    [
      'Compose, before the program',
      `services:\n  vm:\n    command: [${arguments_}]\n\n    entrypoint: ["qemu-system-x86_64"]\n`,
    ],
    [
      'Compose, of lists over lines',
      'services:\n  vm:\n    entrypoint:\n      - qemu-system-x86_64\n    command:\n      # the disk\n      - -drive\n      - file=/a,if=virtio,cache=unsafe\n',
    ],
    [
      'Compose in one line',
      "services: {vm: {entrypoint: [qemu-system-x86_64], command: [-drive, 'file=/a,if=virtio,cache=unsafe']}}\n",
    ],
    [
      'Kubernetes',
      `containers:\n  - name: a\n    command: ["qemu-system-x86_64"]\n    args: [${arguments_}]\n  - name: b\n    args: [-hdb, b]\n`,
    ],
    [
      'Kubernetes, first in an item',
      `containers:\n  - args: [-hdb, b]\n  - args: [${arguments_}]\n    command: ["qemu-system-x86_64"]\n`,
    ],
    ['JSON', `{"command": ["qemu-system-x86_64"], "args": [${arguments_}]}\n`],
    ['a Dockerfile', `FROM x\nENTRYPOINT ["qemu-system-x86_64"]\nCMD [${arguments_}]\n`],
  ])('arguments beside the program are its own: %s', (_, text) => {
    expect(recognise(text, '')).toBe('qemu');
    expect(summaryOf(readQemu, text)).toBe('virtio0 virtio-blk unsafe');
  });

  it('arguments that a template fills in are told', () => {
    const text = 'command: ["qemu-system-x86_64", "-hda", "a"]\nargs: "{{ more }}"\n';
    expect(summaryOf(readQemu, text)).toBe('ide0 ide writeback\n!!unreadable');
  });

  it('arguments of another container are none', () => {
    const text =
      'services:\n  vm:\n    entrypoint: [qemu-system-x86_64, -hda, a]\n  w:\n    command: [-hdb, b]\n';
    expect(summaryOf(readQemu, text)).toBe('ide0 ide writeback');
  });

  it('a text beside a list is a command too', () => {
    const text = `{"a": ["qemu-system-x86_64", "-hda", "a"],\n "command": "qemu-system-x86_64 -hdb \\"b\\""}\n`;
    const disks = read(readQemu, text).definitions.map((machine) =>
      machine.disks.map(({ id }) => id),
    );
    expect(disks).toEqual([['vm1/ide0'], ['vm2/ide1']]);
    expect(
      summaryOf(readQemu, '{"a": ["qemu-system-x86_64", "-hda", "a"], "b": "the qemu-kvm -hdb"}\n'),
    ).toBe('ide0 ide writeback');
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
