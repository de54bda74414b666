import { describe, expect, it } from 'vitest';
import { readQemu } from '../../../src/config/qemu/read.js';
import { read } from '../reading.js';

const safe = 'qemu-system-x86_64 -drive file=/a,if=virtio,cache=none,format=raw';
const bad = 'qemu-system-x86_64 -drive file=/b,if=virtio,cache=unsafe,format=raw';
const words = bad.split(' ');
const flow = JSON.stringify(words);
const block = (indent: string) => words.map((word) => `${indent}- ${word}\n`).join('');

function modesOf(text: string, file: string): readonly string[] {
  const { definitions } = read(readQemu, text, {}, file);
  return definitions
    .flatMap(({ disks }) => disks)
    .map(({ noFlush }) => (noFlush.known && noFlush.value ? 'unsafe' : 'safe'))
    .sort();
}

const notesOf = (text: string, file: string) =>
  read(readQemu, text, {}, file).definitions.flatMap(({ notes }) => notes);

const step = '- run: |\n    ';
const tasks = { a: safe };

describe('a disk of a command that a document holds is read', () => {
  it.each([
    ['in an item, by a key', `steps:\n- run: ${bad}\n${step}${safe}\n`],
    ['in an item', `cmds:\n  - ${bad}\n  - |\n    ${safe}\n`],
    ['in a list in a line', `- hosts: a\n  tasks:\n  - argv: ${flow}\n  - shell: ${safe}\n`],
    ['in a list of lines', `- command: ${safe}\n- command:\n    argv:\n${block('    ')}`],
    ['behind a mark of documents', `---\n- argv: ${flow}\n- command: ${safe}\n`],
    ['behind exec', `a:\n- exec ${bad}\n- ${safe}\n`],
    [
      'in a folded text beside its program',
      `a:\n  command: ${safe}\nb:\n  entrypoint: ${words[0]}\n  command: >-\n    -m 1G\n    ${words.slice(1).join(' ')}\n`,
    ],
    [
      'in arguments beside its program',
      JSON.stringify({
        tasks,
        b: { command: words[0], args: words.slice(1) },
        c: [{ command: safe }],
      }),
    ],
  ])('%s', (_, text) => {
    expect(modesOf(text, text.startsWith('{') ? 'a.json' : 'a.yml')).toContain('unsafe');
    expect(modesOf(text, text.startsWith('{') ? 'a.json' : 'a.yml')).toContain('safe');
    expect(notesOf(text, 'a.yml')).toEqual([]);
  });
});

describe('a start that is not read is told', () => {
  it.each([
    ['from a text for a shell', `bash <<< '${bad}'`, 'a.sh'],
    ['from a table of cron', `echo "@reboot ${bad}" | crontab -`, 'a.sh'],
    ['by the shell of Nix', `nix-shell -p qemu --run "${bad}"`, 'a.sh'],
    ['by Nix', 'nix run nixpkgs#qemu -- -drive file=/b,cache=unsafe', 'a.sh'],
    ['by Flatpak', 'flatpak run --command=qemu-system-x86_64 org.x -drive file=/b', 'a.sh'],
    ['later', `at now <<< "${bad}"`, 'a.sh'],
    ['from a script that echo writes', `echo 'exec ${bad}' > /usr/local/bin/c.sh`, 'a.sh'],
    ['from a unit that echo writes', `echo "ExecStart=${bad}" >> x.service`, 'a.sh'],
    ['by what a variable names', `$rsh host "${bad}"`, 'a.sh'],
    ['in the line of a page', `or \`${bad}\`, which is quick`, 'a.md'],
    ['by a variable of a document', `${step}Q=qemu-system-x86_64\n    $Q -drive file=/b`, 'a.yml'],
  ])('%s', (_, text, file) => {
    const whole =
      file === 'a.sh' ? `#!/bin/bash\n${safe}\n${text}\n` : `a:\n\n    ${safe}\n\n${text}\n`;
    expect(notesOf(whole, file)).toMatchObject([
      { rule: 'unreadable', ofAllDisks: true, message: expect.stringContaining('not read') },
    ]);
  });
});

describe('what names QEMU and starts nothing is not told', () => {
  it.each([
    'apt install qemu-system-x86_64',
    `echo "usage: ${bad}"`,
    `echo "start it by ${bad}" >&2`,
    `# nix-shell -p qemu --run "${bad}"`,
    'nix-shell -p qemu_kvm --run make',
    'echo "qemu-system-x86_64 is there" > log',
  ])('%s', (line) => {
    expect(notesOf(`#!/bin/bash\n${safe}\n${line}\n`, 'a.sh')).toEqual([]);
  });

  it('in a document', () => {
    const text = `packages:\n- qemu-system-x86_64\n- qemu-kvm\n# ${bad}\nrun: ${safe}\n`;
    expect(notesOf(text, 'a.yml')).toEqual([]);
  });
});

describe('an empty ExecStart=', () => {
  it('swallows nothing, and forgets what stands before it', () => {
    const unit = `[Service]\nExecStart=${bad}\nExecStart=\nExecStart=${safe}\n`;
    expect(modesOf(unit, 'a.service')).toEqual(['safe']);
  });

  it('forgets nothing of another setting', () => {
    const unit = `[Service]\nExecStart=${bad}\nExecStartPre=\nExecStartPost=${safe}\n`;
    expect(modesOf(unit, 'a.service')).toEqual(['safe', 'unsafe']);
  });
});
