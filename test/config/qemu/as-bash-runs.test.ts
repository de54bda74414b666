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
