import { describe, expect, it } from 'vitest';
import { readQemu } from '../../../src/config/qemu/read.js';
import { read } from '../reading.js';

const drive = (more: string) => `-drive "file=/a,format=raw,if=virtio${more}"`;

/** What is said of the cache and of disposal: `unknown` where nobody can know. */
function saidOf(script: string): readonly string[] {
  const { definitions } = read(readQemu, `#!/bin/bash\n${script}\n`);
  if (definitions.some(({ notes }) => notes.some(({ rule }) => rule === 'unreadable')))
    return ['unknown'];
  return definitions.flatMap(({ disks }) =>
    disks.flatMap(({ caches, disposable }) => {
      const [cache] = caches;
      if (disposable !== '') return ['disposable'];
      if (caches.length !== 1 || cache === undefined) return ['unknown'];
      return [cache.noFlush ? 'unsafe' : 'flushes'];
    }),
  );
}

// Each script was run by bash 5.2, and started QEMU with cache=unsafe on a disk that is kept.
describe('a disk that bash starts with cache=unsafe is not said to be another one', () => {
  it.each([
    ['a key in a default', `qemu-system-x86_64 ${drive(`\${X:-,cache=unsafe}`)}`, 'unknown'],
    [
      'a key where something is set',
      `qemu-system-x86_64 ${drive(`\${CACHE:+,cache=$CACHE}`)}`,
      'unknown',
    ],
    [
      'what is set for a call',
      `C=none\ng() { qemu-system-x86_64 ${drive(',cache=$C')}; }\nC=unsafe g`,
      'unknown',
    ],
    [
      'what a trap sets',
      `C=none\ntrap 'C=unsafe' USR1\nkill -USR1 $$\nqemu-system-x86_64 ${drive(',cache=$C')}`,
      'unknown',
    ],
    [
      'what a local hides',
      `S=-snapshot\nf() { local S; qemu-system-x86_64 ${drive(',cache=unsafe')} $S; }\nf`,
      'unknown',
    ],
    [
      'what a local hides from what it calls',
      `S=-snapshot\nf() { local S; g; }\ng() { qemu-system-x86_64 ${drive(',cache=unsafe')} $S; }\nf`,
      'unknown',
    ],
    [
      'a list that is empty at first',
      `f() { local -a A; A+=(${drive(',cache=unsafe')}); qemu-system-x86_64 "\${A[@]}"; }\nf`,
      'unsafe',
    ],
    [
      'a text that is empty at first',
      `f() { local A; A+=' -drive file=/a,if=virtio,cache=unsafe'; qemu-system-x86_64 $A; }\nf`,
      'unsafe',
    ],
    [
      'a line that only looks like the end of a here-document',
      `C=unsafe\ncat <<E >/dev/null\n E\nC=none\nE\nqemu-system-x86_64 ${drive(',cache=$C')}`,
      'unsafe',
    ],
    [
      'tabs before its end, and not blanks',
      `C=unsafe\ncat <<-E >/dev/null\n  E\nC=none\n\tE\nqemu-system-x86_64 ${drive(',cache=$C')}`,
      'unsafe',
    ],
    [
      'an option in a line of its own',
      `qemu-system-x86_64 ${drive(',cache=unsafe')}\n-snapshot`,
      'unsafe',
    ],
  ])('%s', (_, script, expected) => {
    expect(saidOf(script)).toEqual([expected]);
  });
});

describe('what is no concern of a disk stays none', () => {
  it.each([
    ['a trap that sets nothing', `C=none\ntrap 'rm -f "$T"' EXIT`],
    ['a variable for a program', `C=none\nLC_ALL=C ls`],
    ['a local that is filled', 'C=writeback\nf() { local C; C=unsafe; }'],
    ['a here-document that is indented as the script is', 'C=none\n  cat <<E\n  C=unsafe\n  E'],
  ])('%s', (_, before) => {
    expect(saidOf(`${before}\nqemu-system-x86_64 ${drive(',cache=$C')}`)).toEqual(['flushes']);
  });
});

