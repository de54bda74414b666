import { describe, expect, it } from 'vitest';
import { readQemu } from '../../../src/config/qemu/read.js';
import { read } from '../reading.js';

const safe = 'qemu-system-x86_64 -drive file=/a,if=virtio,cache=none,format=raw';
const option = '-drive file=/b,if=virtio,cache=unsafe,format=raw';

function toldIn(text: string, file = 'vm.sh') {
  return read(readQemu, text, {}, file).definitions.flatMap(({ notes }) =>
    notes
      .filter(({ message }) => message.includes('of no command that was read'))
      .map(({ rule, at }) => `${rule} ${at.line}:${at.column}`),
  );
}

describe('options for disks of no command that was read', () => {
  it('are told where they stand, beside a machine that was read', () => {
    expect(toldIn(`${safe}\nstart() {\n  unknown-program ${option}\n}\n`)).toEqual([
      'unreadable 3:19',
    ]);
  });

  it('are told once for a line, and for no more lines than anybody reads', () => {
    expect(toldIn(`${safe}\nother ${option} ${option}\n`)).toHaveLength(1);
    expect(toldIn(`${safe}\n${`other ${option}\n`.repeat(30)}`)).toHaveLength(10);
  });

  it.each([
    ['a command that was read', `${safe} \\\n  ${option}\n`],
    ['a variable of it', `OPTS="${option}"\n${safe} $OPTS\n`],
    ['a comment', `# ${option}\n${safe}\n`],
    ['what is told', `echo "usage: $0 ${option}"\n${safe}\n`],
    ['a longer word', `${safe}\nother --no-drive x -drive-mirror y\n`],
  ])('are none of %s', (_, text) => {
    expect(toldIn(text)).toEqual([]);
  });

  it('are examples on a page', () => {
    expect(toldIn(`    ${safe}\n\nWith \`${option}\` it is not.\n`, 'vm.md')).toEqual([]);
  });
});
