import { expect, it } from 'vitest';
import { likeDisks } from '../../src/gate/like-disks.js';
import { diskOf, subjectOf } from './machines.js';

function subject(id: string, driver?: string, site?: string) {
  const of = diskOf(driver, site);
  const disk = { ...of.disk, id };
  return { ...subjectOf(of), disk };
}

it('puts disks together that may be the same, under the same faults', () => {
  const ten = "type='raw' cache='writethrough'";
  const few = 'default:\n  faults: [power-loss]\n';
  const groups = likeDisks([
    subject('a'),
    subject('b', ten),
    subject('c'),
    subject('d', undefined, few),
    { ...subject('e'), disk: { ...subject('e').disk, notation: 'proxmox' } },
  ]);
  expect(groups.map(({ subjects }) => subjects.map(({ disk }) => disk.id))).toEqual([
    ['a', 'c'],
    ['b'],
    ['d'],
    ['e'],
  ]);
  expect(groups[2]?.faults).toEqual(['power-loss']);
  expect(groups[0]?.candidates).toEqual(subject('a').candidates);
});

it('keeps a disk apart that has something standing in the way of a change', () => {
  const at = { file: 'vm.xml', line: 9, column: 1, endColumn: 4 };
  const over = { words: 'write-cache=on', otherwise: false };
  const other = subject('b');
  const writeback = { known: true, value: true, origin: { kind: 'file', at, over } } as const;
  const groups = likeDisks([subject('a'), { ...other, disk: { ...other.disk, writeback } }]);
  expect(groups.map(({ subjects }) => subjects.length)).toEqual([1, 1]);
});
