import { describe, expect, it } from 'vitest';
import { readQemu } from '../../../src/config/qemu/read.js';
import { read, shown } from '../reading.js';
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
    ['in another shell', [`a=(${disk})`, 'ssh host "qemu-system-x86_64 ${a[*]}"']],
    ['with each of a list in another', [`a=(${disk})`, 'ssh host "qemu-system-x86_64 ${a[@]}"']],
    ['for another user', ['a=(qemu-system-x86_64 -m 1)', `a+=(${disk})`, 'su vm -c "${a[*]}"']],
    ['for a terminal', [`a=(qemu-system-x86_64 ${disk})`, 'tmux new -d "${a[*]}"']],
    ['for a script of expect', [`a=(qemu-system-x86_64 ${disk})`, 'expect -c "spawn ${a[*]}"']],
    ['run as code', ['c=qemu-system-x86_64', `c="$c ${disk}"`, 'eval "$c"']],
    ['run as code from a list', [`a=(qemu-system-x86_64 ${disk})`, 'eval "${a[@]}"']],
    ['behind a debugger', [`gdb --args $QEMU ${disk}`]],
    ['in a scope', [`systemd-run --scope $QEMU ${disk}`]],
    ['in another namespace', [`unshare -n $QEMU ${disk}`]],
    ['in a container', [`docker run --rm $IMAGE ${disk}`]],
    ['beside a file for input', [`qemu-system-x86_64 ${disk} </dev/null > vm.log`]],
    ['beside two files', [`qemu-system-x86_64 ${disk} <in> vm.log`]],
    ['in arguments that grow', ['set -- -m 1', `set -- "$@" ${disk}`, 'exec kvm "$@"']],
    ['in arguments, in braces', [`set -- ${disk}`, 'exec kvm "${@}"']],
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
    ['in the script’s own arguments', [`set -- "$@" ${disk}`, 'exec "$@"'], found],
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
    expect(ids).toEqual([['virtio0']]);
  });

  it('and what the script’s own arguments are given later changes all of it', () => {
    const lines = [`set -- ${disk}`, 'set -- "$@" -snapshot', 'exec qemu-system-x86_64 "$@"'];
    expect(script(...lines)).toBe('virtio0 virtio-blk unsafe disposable');
  });

  it.each([
    ['in a branch', [`set -- ${disk}`, 'if a; then', 'set -- "$@" -snapshot', 'fi', 'kvm "$@"']],
    ['behind a test', [`set -- ${disk}`, 'a && set -- "$@" -snapshot', 'kvm "$@"']],
    ['in a loop', ['while a; do', `kvm ${disk} "$@"`, 'set -- "$@" -snapshot', 'done']],
    ['by another program', [`set -- ${disk}`, 'start "$@"']],
    ['in a function', [`set -- ${disk}`, 'f() {', 'kvm -snapshot "$@"', '}', 'trap f EXIT']],
    ['in one that is a start', [`set -- ${disk}`, 'f() {', 'kvm -m 1 "$@"', '}', 'trap f EXIT']],
    ['as one word', [`set -- ${disk}`, 'kvm $*']],
  ])('and is not known where it may be: %s', (_, lines) => {
    const { definitions } = read(readQemu, `#!/bin/sh\n${lines.join('\n')}\n`);
    const [open, ...others] = definitions.filter(({ disks }) => disks.length > 0);
    expect(others).toEqual([]);
    expect(open?.disks).toHaveLength(1);
    expect(open?.notes).toMatchObject([{ rule: 'unreadable', ofAllDisks: true }]);
  });

  it('and is named as it is written', () => {
    const text = `#!/bin/sh\nset -- "$@" -m 1\nqemu-system-x86_64 ${disk} "$@"\n`;
    const messages = read(readQemu, text).definitions.flatMap(({ notes }) =>
      notes.map(({ message }) => message),
    );
    expect(messages).toEqual([expect.stringMatching(/^`"\$@"` may add options/)]);
  });

  it('but not by options that are none of disks', () => {
    const lines = [`set -- ${disk}`, 'if a; then', 'set -- "$@" -cpu host', 'fi', 'kvm "$@"'];
    expect(script(...lines)).toBe(found);
  });

  it('nor is it there where they are dropped', () => {
    expect(script('set --', `kvm ${disk} "$@"`)).toBe(found);
  });

  it('and a list in a text of an option is as many words as a shell makes of it', () => {
    const lines = [`a=(quiet ${disk})`, 'qemu-system-x86_64 -append "root=/dev/vda ${a[@]}"'];
    expect(script(...lines)).toBe(found);
    expect(script(lines[0] ?? '', `ssh h ${lines[1]}`)).toBe(found);
    expect(script(lines[0] ?? '', 'qemu-system-x86_64 -append root="x ${a[@]}"')).toBe(found);
  });

  it.each([
    ['a text', "o='-drive|file=/b,if=virtio'"],
    ['a list', "o=('-drive|file=/b,if=virtio')"],
  ])('and is not known where it is split otherwise: %s', (_, value) => {
    const use = value.includes('(') ? '${o[@]}' : '$o';
    const lines = ["IFS='|'", value, `qemu-system-x86_64 ${disk} ${use}`];
    expect(script(...lines)).toBe(`${found}\n!!unreadable`);
  });

  it('but what one command is given to split at is its own', () => {
    expect(script(`o='${disk}'`, 'IFS=: read a', 'qemu-system-x86_64 $o')).toBe(found);
  });

  it('also beside another start', () => {
    const other = `qemu-system-x86_64 ${disk.replace('unsafe', 'none')}`;
    const lines = ['X="qemu-system-x86_64 $A"', `X+=" ${disk}"`, `Y="${other}"`, '$X', '$Y'];
    const { definitions } = read(readQemu, `#!/bin/sh\n${lines.join('\n')}\n`);
    const caches = definitions.flatMap(({ disks }) => disks.map((each) => shown(each.noFlush)));
    expect(caches.sort()).toEqual([false, true]);
  });

  it('and says that an option and its value are not one word', () => {
    expect(script(`a=(${disk})`, 'qemu-system-x86_64 "${a[*]}"')).toBe('!!refused-by-qemu');
  });

  it('and takes nothing behind such a word for its value', () => {
    const lines = ['qemu-system-x86_64 "-drive file=/b.raw,format=raw"', disk];
    expect(script(lines.join(' '))).toBe(`${found}\n!!refused-by-qemu`);
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
