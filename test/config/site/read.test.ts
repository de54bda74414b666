import { describe, expect, it } from 'vitest';
import { readSite } from '../../../src/config/site/read.js';
import { sourceText } from '../../../src/config/text.js';
import { siteFrom } from './site.js';

function problems(text: string): readonly string[] {
  const result = readSite(sourceText('blkcheck.config.yaml', text));
  if ('site' in result) return [];
  return result.diagnostics.map(
    ({ line, column, message, help }) => `${line}:${column} ${[message, help].join('; ')}`,
  );
}

it.each([
  ['nothing', ''],
  ['a comment', '# later\n'],
  ['a version', 'blkcheck: config/1\nqemu: 10.0\n'],
  ['everything', 'qemu: 10.0\ndefault: { host: { layers: [lvm, { kind: md, level: 5 }] } }\n'],
  ['JSON', '{"default": {"disk": {"kind": "plp", "atomicBytes": 4096}}}'],
])('reads %s', (_, text) => expect(problems(text)).toEqual([]));

it('keeps the version as it is written', () => {
  expect(siteFrom('qemu: 10.0\n').file.qemu).toBe('10.0');
  expect(siteFrom('qemu: "9.2"\n').file.qemu).toBe('9.2');
});

describe('says where the mistake is:', () => {
  it.each([
    ['a key', 'default:\n  hots: {}\n', '2:3 the default has no such key'],
    [
      'another version',
      'blkcheck: config/2\n',
      '1:11 `config/2` is not accepted here; one of: config/1',
    ],
    [
      'a value',
      'default:\n  disk: { kind: ssd }\n',
      '2:17 `ssd` is not accepted here; one of: wce',
    ],
    [
      'a text for a number of a few',
      'default: { guest: { queueDepth: "1" } }\n',
      '1:34 the text `1` is not accepted here; one of: 1, 16',
    ],
    [
      'a text for a number',
      'default: { disk: { cacheBytes: "4096" } }\n',
      '1:33 a whole number, not the text `4096`',
    ],
    [
      'a text for a flag',
      'default: { host: { layers: [{ kind: md, level: 1, degraded: "true" }] } }\n',
      '1:62 true or false, not the text `true`',
    ],
    ['no mapping', 'default: 1\n', '1:10 the default is a mapping, not `1`'],
    ['no match', 'disks:\n  - disposable: scratch\n', '2:5 a rule needs `match`'],
    ['an empty match', 'disks:\n  - match: {}\n', '2:5 a match that names nothing'],
    ['an empty reason', 'default:\n  disposable: ""\n', '2:16 text that is not empty'],
    ['no faults', 'default: { faults: [] }\n', '1:12 a list that is not empty'],
    ['a fault', 'default: { faults: [fire] }\n', '1:21 `fire` is not accepted here'],
    ['a version', 'qemu: newest\n', '1:7 a version such as 6.12, not `newest`'],
    [
      "a mount option of Linux's",
      'default: { guest: { system: windows, mount: nobarrier } }\n',
      '1:45 `nobarrier` is no option of ntfs or refs',
    ],
    [
      'a file system of another system',
      'default: { guest: { system: freebsd, filesystem: ext4, mount: nobarrier } }\n',
      '1:50 `ext4` is no file system of freebsd that is known here; one of: ufs, zfs',
    ],
    [
      "a file of Linux's",
      'default: { guest: { system: windows, writeCache: queue-write-through } }\n',
      '1:50 `queue-write-through` is written to a file of Linux, which windows does not have',
    ],
    ['a layer', 'default: { host: { layers: [zraid] } }\n', '1:29 `zraid` is no layer'],
    ['its level', 'default: { host: { layers: [{ kind: md }] } }\n', '1:29 MD needs `level`'],
    [
      'its key',
      'default: { host: { layers: [{ kind: lvm, stripes: 2 }] } }\n',
      '1:42 LVM has no such key; one of: kind, segment',
    ],
    ['a key twice', 'qemu: 9.2\nqemu: 9.1\n', '2:1 `qemu` stands here twice'],
    [
      'an option',
      'default:\n  host:\n    mount: noatime,nobarier\n',
      '3:12 `nobarier` is no option of any file system',
    ],
    [
      "another file system's option",
      'default: { host: { filesystem: xfs, mount: data=journal } }\n',
      '1:44 `data=journal` is no option of xfs',
    ],
    ['stars', `disks: [{ match: { path: "${'*a'.repeat(20)}" } }]\n`, '1:27 more than 16 stars'],
    ['not YAML', 'default: [\n', '2:1 not valid YAML'],
    ['two documents', 'qemu: 1.2\n---\nqemu: 1.3\n', '3:1 one document only'],
    ['depth', `default: ${'['.repeat(200)}`, '1:74 nested too deeply'],
  ])('%s', (_, text, expected) => {
    const [first = '', ...others] = problems(text);
    expect(first.slice(0, expected.length)).toBe(expected);
    expect(others).toEqual([]);
  });

  it('several at once', () => {
    const text = 'qemu: x\ndefault:\n  disk: { kind: a, atomicBytes: 3 }\n  b: c\n';
    expect(problems(text).map((each) => each.slice(0, 4))).toEqual([
      '1:7 ',
      '3:17',
      '3:33',
      '4:3 ',
    ]);
  });
});

it('does not follow aliases that multiply', () => {
  const lines = Array.from(
    { length: 12 },
    (_, n) => `  a${n}: &a${n} [${`*a${n - 1}, `.repeat(n === 0 ? 0 : 8)}]`,
  );
  const [first] = problems(`default:\n${lines.join('\n')}\n`);
  expect(first).toMatch(/too many values|aliases/);
});

it('the help for a mount option that is not known is apart from the message', () => {
  const text = 'default: { host: { mount: nobarier } }\n';
  expect(readSite(sourceText('site.yaml', text))).toMatchObject({
    diagnostics: [
      {
        message: '`nobarier` is no option of any file system that is known here',
        help: 'leave it out if it has no bearing on order or durability',
      },
    ],
  });
});
