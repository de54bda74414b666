import { expect, it } from 'vitest';
import { readQemu } from '../../../src/config/qemu/read.js';
import { only, read } from '../reading.js';

const device = '-device virtio-blk-pci,drive=top';

function notesOf(words: string): readonly string[] {
  const { notes } = only(read(readQemu, `${words}\n`));
  return notes.map(({ rule, message }) => `${rule}: ${message}`);
}

it.each([
  ['a format', '-blockdev driver=qcow2,node-name=top,file=nope', '`nope`'],
  ['JSON', `-blockdev '{"driver":"raw","node-name":"top","file":"nope"}'`, '`nope`'],
  [
    'a backing file',
    '-blockdev driver=qcow2,node-name=top,file.driver=file,file.filename=a,backing=b',
    '`b`',
  ],
  [
    'a child within',
    '-blockdev driver=throttle,throttle-group=t,node-name=top,file.driver=raw,file.file=p',
    '`p`',
  ],
])('a node that is defined nowhere is refused: %s', (_, nodes, name) => {
  expect(notesOf(`qemu-system-x86_64 ${nodes} ${device}`)).toContain(
    `refused-by-qemu: there is no node ${name}: QEMU does not start`,
  );
});

it.each([
  [
    'a node',
    '-blockdev driver=file,filename=a,node-name=p -blockdev driver=raw,node-name=top,file=p',
  ],
  [
    'a later node',
    '-blockdev driver=raw,node-name=top,file=p -blockdev driver=file,filename=a,node-name=p',
  ],
  ['a drive', '-drive file=a,if=none,id=p -blockdev driver=raw,node-name=top,file=p'],
  [
    'no backing file',
    `-blockdev '{"driver":"qcow2","node-name":"top","backing":null,"file":{"driver":"file","filename":"a"}}'`,
  ],
  [
    'a path below the driver',
    '-blockdev driver=iscsi,transport=tcp,portal=h,target=iqn.2020-01.x:y,node-name=top',
  ],
  ['a name that is not known', '-blockdev driver=raw,node-name=top,file=$NODE'],
  ['nodes that are not known', '$MORE -blockdev driver=raw,node-name=top,file=p'],
])('but not where it is %s', (_, nodes) => {
  expect(notesOf(`qemu-system-x86_64 ${nodes} ${device}`).join()).not.toContain('there is no node');
});

it.each([
  ['-blockdev driver=file,node-name=top', 'file'],
  ['-blockdev driver=qcow2,node-name=top,file.driver=host_device', 'host_device'],
  ['-drive driver=qcow2,file.driver=file,if=none,id=top', 'file'],
])('a driver of files needs the name of one: %s', (nodes, driver) => {
  const { disks } = only(read(readQemu, `qemu-system-x86_64 ${nodes} ${device}\n`));
  expect(disks.flatMap(({ notes }) => notes)).toMatchObject([
    {
      rule: 'refused-by-qemu',
      message: `the driver \`${driver}\` has no file name: QEMU does not start`,
    },
  ]);
});

it.each([
  '-drive file=a,driver=qcow2,file.driver=file,if=none,id=top',
  '-drive file=a,format=raw,if=none,id=top',
  '-blockdev driver=file,filename=$A,node-name=top',
  '-blockdev driver=file,node-name=top,$MORE',
])('it has one in %s', (nodes) => {
  const { disks } = only(read(readQemu, `qemu-system-x86_64 ${nodes} ${device}\n`));
  expect(JSON.stringify(disks)).not.toContain('no file name');
});
