import { expect, it } from 'vitest';
import { readLibvirt } from '../../src/config/libvirt/read.js';
import type { ReadConfigs } from '../../src/run/definitions/read-configs.js';
import { notesOf } from '../../src/run/gate/gate.js';
import { read } from '../config/reading.js';

const lun = (
  name: string,
) => `<domain type='kvm'><name>${name}</name><os><type>hvm</type></os><devices>
  <disk type='block' device='lun'><driver name='qemu' type='raw'/><source dev='/dev/sdb'/>
  <target dev='sda' bus='scsi'/></disk></devices></domain>`;

const messages = (...names: readonly string[]) => {
  const files = names.map((name) => read(readLibvirt, lun(name)));
  return notesOf({ files } as unknown as ReadConfigs).map(({ message }) => message.slice(0, 16));
};

it('a note names its disk where several machines are judged', () => {
  expect(messages('a')).toEqual(['device=lun: the ']);
  expect(messages('a', 'b')).toEqual(['a/sda: device=lu', 'b/sda: device=lu']);
});