describe('nor is one whose cache is what bash has set by then', () => {
  it.each([
    [
      'what a branch sets in a pipe',
      `C=unsafe\nif true; then C=none; else C=none; fi | cat`,
      'unknown',
    ],
    [
      'what a branch sets beside the script',
      `C=unsafe\nif true; then C=none; else C=none; fi &`,
      'unknown',
    ],
    [
      'what a branch sets behind a pipe',
      `C=unsafe\n: | if true; then C=none; else C=none; fi`,
      'unknown',
    ],
    [
      'a branch that a test keeps from running',
      `C=unsafe\nfalse && if true; then C=none; else C=none; fi`,
      'unknown',
    ],
    ['an alias', `C=none\nshopt -s expand_aliases\nalias s='C=unsafe'\ns`, 'unknown'],
    ['a variable that is eval', `C=none\ne=eval\n$e C=unsafe`, 'unknown'],
    ['what a function sets', `C=none\nf() { C=unsafe; }\nf`, 'unsafe'],
    ['what a function sets for itself', `C=unsafe\nf() { local C=none; }\nf`, 'unsafe'],
    ['what a function sets that returns before', `C=unsafe\nf() { return; C=none; }\nf`, 'unknown'],
    [
      'what a function sets that leaves a loop',
      `C=unsafe\nf() { for i in 1; do return; done; C=none; }\nf`,
      'unknown',
    ],
    [
      'a function that returns by what it is given',
      `C=unsafe\nf() { "$@"; C=none; }\nf return`,
      'unknown',
    ],
    ['a function in a shell of its own', `C=unsafe\nf() { C=none; }\nx=$(f)`, 'unsafe'],
    ['a function that is not there yet', `C=unsafe\nf\nf() { C=none; }`, 'unknown'],
    ['a function that is deleted', `C=unsafe\nf() { C=none; }\nunset -f f\nf`, 'unknown'],
    ['a function that is written twice', `C=unsafe\nf() { C=none; }\nf() { :; }\nf`, 'unknown'],
    [
      'a function that a branch does not write',
      `C=unsafe\nif false; then f() { C=none; }; fi\nf`,
      'unknown',
    ],
    [
      'a function that code writes again',
      `C=unsafe\nf() { C=none; }\neval 'f() { :; }'\nf`,
      'unknown',
    ],
    ['a function within a function', `f() { g() { C=unsafe; }; C=none; }\nf\ng`, 'unknown'],
    ['a command of the same name', `C=unsafe\nf() { C=none; }\ncommand f`, 'unknown'],
    ['a global in a function', `C=none\nf() { local C=none; declare -g C=unsafe; }\nf`, 'unknown'],
    [
      'a variable that is given by its name',
      `C=none\nf() { printf -v "$1" unsafe; }\nf C`,
      'unknown',
    ],
    [
      'an argument behind files',
      `mkdir -p d; touch a unsafe\nf() { C=$2; }\nf [au]* none`,
      'unknown',
    ],
    ['an argument behind a text of two words', `f() { C=$2; }\nE='x unsafe'\nf $E none`, 'unsafe'],
    ['an argument behind an empty text', `f() { C=$1; }\nE=\nf $E unsafe none`, 'unsafe'],
    [
      'an argument behind one that is not known',
      `f() { C=$2; }\nf $(echo a unsafe) none`,
      'unknown',
    ],
    [
      'an argument that is shifted sometimes',
      `f() { if [ "$1" = x ]; then shift; fi; C=$1; }\nf x unsafe`,
      'unknown',
    ],
  ])('%s', (_, script, expected) => {
    expect(saidOf(`${script}\nqemu-system-x86_64 ${drive(',cache=$C')}`)).toEqual([expected]);
  });

  it.each([
    [
      'in the middle of code',
      `set -- ${drive(',cache=none')}\neval 'set -- ${drive(',cache=unsafe')}'`,
    ],
    [
      'by a function that sets its own',
      `f() { set -- -m 1; }\nset -- ${drive(',cache=unsafe')}\nf`,
    ],
  ])('nor one that is among its arguments, set %s', (_, script) => {
    expect(saidOf(`${script}\nqemu-system-x86_64 "$@"`)).not.toContain('flushes');
  });
});
