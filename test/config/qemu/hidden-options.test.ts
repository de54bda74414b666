import { describe, expect, it } from 'vitest';
import { readProxmox } from '../../../src/config/proxmox/read.js';
import { readQemu } from '../../../src/config/qemu/read.js';
import { holdsNoDisk } from '../../../src/config/shell/no-disk.js';
import { plainWord } from '../../../src/config/shell/word.js';
import { sourceText } from '../../../src/config/text.js';
import type { ConfigNote } from '../../../src/model/vm-disk.js';
import { only, read } from '../reading.js';
import { summaryOf } from '../summary.js';

const disk = '-drive file=/a,if=none,id=d,cache=none -device virtio-blk-pci,drive=d,id=v';

function notesOf(script: string): readonly ConfigNote[] {
  return read(readQemu, `${script}\n`).definitions.flatMap(({ notes }) => notes);
}

describe('options that only a shell knows', () => {
  it.each([
    ['a word', '"$@"'],
    ['what -set changes', '-set "$WHAT"'],
    ['the id that -set changes', '-set device.$ID.write-cache=off'],
    ['a -global', '-global "$WHAT"'],
    ['the driver of a -global', '-global $DEVICE.write-cache=off'],
    ['the property of a -global', '-global virtio-blk-pci.$KEY=off'],
    ['a file of options', '-readconfig "$FILE"'],
  ])('may change every disk: %s', (_, words) => {
    const notes = notesOf(`qemu-system-x86_64 ${disk} ${words}`);
    expect(notes).toMatchObject([{ rule: 'unreadable', ofAllDisks: true }]);
  });

  it.each([
    ['a value of a -set', `${disk} -set device.v.write-cache=$W`],
    ['a property of something else', `${disk} -global $NIC.romfile=`],
  ])('may change no other disk: %s', (_, words) => {
    expect(notesOf(`qemu-system-x86_64 ${words}`)).toEqual([]);
  });

  it.each([
    ['in a branch', 'KVM=\n[ -e /dev/kvm ] && KVM="-enable-kvm -cpu host"', '$KVM'],
    ['in a list that grows', 'A=(-m 4G)\nif x; then A+=(-nic user); fi', '"${A[@]}"'],
    [
      'in values of a list that grows',
      'A=(-m 4G)\nif x; then A+=(-name "$N" -cdrom "$ISO" -netdev "user,id=n$P,hostfwd=tcp::${P:-22}-:22"); fi',
      '"${A[@]}"',
    ],
    ['of itself', 'A="-m 4G"\nif x; then A="$A -nographic"; fi', '$A'],
    ['of another', 'B="-m 4G"\nif x; then A=$B; else A=; fi', '$A'],
    ['where something else is set', '', '${X:+-daemonize}'],
  ])('are no concern of a disk where the script has none for disks: %s', (_, before, word) => {
    expect(notesOf(`#!/bin/sh\n${before}\nqemu-system-x86_64 ${word} ${disk}`)).toEqual([]);
  });

  it.each([
    ['an option of disks', 'A=\nif x; then A="-global virtio-blk-pci.write-cache=off"; fi', '$A'],
    ['a device that may be a disk', 'A=\nif x; then A="-device $D"; fi', '$A'],
    ['an image', 'A=\nif x; then A=/b.img; fi', '$A'],
    ['a value without quotes', 'A=(-m 4)\nif x; then A+=(-cdrom $ISO); fi', '"${A[@]}"'],
    ['a value of a text', 'A=-s\nif x; then A="-cdrom \\"$ISO\\""; fi', '$A'],
    ['a word of its own', 'A=(-m 4)\nif x; then A+=(-cdrom "$ISO" "$B"); fi', '"${A[@]}"'],
    ['a value that is printed', 'A=(-m 4)\nif x; then A+=(-vnc "$(port)"); fi', '"${A[@]}"'],
    ['what the environment has', 'if x; then A="$A -nographic"; fi', '$A'],
    ['what it reads', 'read A\nif x; then A=-m; fi', '$A'],
    ['what a program prints', 'A=\nif x; then A="-m $(size)"; fi', '$A'],
    ['what another file sets', '. ./settings\nA=\nif x; then A=-nographic; fi', '$A'],
    ['a default', '', '${A:--nographic}'],
  ])('are one where it may have: %s', (_, before, word) => {
    const notes = notesOf(`#!/bin/sh\n${before}\nqemu-system-x86_64 ${word} ${disk}`);
    expect(notes).toMatchObject([{ rule: 'unreadable', ofAllDisks: true }]);
  });

  it('are one in two variables of which each is made of the other', () => {
    const before = 'if x; then A="$B"; else A="-drive file=/b.img"; fi\nB="$A"';
    const text = `#!/bin/sh\n${before}\nqemu-system-x86_64 $A ${disk}\nqemu-system-x86_64 $B ${disk}`;
    const found = read(readQemu, text).definitions.map(({ notes }) => notes);
    expect(found).toMatchObject([[{ ofAllDisks: true }], [{ ofAllDisks: true }]]);
  });

  it('are asked about for each program by itself', () => {
    const text = '#!/bin/sh\nA=\nif x; then A="--disk /b.img"; fi\n';
    const source = sourceText('run.sh', `${text}$A`);
    const word = plainWord('$A', text.length);
    expect(holdsNoDisk(source, word, /-drive/)).toBe(true);
    expect(holdsNoDisk(source, word, /--disk/)).toBe(false);
  });

  it.each([
    ['a device of which only the drive is known', `-device $KIND,drive=x`, 'unsafe'],
    ['options that cannot be read', '"$@"', 'unresolved\n!!unreadable'],
    ['a device that is a variable', '-device "$D"', 'unresolved'],
  ])('leave a drive to %s', (_, words, cache) => {
    const text = `qemu-system-x86_64 -drive file=/a,if=none,id=x,cache=unsafe ${words}\n`;
    expect(summaryOf(readQemu, text)).toBe(`x unresolved ${cache}`);
  });

  it('leave a node to them too, and not what is a CD-ROM or only read', () => {
    const text = `qemu-system-x86_64 "$@" -blockdev driver=file,filename=/a,node-name=n \\
      -drive if=none,id=c,media=cdrom,file=/c -drive if=none,id=r,readonly=on,file=/r\n`;
    expect(summaryOf(readQemu, text)).toBe('n unresolved unresolved\n-c\n-r\n!!unreadable');
  });
});

