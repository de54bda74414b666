import { expect, it } from 'vitest';
import { readQemu } from '../../../src/config/qemu/read.js';
import { read } from '../reading.js';
import { secondsOfWork } from '../work.js';

const start = 'qemu-system-x86_64 -drive file=/a.img,if=virtio,cache=none,format=raw\n';

function notesOf(text: string): readonly string[] {
  const { definitions } = read(readQemu, `#!/bin/bash\n${start}${text}\n`);
  return definitions
    .flatMap(({ notes }) => notes)
    .filter(({ rule, ofAllDisks }) => rule === 'unreadable' && ofAllDisks === true)
    .map(({ message, at }) => `${at.line}:${at.column} ${message}`);
}

it.each([
  ['firectl --kernel=vmlinux --root-drive=/x.ext4', 'firectl', '3:1'],
  ['incus config device add v1 data disk source=/dev/sdb io.cache=unsafe', 'incus', '3:1'],
  ['  sudo lxc launch ubuntu:22.04 v --vm', 'lxc', '3:8'],
  ['crosvm run --block path=/x.img', 'crosvm', '3:1'],
  ['X=1 /usr/bin/crosvm --log-level debug run --block path=/x.img', 'crosvm', '3:14'],
  ['if true; then quickemu --vm a.conf; fi', 'quickemu', '3:15'],
  ['vfkit \\\n  --device virtio-blk,path=/x', 'vfkit', '3:1'],
  ['true && xl create vm.cfg', 'xl', '3:9'],
])('another program beside QEMU starts a machine that is not read: %s', (text, name, place) => {
  expect(notesOf(text)).toEqual([`${place} what \`${name}\` starts or changes here is not read`]);
});

it.each([
  '# crosvm run --block path=/x.img',
  'echo "see crosvm run --block path"',
  'apt-get install quickemu --vm',
  'incus launch images:debian/12 c1',
  'incus config device add c1 eth0 nic',
  'which firectl',
  'cp crosvm.sh run ',
])('and what starts no machine with a disk is none: %s', (text) => {
  expect(notesOf(text)).toEqual([]);
});

it('a text full of names of programs takes no long time', () => {
  const started = secondsOfWork();
  notesOf(`echo ${'xl a '.repeat(30_000)}`);
  expect(secondsOfWork() - started).toBeLessThan(4);
});
