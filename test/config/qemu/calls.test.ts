import { describe, expect, it } from 'vitest';
import { readQemu } from '../../../src/config/qemu/read.js';
import { cacheOf } from '../../../src/report/config/config-json.js';
import { only, read } from '../reading.js';
import { summaryOf } from '../summary.js';

const script = (...lines: readonly string[]) =>
  summaryOf(readQemu, `#!/bin/bash\n${lines.join('\n')}\n`);

const at = (line: number, column: number) => ({ origin: { at: { line, column } } });

/** The cache of each machine's only disk. */
const machines = (...lines: readonly string[]) =>
  read(readQemu, `#!/bin/bash\n${lines.join('\n')}\n`).definitions.map(({ disks }) =>
    disks.map(cacheOf).join(),
  );

const add = 'add() { A+=(-drive "file=$1,format=raw,if=virtio,cache=${2:-none}"); }';
const start = 'qemu-system-x86_64 "${A[@]}"';
const unsafe = 'virtio0 virtio-blk unsafe';
const none = 'virtio1 virtio-blk none';

describe('a function that adds disks', () => {
  it.each([
    ['is read for each call', [add, 'add /a unsafe', 'add /b', start]],
    ['is called by another', [add, 'all() { add /a unsafe; add /b; }', 'all', start]],
    ['is written behind what calls it', ['all() { add /a unsafe; add /b; }', add, 'all', start]],
    [
      'is called by what starts it',
      ['main() { add /a unsafe; add /b', start, '}', add, 'main "$@"'],
    ],
    [
      'has a name for each argument',
      [
        add.replace('A+=', 'local f="$1"; A+=').replace('$1,', '$f,'),
        'add /a unsafe',
        'add /b',
        start,
      ],
    ],
    [
      'takes the first away',
      [
        'add() { local f="$1"; shift; A+=(-drive "file=$f,format=raw,if=virtio,cache=${1:-none}"); }',
        'add /a unsafe',
        'add /b',
        start,
      ],
    ],
    [
      'adds to a text',
      [
        'add() { A="$A -drive file=$1,format=raw,if=virtio,cache=${2-none}"; }'.replace(
          '{2-',
          '{2:-',
        ),
        'A="-m 1"',
        'add /a unsafe',
        'add /b',
        'qemu-system-x86_64 $A',
      ],
    ],
    [
      'has another for its default',
      [add.replace('none', '$C'), 'C=none', 'add /a unsafe', 'add /b', start],
    ],
    ['adds to what is there', [add, 'A=(-m 1)', 'add /a unsafe', 'add /b', start]],
  ])('%s', (_, lines) => {
    expect(script(...lines)).toBe(`${unsafe}\n${none}`);
  });

  it.each([
    ['in a branch', [add, 'add /a unsafe', 'if b; then add /b; fi', start]],
    ['behind a test', [add, 'add /a unsafe', 'b && add /b', start]],
    ['in a loop', [add, 'add /a unsafe', 'for f in *; do add "$f"; done', start]],
    [
      'of which it may go out before',
      [add.replace('A+=', 'b || return; A+='), 'A=(-hdb /a)', 'add /b', start],
    ],
    ['as code', [add, 'add /a unsafe', 'eval "add /b"', start]],
  ])('is not known to do so %s', (_, lines) => {
    expect(script(...lines)).toMatch(/!!unreadable$/);
  });

  it('has its values where they are written', () => {
    const text = `#!/bin/bash\n${add}\nadd /a unsafe\nadd /b\n${start}\n`;
    const { disks } = only(read(readQemu, text));
    const places = disks.map(({ noFlush, source }) => [noFlush, source.kind]);
    expect(places).toMatchObject([
      [at(3, 8), at(3, 5)],
      [at(2, 61), at(4, 5)],
    ]);
  });
});

describe('a function that starts QEMU', () => {
  const run = 'run() { local f=$1 c=$2; shift 2; qemu-system-x86_64 -hda "$f" "$@"; }';

  it('starts a machine with each call, of what it is given', () => {
    const own = 'run() { qemu-system-x86_64 -drive "file=$1,if=virtio,cache=$2"; }';
    expect(machines(own, 'run /a none', 'run /b unsafe')).toEqual(['none', 'unsafe']);
  });

  it('starts one, where it is given the whole command', () => {
    const command = 'qemu-system-x86_64 -drive file=/a,format=raw,if=virtio,cache=unsafe';
    expect(script('run() { echo "$@"; "$@"; }', `run ${command}`)).toBe(unsafe);
    expect(script('run() { "$@" -snapshot; }', `run ${command}`)).toBe(`${unsafe} disposable`);
  });

  it('starts none, where it only says what it is given', () => {
    const log = 'log() { local at; at=$(date); echo "$at $*" | tee -a /var/log/vms; }';
    const command = 'qemu-system-x86_64 -drive file=/a,format=raw,if=virtio,cache=unsafe';
    expect(machines(log, 'run() { log "$@"; "$@"; }', `run ${command}`)).toEqual(['unsafe']);
    expect(machines('emit() { echo "$@" | bash; }', `emit ${command}`)).toEqual(['unsafe']);
  });

  it('starts what nobody knows where it is called otherwise', () => {
    const own = 'run() { qemu-system-x86_64 -drive "file=$1,if=virtio,cache=$2"; }';
    const found = machines(own, 'run /a none', 'trap "run /b unsafe" EXIT');
    expect(found).toEqual(['unresolved', 'none']);
  });

  it('has arguments that nobody can count', () => {
    expect(script(run, 'run $X none -snapshot')).toBe('ide0 ide writeback\n!!unreadable');
  });
});

describe('calls that nobody writes', () => {
  const seconds = 20;

  it.each([
    ['of one another', ['f() { g; g; }', 'g() { f; f; }', 'f']],
    ['of the next, twice', doubling(40)],
    ['of the next, with twice as much', growing(40)],
    ['of many', ['f() { A+=(-m 1); }', ...Array.from({ length: 20_000 }, () => 'f')]],
  ])('%s end', { timeout: seconds * 1000 }, (_, lines) => {
    expect(script(...lines, 'qemu-system-x86_64 -hda /a "${A[@]}"')).toMatch(/^ide0 ide writeback/);
  });
});

function doubling(count: number): readonly string[] {
  const each = Array.from({ length: count }, (_, at) => `f${at}() { f${at + 1}; f${at + 1}; }`);
  return [...each, `f${count}() { A+=(-m 1); }`, 'f0'];
}

function growing(count: number): readonly string[] {
  const each = Array.from({ length: count }, (_, at) => `f${at}() { f${at + 1} "$@" "$@"; }`);
  return [...each, `f${count}() { A+=("$@"); }`, 'f0 -m 1'];
}