describe('a script that calls qm', () => {
  const notes = (text: string) => only(read(readProxmox, text)).notes;

  it.each([
    ['words', 'qm create 100 --scsi0 local:1 "$@"'],
    ['words under a condition', 'qm create 100 ${D:+-scsi1 local:1,cache=unsafe} --scsi0 local:1'],
    ['a clone', 'qm clone 9000 100 --full\nqm set 100 --scsi0 local:1'],
    ['a backup', 'qmrestore /backup.vma 100\nqm set 100 --scsi0 local:1'],
    ['one over a VM', 'qm create 100 --scsi0 local:1\nqmrestore /backup.vma 100 --force'],
    ['args', 'qm create 100 --scsi0 local:1 --args "-device \'open"'],
  ])('says what nobody can read: %s', (_, text) => {
    expect(notes(`${text}\n`)).toMatchObject([{ rule: 'unreadable', ofAllDisks: true }]);
  });

  it('says nothing of what is no drive', () => {
    const text = 'qm create 100 --net$N virtio,bridge=$B --memory $M --scsi0 local:1\n';
    expect(notes(text)).toEqual([]);
    const of =
      '#!/bin/sh\nCPU=\nif x; then CPU="-cpu host"; fi\nqm create 100 $CPU --scsi0 local:1\n';
    expect(notes(of)).toEqual([]);
  });

  it.each([
    ['to another host', 'ssh pve "qm set 100 --scsi1 local:2,cache=unsafe"'],
    ['in a here-document', 'ssh pve <<EOF\nqm set 100 --scsi1 local:2,cache=unsafe\nEOF'],
  ])('may give the call %s, in its place', (_, call) => {
    const before = 'qm create 100 --scsihw virtio-scsi-pci --scsi0 local:1';
    const text = `#!/bin/sh\n${before}\n${call}\nqm set 100 --delete scsi0\n`;
    expect(summaryOf(readProxmox, text)).toBe('scsi1 virtio-scsi unsafe aio=io_uring');
  });

  it('gives args that begin with a dash to QEMU', () => {
    const text = 'qm create 100 -args "-drive file=/x,if=virtio,cache=unsafe" -scsi0 local:1\n';
    expect(summaryOf(readProxmox, text)).toBe(
      'scsi0 scsi none aio=io_uring\nvirtio0 virtio-blk unsafe',
    );
  });

  it('guesses nothing of a drive that is one variable', () => {
    expect(summaryOf(readProxmox, 'qm create 100 -scsi0 "$DISK"\n')).toBe(
      'scsi0 scsi unresolved aio=unresolved',
    );
  });
});

describe('args of Proxmox VE', () => {
  const old = 'machine: pc-q35-9.0\nvirtio0: local:1,cache=none\n';

  it('change the drives that it makes, where it makes -drive', () => {
    const set = `args: -set drive.drive-virtio0.cache=unsafe\n`;
    expect(summaryOf(readProxmox, set + old)).toBe('virtio0 virtio-blk unsafe aio=io_uring');
    expect(summaryOf(readProxmox, `${set}virtio0: local:1\n`)).toBe(
      'virtio0 virtio-blk none aio=io_uring\n!!refused-by-qemu',
    );
  });

  it('change other settings of these, or say that they do', () => {
    const args = '-set drive.drive-virtio0.aio=threads -set drive.drive-virtio0.werror=ignore';
    expect(summaryOf(readProxmox, `args: ${args}\n${old}`)).toBe(
      'virtio0 virtio-blk none !write-errors-ignored',
    );
    const other = 'args: -set drive.drive-virtio0.file=/b\n';
    expect(summaryOf(readProxmox, other + old)).toBe(
      'virtio0 virtio-blk none aio=io_uring !unreadable',
    );
  });

  it('drop everything with -snapshot', () => {
    expect(summaryOf(readProxmox, `args: -snapshot\n${old}`)).toBe(
      'virtio0 virtio-blk unsafe disposable',
    );
  });

  it('know of drives that there are not', () => {
    expect(summaryOf(readProxmox, 'sata6: local:1\nscsi31: local:1\nvirtio0: local:1\n')).toBe(
      'virtio0 virtio-blk none aio=io_uring\n!!no-effect',
    );
  });
});
