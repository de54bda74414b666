import { describe, expect, it } from 'vitest';
import { readLibvirt } from '../../../src/config/libvirt/read.js';
import { onlyDisks } from '../../../src/run/definitions/only-disks.js';
import { read } from '../../config/reading.js';

const disk = (name: string, device = 'disk') =>
  `<disk type='file' device='${device}'><source file='/srv/${name}'/><target dev='${name}' bus='virtio'/></disk>`;
const domain = (name: string, ...disks: readonly string[]) =>
  `<domain type='kvm'><name>${name}</name><os><type>hvm</type></os><devices>${disks.join('')}</devices></domain>`;

const one = read(readLibvirt, domain('db', disk('vda'), disk('vdb'), disk('vdc', 'cdrom')));
const several = read(
  readLibvirt,
  domain('web1', disk('vda')) + domain('web2', disk('vda'), disk('vdb')),
);

const left = (...words: readonly string[]) =>
  onlyDisks([one, several], words).flatMap(({ definitions }) =>
    definitions.flatMap(({ name, disks, skipped }) =>
      [...disks, ...skipped].map(({ id }) => `${name} ${id}`),
    ),
  );

describe('some disks', () => {
  it.each<[readonly string[], readonly string[]]>([
    [[], ['db vda', 'db vdb', 'db vdc', 'web1 web1/vda', 'web2 web2/vda', 'web2 web2/vdb']],
    [['vdb'], ['db vdb', 'web2 web2/vdb']],
    [['db/vdb'], ['db vdb']],
    [['web*/vda'], ['web1 web1/vda', 'web2 web2/vda']],
    [['web?/vdb, db/*a'], ['db vda', 'web2 web2/vdb']],
    [
      ['vdb', 'web1/*'],
      ['db vdb', 'web1 web1/vda', 'web2 web2/vdb'],
    ],
    [['!vda,!db/**'], ['web2 web2/vdb']],
    [['vda', '!web*/*'], ['db vda']],
    // Why it is not judged is an answer too.
    [['vdc'], ['db vdc']],
  ])('are named by their ids, and by their machines: %j', (words, disks) => {
    expect(left(...words)).toEqual(disks);
  });

  it('have to be there', () => {
    expect(() => left('db/vdx')).toThrow('--only: no disk is called `db/vdx`');
    expect(() => left('vda', 'vdx')).toThrow('`vdx`');
    expect(() => left('vda', '!vdx')).toThrow('`vdx`');
    expect(() => left('')).toThrow('no disk is called ``');
    expect(() => left('vda', '!*/vda')).toThrow('--only vda,!*/vda leaves no disk');
    expect(() => left('*'.repeat(17))).toThrow('more than 16 stars');
  });

  it('are of the machines that have one of them, with all that is known of these', () => {
    const [file] = onlyDisks([one, several], ['web2/vdb']);
    expect(file?.definitions).toEqual([
      { ...several.definitions[1], disks: several.definitions[1]?.disks.slice(1) },
    ]);
  });
});
