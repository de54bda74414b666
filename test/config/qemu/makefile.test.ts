import { describe, expect, it } from 'vitest';
import { recognise } from '../../../src/config/formats.js';
import { readQemu } from '../../../src/config/qemu/read.js';
import { bareContext } from '../../../src/config/reader.js';
import { sourceText } from '../../../src/config/text.js';
import { only, read } from '../reading.js';
import { summaryOf } from '../summary.js';

/** Rules of Make around what is set at the top. */
const rules = (top: string, recipe: string) => `${top}\nrun: disk.img\n\t${recipe}\n`;

describe('a Makefile', () => {
  it.each([
    [
      'a variable of several lines, in a recipe that is silent',
      rules(
        'QEMU = qemu-system-riscv64\nOPTS = -machine virt \\\n  -m 128M # memory\nOPTS += -drive file=$(IMAGE),if=none,id=x0,cache=$(MODE)\nOPTS += -device virtio-blk-device,drive=x0\nIMAGE := fs.img\nMODE=unsafe',
        '@$(QEMU) $(OPTS)',
      ),
      'x0 virtio-blk unsafe',
    ],
    [
      'continuations in a recipe, and a target of its own name',
      rules(
        'DISK = a.img',
        '-qemu-system-x86_64 \\\n\t\t-drive file=$@,if=virtio,cache=none \\\n\t\t-hdb ${DISK}',
      ),
      'virtio0 virtio-blk none\nide1 ide writeback',
    ],
    [
      'the first prerequisite, which redirects nothing',
      rules('', 'qemu-system-x86_64 -kernel $< -drive file=b.img,if=virtio,cache=unsafe'),
      'virtio0 virtio-blk unsafe',
    ],
    [
      'a variable within single quotes, and one of the shell',
      rules(
        'MODE = directsync',
        "qemu-system-x86_64 -drive 'file=a,if=virtio,cache=$(MODE)' -name $$USER",
      ),
      'virtio0 virtio-blk directsync',
    ],
    [
      'what a condition sets, and what others may set before',
      rules(
        'ifdef FAST\nMODE = unsafe\nelse\nMODE = none\nendif\nIO ?= native',
        'qemu-system-x86_64 -drive file=a,if=virtio,cache=$(MODE),aio=$(IO)',
      ),
      'virtio0 virtio-blk unresolved aio=unresolved',
    ],
    [
      'options that only a condition adds',
      rules(
        'OPTS = -drive file=a,if=virtio\nifdef MORE\nOPTS += -drive file=b,if=virtio\nendif',
        'qemu-system-x86_64 $(OPTS)',
      ),
      'virtio0 virtio-blk writeback\n!!unreadable',
    ],
    [
      'what an included file may have changed',
      rules(
        'MODE = none\ninclude config.mk',
        'qemu-system-x86_64 -drive file=a,if=virtio,cache=$(MODE)',
      ),
      'virtio0 virtio-blk unresolved',
    ],
    [
      'one word, which an included file may have changed to another',
      rules('IMAGE = a\ninclude config.mk', 'qemu-system-x86_64 -hda $(IMAGE).qcow2'),
      'ide0 ide writeback',
    ],
    [
      'a variable that names itself',
      rules('A = $(B)\nB = $(A)', 'qemu-system-x86_64 -hda a.img $(A)'),
      'ide0 ide writeback',
    ],
    [
      'a variable of one target',
      rules('run: MODE = unsafe', 'qemu-system-x86_64 -drive file=a,if=virtio,cache=$(MODE)'),
      'virtio0 virtio-blk unresolved',
    ],
  ])('%s', (_, text, expected) => {
    expect(recognise(text, 'Makefile')).toBe('qemu');
    expect(summaryOf(readQemu, text)).toBe(expected);
  });

  it('has the place of a value in the variable that holds it', () => {
    const text = rules('OPTS = -drive file=a,if=virtio,cache=unsafe', 'qemu-system-x86_64 $(OPTS)');
    const [disk] = only(read(readQemu, text)).disks;
    expect(disk?.noFlush.origin).toMatchObject({ kind: 'file', at: { line: 1, column: 38 } });
  });

  it('that starts nothing has no machine', () => {
    const text = rules('QEMU = qemu-system-x86_64\nOPTS = -drive file=a', 'echo hello');
    expect(readQemu(sourceText('Makefile', text), bareContext)).toMatchObject({ isForeign: true });
  });
});

describe('what a condition of Make decides', () => {
  const disk = '-drive file=a,if=virtio,cache=none';
  const summary = (top: string) =>
    summaryOf(readQemu, rules(top, `qemu-system-x86_64 $(OPTS) ${disk}`));

  it.each([
    ['adds', 'OPTS = -m 1G\nifdef KVM\nOPTS += -enable-kvm -cpu host # fast\nendif'],
    ['sets', 'ifdef KVM\nOPTS = -enable-kvm\nelse\nOPTS := -m 1G \\\n  -smp 2\nendif'],
  ])('is no concern of a disk where it %s no option of disks', (_, top) => {
    expect(summary(top)).toBe('virtio0 virtio-blk none');
  });

  it.each([
    [
      'an option of disks in another branch',
      'ifdef A\nOPTS = -snapshot\nelse\nOPTS = -m 1G\nendif',
    ],
    ['one before', 'OPTS = -drive file=b\nifdef A\nOPTS = -m 1G\nendif'],
    ['what others may have set', 'OPTS ?= -m 1G'],
    ['another variable', 'ifdef A\nOPTS = $(MORE)\nendif'],
    ['an included file', 'ifdef A\nOPTS = -m 1G\nendif\ninclude more.mk'],
    ['what is set for a target', 'ifdef A\nOPTS = -m 1G\nendif\nrun: OPTS = -snapshot'],
  ])('is one where there is %s', (_, top) => {
    expect(summary(top)).toContain('virtio0 virtio-blk none\n!!unreadable');
  });
});
