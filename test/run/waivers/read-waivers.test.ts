import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { DefinitionFormat } from '../../../src/config/formats.js';
import { UsageError } from '../../../src/run/usage-error.js';
import { readWaivers } from '../../../src/run/waivers/read-waivers.js';
import { commentWaivers } from '../../../src/run/waivers/waiver-comments.js';

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'blkcheck-waivers-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

const fields = {
  rule: 'BLK014',
  disk: 'db01/vda',
  reason: 'scratch',
  owner: 'ops@example.org',
  expires: '2027-01-31',
};

function told(run: () => unknown): readonly string[] {
  try {
    run();
    return [];
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return error.diagnostics.map(({ line, message, help }) =>
      [`${line}: ${message}`, help].filter((text) => text !== '').join(' | '),
    );
  }
}

const waiversOf = (file: string, text: string) =>
  commentWaivers({ texts: new Map([[file, text]]), files: [] });

/** A key that is changed to undefined is left out. */
function mistakesOf(changes: Readonly<Record<string, string | undefined>>): readonly string[] {
  const file = join(folder, 'waivers.yaml');
  const lines = Object.entries({ ...fields, ...changes })
    .filter(([, value]) => value !== undefined)
    .map(([key, value], index) => `${index === 0 ? '  - ' : '    '}${key}: ${value}`);
  writeFileSync(file, `blkcheck: waivers/1\nwaivers:\n${lines.join('\n')}\n`);
  return told(() => readWaivers(file));
}

it('says what is wrong with a file of waivers, in its words and all at once', () => {
  expect(mistakesOf({})).toEqual([]);
  expect(mistakesOf({ owner: undefined, ownr: 'me', expires: 'soon' })).toEqual([
    '3: a waiver needs `owner`',
    '6: a date such as 2027-01-31, not `soon`',
    '7: a waiver has no such key | one of: rule, reason, owner, expires, disk',
  ]);
});

it.each(['2027-02-30', '2027-02-29', '2100-02-29', '2027-04-31', '2027-13-01', '2027-00-10'])(
  'there is no %s',
  (expires) => {
    expect(mistakesOf({ expires })).toEqual([`7: a date such as 2027-01-31, not \`${expires}\``]);
    const comment = `x # blkcheck-waive: BLK014 owner=me expires=${expires} reason=scratch`;
    expect(told(() => waiversOf('a.sh', comment))).toHaveLength(1);
  },
);

it.each(['2028-02-29', '2000-02-29', '2027-12-31', '2027-11-30'])('there is a %s', (expires) => {
  expect(mistakesOf({ expires })).toEqual([]);
});

it('does not take a rule that there is not', () => {
  expect(mistakesOf({ rule: 'BLK14' })).toEqual([
    '3: unknown rule `BLK14` | did you mean `BLK014`?',
  ]);
  expect(mistakesOf({ rule: 'inconclusive' })).toEqual([]);
  expect(mistakesOf({ rule: 'refused-by-qemu' })).toEqual([]);
});

it('nor one of a comment', () => {
  const comment = (rule: string) =>
    `# blkcheck-waive: ${rule} owner=me expires=2027-01-31 reason=x`;
  const mistakes = (rule: string) => told(() => waiversOf('a', comment(rule)));
  expect(mistakes('BLK014')).toEqual([]);
  expect(mistakes('BLK14')).toEqual(['1: unknown rule `BLK14` | did you mean `BLK014`?']);
});

const waive = 'blkcheck-waive: BLK014 owner=me expires=2027-01-31 reason=x';

/** The lines of the comments that are taken for waivers. */
function linesOf(file: string, format: DefinitionFormat, text: string): readonly number[] {
  const read = { file, format, definitions: [], assumptions: [] };
  const waivers = commentWaivers({ texts: new Map([[file, text]]), files: [read] });
  return waivers.map(({ at }) => at.line);
}

it.each<readonly [string, DefinitionFormat, string]>([
  ['a.sh', 'qemu', `# ${waive}`],
  ['a.sh', 'qemu', `qemu -hda /a \`# ${waive}\` \\`],
  ['a.sh', 'qemu', `f "a" 'b' # ${waive}`],
  ['a.sh', 'libvirt', `cat <<E\n<domain> <!-- ${waive} -->`],
  ['a.xml', 'libvirt', `<a b="c"> don't\n<!-- ${waive} -->`],
  ['a.yaml', 'kubevirt', `a: |\n  b\nc: don't # ${waive}`],
  ['a.yml', 'qemu', `- shell: |\n    # ${waive}`],
  ['100.conf', 'proxmox', `#${waive}`],
  ['nova.conf', 'openstack', `[libvirt]\n; ${waive}`],
  ['a.tf', 'terraform', `a = "b" // ${waive}`],
  ['a.tf', 'terraform', `a = "b" /* ${waive} */`],
  ['Vagrantfile', 'vagrant', `d :a, 'b' # ${waive}`],
])('%s (%s) has a comment: %s', (file, format, text) => {
  expect(linesOf(file, format, text)).toEqual([text.split('\n').length]);
});

it.each<readonly [string, DefinitionFormat, string]>([
  ['a.sh', 'qemu', `echo "# ${waive}"`],
  ['a.sh', 'qemu', `qemu -name '# ${waive}' -hda /a`],
  ['a.sh', 'qemu', `echo a#${waive}`],
  ['a.sh', 'qemu', `echo // ${waive}`],
  ['a.xml', 'libvirt', `<description># ${waive}</description>`],
  ['a.xml', 'libvirt', `<description><![CDATA[ <!-- ${waive} --> ]]></description>`],
  ['a.yaml', 'kubevirt', `a: {x: "# ${waive}"}`],
  ['a.yaml', 'kubevirt', `a: |\n  b\n\n  # ${waive}`],
  ['100.conf', 'proxmox', `scsihw: lsi\nscsi0: a:b,cache=unsafe # ${waive}`],
  ['nova.conf', 'openstack', `[libvirt]\ndisk_cachemodes = file=unsafe # ${waive}`],
  ['a.tf', 'terraform', `a = "// ${waive}"`],
  ['a.json', 'firecracker', `{"a": [\n  " # ${waive}"\n]}`],
])('%s (%s) has a text that is no comment: %s', (file, format, text) => {
  expect(linesOf(file, format, text)).toEqual([]);
});

it('a text full of them takes no time', () => {
  const text = `a\n# ${waive}\n`.repeat(50_000);
  expect(linesOf('a.sh', 'qemu', text)).toHaveLength(50_000);
});
