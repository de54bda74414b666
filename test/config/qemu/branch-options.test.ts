import { describe, expect, it } from 'vitest';
import { readQemu } from '../../../src/config/qemu/read.js';
import { only, read } from '../reading.js';
import { summaryOf } from '../summary.js';
import { secondsOfWork } from '../work.js';

const a = '-drive file=a.img,if=virtio,cache=none';
const b = '-drive file=b.img,if=virtio,cache=unsafe';
const both = 'virtio0 virtio-blk none\nvirtio1 virtio-blk unsafe\n!!unreadable';
const script = (...lines: readonly string[]) => `#!/bin/bash\n${lines.join('\n')}\n`;
const list = (added: string) =>
  script(`A=(-m 4 ${a})`, `if x; then A+=(${added}); fi`, 'qemu-system-x86_64 "${A[@]}"');

describe('a drive that a branch adds', () => {
  it.each([
    ['to a list', list(b)],
    [
      'to a list, chained',
      script(`A=(${a})`, `[ x ] && A+=(${b})`, 'qemu-system-x86_64 "${A[@]}"'),
    ],
    [
      'to a list, again',
      script(`A=(${a})`, `if x; then A=("\${A[@]}" ${b}); fi`, 'qemu-system-x86_64 "${A[@]}"'),
    ],
    ['to a text', script(`O="${a}"`, `if x; then O="$O ${b}"; fi`, 'qemu-system-x86_64 $O')],
    ['to a text, by +=', script(`O="${a}"`, `if x; then O+=" ${b}"; fi`, 'qemu-system-x86_64 $O')],
    ['to nothing', script('E=', `[ x ] && E="${b}"`, `qemu-system-x86_64 ${a} $E`)],
    ['in a case', script('E=', `case $1 in d) E="${b}";; esac`, `qemu-system-x86_64 ${a} $E`)],
  ])('is a disk, and leaves the others alone: %s', (_, text) => {
    expect(summaryOf(readQemu, text)).toBe(both);
    expect(only(read(readQemu, text)).notes).not.toContainEqual(
      expect.objectContaining({ ofAllDisks: true }),
    );
  });

  it('has its place, and a note that a branch decides', () => {
    const { disks, notes } = only(read(readQemu, list(b)));
    expect(disks[1]?.at).toMatchObject({ line: 3 });
    expect(notes).toMatchObject([
      {
        message: expect.stringContaining('the script decides by a branch or a loop'),
        at: { line: 3 },
      },
    ]);
  });

  it('has it where a function adds it', () => {
    const text = script(
      'f() { A+=("$@"); }',
      `f ${a}`,
      `[ x ] && f ${b}`,
      'qemu-system-x86_64 "${A[@]}"',
    );
    const { notes } = only(read(readQemu, text));
    expect(notes).toContainEqual(
      expect.objectContaining({ message: expect.stringContaining(`whether \`${b}\``) }),
    );
  });

  it.each([
    ['-global', '-global virtio-blk-pci.write-cache=off'],
    ['-set', '-set drive.d.cache=unsafe'],
    ['-snapshot', '-snapshot'],
    ['-machine', '-machine microvm'],
    ['-readconfig', '-readconfig /c'],
    ['words of nobody', `${b} "$@"`],
    ['keys of nobody', '-drive file=b.img,$K=unsafe'],
    ['an id of nobody', '-drive file=b.img,if=none,id=$D'],
    ['an option without its value', '-drive'],
    ['a place that is taken', '-drive file=b.img,if=virtio,index=0'],
  ])('is none where what is added may change others: %s', (_, added) => {
    const { disks, notes } = only(read(readQemu, list(added)));
    expect(disks.map(({ id }) => id)).toEqual(['virtio0']);
    expect(notes).toContainEqual(expect.objectContaining({ ofAllDisks: true }));
  });

  it('is none where it is one of two with an id', () => {
    const one = (cache: string) => `A+=(-drive file=b,if=none,id=d,cache=${cache})`;
    const text = script(
      `A=(${a})`,
      `if x; then ${one('none')}; else ${one('unsafe')}; fi`,
      'qemu-system-x86_64 "${A[@]}" -device virtio-blk-pci,drive=d',
    );
    const { disks, notes } = only(read(readQemu, text));
    expect(disks.some(({ id, noFlush }) => id === 'd' && noFlush.known)).toBe(false);
    expect(notes).toContainEqual(expect.objectContaining({ ofAllDisks: true }));
  });
});

it('what a text may have after very many branches is not known, and takes no time', () => {
  const branch = 'if x; then O="$O -drive file=a$N,if=virtio,cache=none"; fi';
  const text = script('O=', ...Array.from({ length: 3000 }, () => branch), 'qemu-system-x86_64 $O');
  const before = secondsOfWork();
  const { notes } = only(read(readQemu, text));
  expect(secondsOfWork() - before).toBeLessThan(2);
  expect(notes).toContainEqual(expect.objectContaining({ rule: 'unreadable' }));
});

it('a drive in a branch whose device stands outside is judged, and a controller in one is no matter', () => {
  const text = script(
    'D=(-device virtio-scsi-pci,id=s -device scsi-hd,drive=d)',
    'if x; then D+=(-drive file=d.img,if=none,id=d,cache=unsafe); fi',
    `qemu-system-x86_64 ${a} "\${D[@]}"`,
  );
  expect(summaryOf(readQemu, text)).toContain('d virtio-scsi unsafe');
});
