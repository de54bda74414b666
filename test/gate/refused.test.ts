import { expect, it } from 'vitest';
import { eitherOf } from '../../src/gate/either.js';
import { refusalsOf } from '../../src/gate/refused.js';
import type { Runner } from '../../src/gate/runner.js';
import { aroundOf } from '../../src/gate/settings.js';
import type { ConfigNote } from '../../src/model/vm-disk.js';
import { candidates, diskOf, subjectOf } from './machines.js';

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

it('a disk that is refused has the release of QEMU that refuses it', () => {
  const found = diskOf("type='raw' cache='unsafe' io='native'");
  const qemuOn = (...all: readonly [Runner, ...Runner[]]) => {
    const [first, ...others] = all.map((runner) => candidates(found, {}, runner));
    if (first === undefined) throw new Error('no runner');
    const made = eitherOf([first, ...others]);
    expect(made.refused).not.toBe('');
    return aroundOf(subjectOf(found, made))['qemu'];
  };
  const runner: Runner = { release: '9.2', machine: 'newest' };
  expect(qemuOn(runner)).toBe('9.2');
  expect(qemuOn(runner, { ...runner, release: '11.1' })).toBe('9.2 or 11.1');
  const refused = 'QEMU 9.2 has no such machine type';
  expect(qemuOn({ ...runner, version: '9.2', refused })).toBe('9.2');
  // A machine type that never was: no release runs it.
  expect(qemuOn({ ...runner, version: '', refused })).toBe('');
});
