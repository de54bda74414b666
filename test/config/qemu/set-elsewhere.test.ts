import { describe, expect, it } from 'vitest';
import { readQemu } from '../../../src/config/qemu/read.js';
import { summaryOf } from '../summary.js';

const start = 'qemu-system-x86_64 -drive file=/a,if=virtio,cache=$CACHE';
const script = (...lines: readonly string[]) =>
  summaryOf(readQemu, `#!/bin/bash\n${lines.join('\n')}\n`);

const known = 'virtio0 virtio-blk none';
const open = 'virtio0 virtio-blk unresolved';

describe('a variable may be another than its assignment says, where', () => {
  it.each([
    ['a branch runs a file', 'if [ -f e ]; then source e; fi'],
    ['a loop runs files', 'for f in c/*; do . "$f"; done'],
    ['a function runs a file', 'load() { source "$1"; }; load x'],
    ['a function with a keyword does', 'function load { . x; }; load'],
    ['words are run as code', 'for a in "$@"; do eval "$a"; done'],
    ['a prefix hides that a file is run', 'command . ./settings'],
    ['it is read behind an assignment', 'IFS= read -r CACHE'],
    ['it is read behind a prefix', 'command read CACHE'],
    ['it is read in a condition', 'if ! read CACHE; then exit; fi'],
    ['it is one of several that are read', 'IFS=, read -r A CACHE'],
    ['it is printed into', 'builtin printf -v CACHE x'],
    ['reading is timed', 'time read CACHE'],
    ['a file is exported', "export $(grep -v '^#' .env | xargs)"],
    ['an argument is exported', 'export "$1"'],
    ['the name that is declared is computed', 'declare "$k=$v"'],
    ['the name that is printed into is computed', 'printf -v "$k" x'],
    ['a function sets the global one', 'f() { typeset -g "CACHE=unsafe"; }; f'],
    ['another name stands for it', 'declare -n ref=CACHE; ref=unsafe'],
    ['it is made capitals', 'declare -u CACHE'],
    ['it is counted', '(( CACHE++ ))'],
    ['it gets a default', ': "${CACHE:=unsafe}"'],
    ['it is deleted', 'unset CACHE'],
    ['a shell of its own sets it', '(CACHE=unsafe)'],
  ])('%s', (_, line) => {
    expect(script('CACHE=none', line, start)).toBe(open);
  });

  it.each([
    ['is set', ['declare -n ref=CACHE', 'CACHE=none', 'ref=unsafe']],
    ['is read', ['declare -n ref=CACHE', 'CACHE=none', 'read ref']],
    ['stands for another first', ['typeset -n ref', 'ref=CACHE', 'CACHE=none', 'ref=unsafe']],
  ])('a name that stands for it %s', (_, lines) => {
    expect(script(...lines, start)).toBe(open);
  });

  it('a name stands for the list of arguments', () => {
    const added = "ref+=(-drive 'file=b,if=virtio,cache=unsafe')";
    const lines = ['declare -n ref=ARGS', 'ARGS=(-drive file=a,if=virtio,cache=none)', added];
    expect(script(...lines, 'qemu-system-x86_64 "${ARGS[@]}"')).not.toContain('none');
  });

  it.each([
    ['exported', 'export CACHE=none'],
    ['read-only', 'declare -r CACHE=none'],
    ['exported afterwards', 'declare -x CACHE'],
    ['printed', 'printf "%s\\n" "$CACHE"'],
    ['beside another that is read', 'read -rp "Go on, $USER? " answer'],
    ['beside the word source', 'if x; then echo source eval; fi'],
    ['beside a question for a builtin', 'command -v eval'],
    ['beside another that is exported', 'export PATH="$X:$PATH"'],
    ['beside functions that are exported', 'export -f "$f"'],
    ['beside a loop', 'for f in *; do echo "$f"; done'],
    ['beside a sum', 'echo $(( a == CACHE ))'],
  ])('but not where it is %s', (_, line) => {
    expect(script('CACHE=none', line, start)).toBe(known);
  });

  it('it is what a loop reads', () => {
    expect(script(`while IFS= read -r CACHE; do ${start}; done < f`)).toBe(open);
  });

  it('options are what a file on the same line sets', () => {
    const options = 'KVM=-enable-kvm; if x; then . vm.env; fi; qemu-system-x86_64 $KVM -hda a';
    expect(script(options)).toBe('ide0 ide writeback\n!!unreadable');
    expect(script(options.replace('. vm.env', 'cat vm.env'))).toBe('ide0 ide writeback');
  });
});

describe('a function runs where it is called:', () => {
  const body = `start() {\n${start}\n}`;

  it.each([
    ['known', 'CACHE=none', '', known],
    ['set again before the call', 'CACHE=none', 'CACHE=unsafe', 'virtio0 virtio-blk unsafe'],
    ['set before the call', '', 'CACHE=none', known],
  ])('a variable is %s', (_, before, after, expected) => {
    expect(script(before, body, after, 'start')).toBe(expected);
  });

  it.each([
    [
      'another disk',
      '-drive file=/b,if=virtio,cache=unsafe',
      `${known}\nvirtio1 virtio-blk unsafe`,
    ],
    ['something else', '-nic user', known],
  ])('a list has %s then', (_, words, expected) => {
    const list = 'ARGS=(-drive file=/a,if=virtio,cache=none)';
    const call = 'start() { qemu-system-x86_64 "${ARGS[@]}"; }';
    expect(script(list, call, `ARGS+=(${words})`, 'ARGS+=(-m 1G)', 'start')).toBe(expected);
    const add = `add() { ARGS+=(${words}); }`;
    expect(script(add, list, 'add', 'qemu-system-x86_64 "${ARGS[@]}"')).toBe(expected);
  });

  it.each([
    ['by a trap', 'trap start EXIT'],
    ['by its name in a variable', 'read n; $n'],
    ['by what is run as code', "eval 'start'"],
  ])('nobody knows when, where it is called %s', (_, call) => {
    expect(script('CACHE=none', body, 'CACHE=unsafe', call)).toBe(open);
  });
});

describe('a list', () => {
  const list = 'ARGS=(-drive file=/a,if=virtio,cache=none)';
  const call = 'qemu-system-x86_64 -hdb b "${ARGS[@]}"';
  const other = 'ide1 ide writeback';

  it.each([
    ['an element is set', 'ARGS[3]=-snapshot'],
    ['a file is read into it', 'readarray -t ARGS <f'],
    ['words are read into it', 'IFS=, read -ra ARGS'],
    ['its first element is set', 'ARGS=x'],
    ['it has keys', 'declare -A ARGS=([a]=b)'],
  ])('is not known where %s', (_, line) => {
    expect(script(list, line, call)).toBe(`${other}\n!!unreadable`);
  });

  it.each([
    ['declared', 'declare -a ARGS=(-drive file=/b,if=virtio,cache=unsafe)', 'unsafe'],
    ['set again', 'ARGS=(-drive file=/b,if=virtio,cache=unsafe)', 'unsafe'],
    ['grown by what is no disk', 'ARGS+=(-m 1G)', 'none'],
  ])('is what it was last %s', (_, line, cache) => {
    expect(script(list, line, call)).toContain(`virtio0 virtio-blk ${cache}`);
    expect(script(list, line, call)).not.toContain('unreadable');
  });
});
