import { describe, expect, it } from 'vitest';
import { readQemu } from '../../../src/config/qemu/read.js';
import { read } from '../reading.js';
import { summaryOf } from '../summary.js';

const script = (...lines: readonly string[]) =>
  summaryOf(readQemu, `#!/bin/bash\n${lines.join('\n')}\n`);

const disk = '-drive file=/a,if=virtio,cache=unsafe';
const found = 'virtio0 virtio-blk unsafe';

describe('a command that a script puts together is read', () => {
  it.each([
    ['with all elements of a list in it', [`a=(${disk})`, 'c="qemu-system-x86_64 ${a[*]}"', '$c']],
    ['with each of them', [`a=(${disk})`, 'c="qemu-system-x86_64 ${a[@]}"', '$c']],
    ['with a list that became a text', [`a=(${disk})`, 'b="${a[*]}"', 'qemu-system-x86_64 $b']],
    ['with more at its end', ['c=qemu-system-x86_64', `c+=" ${disk}"`, '$c']],
    ['behind what starts it, with options', ['Q=$(type -p q)', `sudo -E "$Q" ${disk}`]],
    ['behind another such', ['Q=${Q:-q}', `if ! taskset -c 0-3 $Q -m 4 ${disk}; then x; fi`]],
    ['by a computed name', ['A=$(uname -m)', `nice -n 5 "qemu-system-$A" ${disk}`]],
    [
      'in the script’s own arguments, all of it',
      [`set -- qemu-system-x86_64 ${disk}`, 'exec "$@"'],
    ],
    ['and not where input comes from', [`qemu-system-x86_64 ${disk} < <(echo c)`]],
  ])('%s', (_, lines) => {
    expect(script(...lines)).toBe(found);
  });

  it.each([
    ['run as code', ['c=qemu-system-x86_64', `c="$c ${disk}"`, 'eval "$c"'], found],
    ['in the script’s own arguments', [`set -- "$@" ${disk}`, 'exec "$@"'], found],
    ['in another shell', [`a=(${disk})`, 'ssh host "qemu-system-x86_64 ${a[*]}"'], ''],
    ['made of a list that is not known', ['c="qemu-system-x86_64 ${a[*]}"', 'eval $c'], ''],
    ['from the output of a program', ['qemu-system-x86_64 -readconfig <(make-config)'], ''],
    ['that is named otherwise', ['qemu-system-x86_64 -readconfig file=<(make-config)'], ''],
    ['where somebody has a disk', ['qemu-system-x86_64 ${D:+-drive file=$D}'], ''],
  ])('and what is not known of it is said: %s', (_, lines, disks) => {
    expect(script(...lines)).toBe([disks, '!!unreadable'].filter(Boolean).join('\n'));
  });

  it('and the drives that a script gives to a start of its own arguments', () => {
    const text = `#!/bin/sh\nset -- ${disk} "$@"\nqemu-system-x86_64 -m 1 "$@"\n`;
    const ids = read(readQemu, text).definitions.map(({ disks }) => disks.map(({ id }) => id));
    expect(ids).toEqual([['vm1/virtio0'], []]);
  });

  it('and says that an option and its value are not one word', () => {
    expect(script(`a=(${disk})`, 'qemu-system-x86_64 "${a[*]}"')).toBe('!!refused-by-qemu');
  });

  it('and takes no word of a text for an image', () => {
    const kernel = '-append "root=/dev/vda ${k[*]}"';
    expect(script('k=(quiet console=ttyS0)', `qemu-system-x86_64 ${kernel} ${disk}`)).toBe(found);
  });

  it('and guesses nothing where the script says what stands between elements', () => {
    const drive = '-drive "file=/a,if=virtio,${o[*]}"';
    const lines = ['o=(cache=none aio=native)', `qemu-system-x86_64 ${drive}`];
    expect(script('IFS=,', ...lines)).toBe('virtio0 virtio-blk unresolved aio=unresolved');
  });

  it('and knows what a reader of a page is to fill in', () => {
    const page = [
      'Start it with',
      '',
      'qemu-system-x86_64 -M pc -bios </path/to/OVMF.fd> \\',
      '  -drive file=<your image>,if=virtio,cache=unsafe -cdrom <iso>',
    ].join('\n');
    expect(summaryOf(readQemu, page)).toBe(`${found}\n-ide2`);
  });

  it('and takes what ends the options of another program for no image', () => {
    expect(script(`"$kola" -- "\${a[@]}" ${disk}`)).toBe(`${found}\n!!unreadable`);
  });

  it('and takes no start of a container for one of QEMU', () => {
    const other = '"$RUNTIME" run --device /dev/kvm "$IMAGE" make test';
    expect(script(other, `qemu-system-x86_64 ${disk}`)).toBe(found);
  });

  it('and takes no other program’s device for a disk', () => {
    const other = 'sudo docker run -it --device /dev/kvm $IMAGE -m 5';
    expect(script(other, `qemu-system-x86_64 ${disk}`)).toBe(found);
  });
});

describe('a command line of Proxmox VE', () => {
  const drive = '-drive file=/a,if=none,id=d,cache=none -device virtio-blk-pci,drive=d,id=virtio0';

  it.each(['pve-q35-4.0.cfg', 'pve-q35.cfg', 'pve-usb.cfg'])('has no disks in its %s', (name) => {
    const config = `-readconfig /usr/share/qemu-server/${name}`;
    expect(script(`/usr/bin/kvm ${config} ${drive}`)).toBe('virtio0 virtio-blk none');
  });

  it('may have some in another', () => {
    const config = '-readconfig /usr/share/qemu-server/mine.cfg';
    expect(script(`/usr/bin/kvm ${config} ${drive}`)).toMatch(/!!unreadable$/);
  });
});
