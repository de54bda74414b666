import { describe, expect, it } from 'vitest';
import { recognise } from '../../../src/config/formats.js';
import { readQemu } from '../../../src/config/qemu/read.js';
import { bareContext } from '../../../src/config/reader.js';
import { sourceText } from '../../../src/config/text.js';
import { only, read } from '../reading.js';

describe('a program of QEMU is recognised', () => {
  it.each([
    'LC_ALL=C PATH=/bin HOME=/home/test /usr/bin/qemu -S -M pc -m 214 -hda /dev/vg/a -usb\n',
    'LC_ALL=C \\\nPATH=/bin \\\n/usr/bin/qemu \\\n-name a \\\n-S \\\n-drive file=/dev/vg/a\n',
    'LC_ALL=C /usr/libexec/qemu-kvm -name a -drive file=/dev/vg/a\n',
    '/usr/bin/kvm -id 100 -name a -drive file=/dev/vg/a\n',
    'exec kvm -m 512 -hda /dev/vg/a\n',
    '/usr/bin/kvm\0-name\0a\0-drive\0file=/dev/vg/a\0',
    '/usr/bin/kvm-spice -name a -M pc-0.12 -drive file=/dev/vg/a,if=none,id=d -device ide-hd,drive=d\n',
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

it('options on lines of their own are one command, with and without a program', () => {
  const options = '-name a\n-blockdev driver=file,filename=/a,node-name=n\n-device nvme,drive=n\n';
  for (const text of [options, `/usr/bin/kvm\n${options}`]) {
    expect(recognise(text, '')).toBe('qemu');
    expect(only(read(readQemu, text)).disks.map(({ id }) => id)).toEqual(['n']);
  }
});

it("the variables of Proxmox VE's firmware without an EFI disk are disposable", () => {
  const flash = (file: string) =>
    `/usr/bin/kvm -drive if=pflash,unit=1,format=raw,id=drive-efidisk0,file=${file}\n`;
  const isKept = (file: string) =>
    only(read(readQemu, flash(file))).disks.map(({ disposable }) => disposable === '');
  expect(isKept('/tmp/100-ovmf.fd')).toEqual([false]);
  expect(isKept('/run/qemu-server/efidisk/100-ovmf.fd')).toEqual([false]);
  expect(isKept('/srv/tmp/100-ovmf.fd')).toEqual([true]);
});

describe('what is no start of QEMU:', () => {
  it.each([
    'RUN apt-get install -y -q \\\n    qemu-utils qemu-system-misc qemu-system-mips qemu-system-ppc\n',
    'deps:\n\tapt install -y libseccomp-dev qemu-system-x86 gnupg2 flex\n',
    '#!/bin/sh\nsudo dnf -y install qemu-kvm -x virt-manager -m 4\n',
    'packages:\n  - qemu-system-x86\n  - libvirt-daemon\n  - bridge-utils\n',
    'docker run --device /dev/kvm -m 4g image\n',
    'args:\n  - "--device"\n  - "cpu"\n',
  ])('%j', (text) => {
    expect(readQemu(sourceText('file', text), bareContext)).toMatchObject({ isForeign: true });
  });

  it.each([
    'qemu-system-x86_64 disk.img\n',
    'kvm -m 512 disk\n',
    'qemu-system-x86_64 $DIR/a.img\n',
  ])('but %j is one', (text) => {
    expect(only(read(readQemu, text)).disks).toHaveLength(1);
  });

  it('a document of YAML with options for something else is not recognised', () => {
    expect(recognise('---\nargs:\n  - "--device"\n  - "cpu"\n', 'a.yaml')).toBeNull();
  });
});

it('notes below a start of QEMU are no start of their own', () => {
  const text = 'qemu-system-x86_64 -hda /a\n\nnotes() {\n  -device scsi-hd,drive=b\n}\n';
  expect(only(read(readQemu, text)).disks.map(({ id }) => id)).toEqual(['ide0']);
});

it('a word of another program may have the name of one', () => {
  const text = 'trace-cmd record -e kvm \\\n  /usr/libexec/qemu-kvm -m 1G -hda /a\n';
  expect(only(read(readQemu, text)).disks.map(({ source }) => source.name)).toEqual(['/a']);
});

describe('another program in the place of the one that a variable names is no start of its own:', () => {
  const script = (other: string) =>
    `#!/bin/bash
QEMU=/usr/bin/qemu-system-x86_64
while :; do case "$1" in -q) QEMU${other}; shift 2 ;; *) break ;; esac; done
"$QEMU" -drive if=virtio,file=/a.raw,cache=none,format=raw
`;

  it.each(['=$2', '="$2"', '="${2}"', '=$OPTARG'])('QEMU%s', (other) => {
    const { disks, notes } = only(read(readQemu, script(other)));
    expect([disks.map(({ id }) => id), notes]).toEqual([['virtio0'], []]);
  });

  it.each(['+=" $2"', '="$QEMU $2"', '="$(cat options)"'])('but QEMU%s may add disks', (other) => {
    const { definitions } = read(readQemu, script(other));
    const rules = definitions.flatMap(({ notes }) => notes.map(({ rule }) => rule));
    expect(rules).toContain('unreadable');
  });
});
