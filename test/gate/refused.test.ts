import { expect, it } from 'vitest';
import { refusalsOf } from '../../src/gate/refused.js';
import type { ConfigNote } from '../../src/model/vm-disk.js';
import { diskOf, subjectOf } from './machines.js';

const notes = (count: number) =>
  Array.from({ length: count }, (_, index): ConfigNote => {
    const at = { file: 'vm.sh', line: index + 1, column: 1, endColumn: 2 };
    return { rule: 'refused-by-qemu', message: `two drives are virtio number ${index}`, at };
  });

const findings = (count: number) =>
  refusalsOf({ ...subjectOf(diskOf()), machineNotes: notes(count) });

it('a disk repeats only the first reasons why its machine does not start, and counts the rest', () => {
  expect(findings(17).map(({ at }) => at.line)).toEqual(notes(17).map(({ at }) => at.line));
  const many = findings(1_000);
  expect(many).toHaveLength(17);
  expect(many[16]?.title).toBe('two drives are virtio number 16 (and 983 more)');
});
