import { expect, it } from 'vitest';
import { findQemuCommands } from '../../../src/config/qemu/commands.js';
import { sourceText } from '../../../src/config/text.js';

const qemu = 'qemu-system-x86_64 -m 1 -hda /a';

/** Lines in which machines are started. */
function startsIn(...lines: readonly string[]): readonly number[] {
  const source = sourceText('vm.sh', ['#!/bin/bash', ...lines].join('\n'));
  const lineOf = (at: number) => source.text.slice(0, at).split('\n').length;
  return findQemuCommands(source).calls.map(({ at }) => lineOf(at.start));
}

it.each([
  ['a function', ['run() {', 'info "$@"', '"$@"', '}', `run ${qemu}`], [4]],
  [
    'a list',
    [`cmd=(${qemu})`, 'info "${cmd[@]}"', 'tmux new -d "${cmd[@]}"', 'log "${cmd[@]}"'],
    [4],
  ],
  ['options', ['o="-hda /a"', 'info qemu-system-x86_64 $o', 'qemu-system-x86_64 $o'], [4]],
])('what a command that is not known gets is what another starts: %s', (_, lines, expected) => {
  expect(startsIn(...lines)).toEqual(expected);
});

it('it may be the only one that starts it', () => {
  expect(startsIn('. lib', 'run() { launch "$@"; }', `run ${qemu}`)).toEqual([4]);
  expect(startsIn(`cmd=(${qemu})`, 'info "${cmd[@]}"', 'launch "${cmd[@]}"')).toEqual([4]);
});

it('other words are another machine', () => {
  expect(startsIn(`info ${qemu}`, qemu)).toEqual([2, 3]);
  expect(startsIn('o="-hda /a"', 'launch qemu-kvm $o', 'qemu-kvm $o -hdb /b')).toEqual([3, 4]);
});
