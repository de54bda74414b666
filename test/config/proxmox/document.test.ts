import { describe, expect, it } from 'vitest';
import { besidesIn } from '../../../src/config/besides.js';
import { recognise } from '../../../src/config/formats.js';
import { readProxmoxDocument as readProxmox } from '../../../src/config/proxmox/read-document.js';
import { sourceText } from '../../../src/config/text.js';
import { cacheNameOf } from '../../../src/model/cache-name.js';
import { read } from '../reading.js';

function disksOf(text: string, file = 'a.yml'): readonly string[] {
  const { definitions } = read(readProxmox, `${text}\n`, {}, file);
  return definitions.flatMap(({ name, disks }) =>
    disks.map(({ id, caches }) => `${name} ${id.replace(/.*\//, '')} ${caches.map(cacheNameOf)}`),
  );
}

const untold = (text: string, file = 'a.yml'): readonly string[] =>
  read(readProxmox, `${text}\n`, {}, file).definitions.flatMap(({ notes }) =>
    notes
      .filter(({ rule, ofAllDisks }) => rule === 'unreadable' && ofAllDisks === true)
      .map(({ message, at }) => `${at.line}:${at.column} ${message}`)
      .filter((note) => !note.includes('there already')),
  );

const unsafe = 'qm create 7 --scsi0 local:8,cache=unsafe';

describe('quotation marks that are no shell', () => {
  it.each([
    ['a name with one', `- name: it's a VM\n  command: ${unsafe}`],
    ['a name in quotes', `- name: "it's a VM"\n  command: ${unsafe}`],
    ['a comment', `# don't\n- command: ${unsafe} # can't`],
    ['a description of several lines', `- x: |\n    it's\n    so\n- command: ${unsafe}`],
    ['a name beside it', `- { name: x's, command: '${unsafe}' }`],
    ['a key', `"it's": 1\nshell: ${unsafe}`],
    ['JSON', JSON.stringify([{ name: "it's", cmd: unsafe }])],
    ['an escape', `- name: it's\n- shell: "qm create 7 --scsi0 \\"local:8,cache=unsafe\\""`],
    ['a doubled quote', `- name: it's\n- shell: 'qm create 7 --scsi0 ''local:8,cache=unsafe'''`],
    [
      'lines that are folded',
      "- x: it's\n- command: >\n    qm create\n    7\n    --scsi0\n    local:8,cache=unsafe",
    ],
    [
      'a text of two lines',
      "- x: it's\n- command: qm create\n    7 --scsi0\n    local:8,cache=unsafe",
    ],
    [
      'a script',
      `- x: it's\n- shell: |\n    C=unsafe\n    qm create 7 \\\n      --scsi0 "local:8,cache=$C"`,
    ],
  ])('%s', (_, text) => {
    expect(disksOf(text)).toEqual(['7 scsi0 unsafe']);
    expect(untold(text)).toEqual([]);
  });

  it('do not hide a mistake of a script, which is told, nor what stands before and after it', () => {
    const script = `    ${unsafe}\n    qm set 7 --scsi1 'local:8`;
    const text = `- shell: |\n${script}\n- command: qm create 8 --scsi0 local:8`;
    expect(disksOf(text)).toEqual(['7 scsi0 unsafe', '8 scsi0 none']);
    expect(untold(text)[0]).toContain('3:5 a quotation mark');
  });
});

describe('a page', () => {
  it.each([
    ['a block', `Don't do this:\n\`\`\`sh\n${unsafe}\n\`\`\`\nIt's bad.`],
    ['a block with a prompt', `\`\`\`console\n# ${unsafe}\n\`\`\``],
    ['a block with a prompt of a host', `~~~\nroot@pve:~# ${unsafe}\n~~~`],
    ['a line', `Don't:\n\n    ${unsafe.replace(' --', ' \\\n      --')}\n\nIt's bad.`],
    ['a line with a prompt', `Don't:\n\n    $ sudo ${unsafe}`],
    ['code in a line', `It's \`${unsafe}\` that isn't safe.`],
  ])('may have commands in %s', (_, page) => {
    expect(disksOf(page, 'a.md')).toEqual(['7 scsi0 unsafe']);
    expect(untold(page, 'a.md')).toEqual([]);
  });

  it('keeps what is a remark in a script', () => {
    const page = `\`\`\`sh\n# ${unsafe}\nqm create 8 --scsi0 local:8\n\`\`\``;
    expect(disksOf(page, 'a.md')).toEqual(['8 scsi0 none']);
  });

  it('tells what a block does not close', () => {
    const page = `\`${unsafe}\`\n\`\`\`sh\nqm set 7 --scsi1 'local:8\n\`\`\`\nqm create 8 --scsi0 local:8`;
    expect(disksOf(page, 'a.md')).toEqual(['7 scsi0 unsafe', '8 scsi0 none']);
    expect(untold(page, 'a.md')[0]).toContain('3:1 a quotation mark');
  });
});

describe('what stands in one value', () => {
  it('does not go on in the next', () => {
    expect(disksOf('- command: qm create 7\n- --scsi0 local:8')).toEqual([]);
    expect(disksOf('- [a, qm create 7, --scsi0 local:8]')).toEqual([]);
  });
});

describe('a list of arguments', () => {
  it.each([
    '- cmd: [qm, create, "7", --scsi0, "local:8,cache=unsafe"]',
    '- command:\n    argv:\n      - qm\n      - create\n      - 7\n      - --scsi0\n      - local:8,cache=unsafe',
    '- [sudo, /usr/sbin/qm, create, 7, --scsi0, "local:8,cache=unsafe"]\n# [qm, set]',
    '- [\n  qm, create, 7, # it\'s\n  --scsi0, "local:8,cache=unsafe" ]',
    JSON.stringify({ runcmd: [['qm', 'create', '7', '--scsi0', 'local:8,cache=unsafe']] }),
  ])('%s', (text) => {
    expect(disksOf(text)).toEqual(['7 scsi0 unsafe']);
    expect(untold(text)).toEqual([]);
  });

  it.each(['[qm, set, 7]', '- qm\n- set\n- "7"', "['qm', 'create', '7']"])(
    'makes a file one of Proxmox VE: %s',
    (list) => {
      expect(recognise(list, 'a.yml')).toBe('proxmox');
    },
  );

  it('is told where the text is no document', () => {
    const text = `${unsafe}\nx: [\n- [qm, set, 7]`;
    expect(untold(text)).toEqual(['3:3 a list of arguments of qm is not read']);
    expect(besidesIn(sourceText('a.yml', '[qm, set, 7]'), ['libvirt'])).toHaveLength(1);
  });
});
