import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv } from 'ajv';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { formerDisks } from '../../../src/gate/baseline/baseline.js';
import { baselineSchema } from '../../../src/gate/baseline/schema.js';
import { readBaseline } from '../../../src/run/base/read-baseline.js';
import { baselineText } from '../../../src/run/files/baseline-text.js';
import { UsageError } from '../../../src/run/usage-error.js';
import { schemaText, undescribedIn } from '../../json-schemas.js';

// What users keep: it was written when its version was new, and is never written again.
const kept = fileURLToPath(new URL('../../fixtures/v1/baseline.json', import.meta.url));
const text = readFileSync(kept, 'utf8');

const generated = () => schemaText('baseline:1', baselineSchema);

describe('the schema', () => {
  it('is in schemas/ as it is in the code (vitest run -u writes it)', async () => {
    expect(undescribedIn(generated())).toEqual([]);
    await expect(generated()).toMatchFileSnapshot('../../../schemas/baseline.schema.json');
  });

  it('holds for what was written', () => {
    const { $schema: _, ...schema } = JSON.parse(generated());
    expect(new Ajv({ strict: false }).compile(schema)(JSON.parse(text))).toBe(true);
  });
});

it('a baseline of version 1 is still read', () => {
  const { baseline } = readBaseline(kept, text);
  const names = { fileOf: (file: string) => file, sourceOf: (short: string) => short };
  const disks = formerDisks(baseline, names);
  expect(
    disks.map(({ file, qualified, id, verdict, undecided, failures, counted }) =>
      [file, qualified, id, verdict, undecided !== '', failures.length, counted.length].join(' '),
    ),
  ).toEqual([
    'vms/db.xml db vda unsafe false 8 0',
    'vms/db.xml db vdb safe false 0 0',
    'vms/run.sh  vm1/virtio0 inconclusive false 8 2',
    'vms/run.sh  vm2/virtio0 inconclusive true 0 2',
    'vms/shop.yaml prod/shop d safe false 0 0',
  ]);
  const [first] = disks;
  expect(first?.settings).toMatchObject({ cache: 'unsafe' });
  expect(first?.around).toMatchObject({ qemu: '9.2', faults: 'all but node-loss' });
  expect(first?.failures).toContain('wal-commit:power-loss:lost');
});

describe('a mistake', () => {
  const mistakesIn = (changed: string): readonly string[] => {
    try {
      readBaseline('base.json', changed);
      return [];
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      return error.diagnostics.map(
        ({ file, line, column, message, help }) =>
          `${file}:${line}:${column} ${message} = ${help.split(':')[0]}`,
      );
    }
  };
  const swap = (from: string, to: string) => {
    expect(text).toContain(from);
    return text.replace(from, () => to);
  };
  const anew = 'write it anew with --write-base';

  it.each<[string, string, string]>([
    [
      'of another version, whatever else is in it',
      swap('"baseline/1"', '"baseline/2", "more": 1'),
      '2:16 a baseline of another version: `baseline/2` = this blkcheck reads baseline/1',
    ],
    [
      'of a word',
      swap('"verdict": "safe"', '"verdict": "save"'),
      '48:19 `save` is not accepted here = one of',
    ],
    [
      'of a key that there is not',
      swap('"verdict": "safe"', '"verdict": "safe", "line": 4'),
      '48:34 a disk has no such key = one of',
    ],
    [
      'of a key that is left out',
      swap('"machine": "db",\n', ''),
      `23:5 a disk needs \`machine\` = ${anew}`,
    ],
    [
      'of a key that stands twice',
      swap('"verdict": "safe"', '"verdict": "safe", "verdict": "safe"'),
      `48:38 \`verdict\` stands here twice = ${anew}`,
    ],
    [
      'of a type',
      swap('"crashRecovery": false', '"crashRecovery": "no"'),
      `16:23 true or false, not \`no\` = ${anew}`,
    ],
    [
      'that makes a disk safe that is not',
      swap('"verdict": "unsafe"', '"verdict": "safe"'),
      `28:19 \`safe\`, and something is wrong with it or not decided = ${anew}`,
    ],
    [
      'that takes a failure away',
      swap('        "wal-commit:host-crash:lost",\n', ''),
      `175:32 it is not what was written: its name is a digest of it = ${anew}`,
    ],
    [
      'that changes the site',
      swap('"disk.kind": "wce-honest"', '"disk.kind": "wce-lying"'),
      `129:25 it is not what was written: its name is a digest of it = ${anew}`,
    ],
    [
      'of a name of nothing',
      swap('"around": "80654e445fc53b95"', '"around": "constructor"'),
      `38:18 the file has no such \`around\` = ${anew}`,
    ],
    [
      'of a finding that there is not',
      swap('"BLK014-1b55f1ba80d37fd5"', '"__proto__"'),
      `40:10 the file has no such finding = ${anew}`,
    ],
    [
      'of a merge that was not finished',
      swap('"disks": [', '<<<<<<< HEAD\n"disks": ['),
      `22:3 not valid JSON: invalid symbol = ${anew}`,
    ],
    [
      'of a file that ends too early',
      text.slice(0, 700),
      `33:19 not valid JSON: unexpected end of string = ${anew}`,
    ],
    ['of a comment', swap('{', '{ // mine'), `1:3 not valid JSON: invalid comment token = ${anew}`],
    ['of nesting', '['.repeat(100_000), '1:65 nested too deeply'],
    ['of a list', '[]', `1:1 the file needs \`blkcheck\` = ${anew}`],
    ['of nothing', '', `1:1 not valid JSON: value expected = ${anew}`],
  ])('%s has its place', (_, changed, mistake) => {
    expect(mistakesIn(changed)[0]).toContain(`base.json:${mistake}`);
  });
});

describe('many mistakes', () => {
  const count = 100_000;
  const many = (entry: (at: number) => string) =>
    Array.from({ length: count }, (_, at) => entry(at)).join(',');
  const read = (changed: string) => {
    try {
      readBaseline('base.json', changed);
    } catch (error) {
      if (error instanceof UsageError) return error.diagnostics.length;
    }
    return 0;
  };

  it.each([
    ['names', text.replace('"around": {', `"around": {${many((at) => `"${at}": {}`)},`)],
    ['types', text.replace('"around": {', `"around": {${many((at) => `"${at}": 1`)},`)],
    ['keys', text.replace('"around": {', `"around": {${many(() => '"x": {}')},`)],
    ['disks', text.replace('"disks": [', `"disks": [${many(() => '{}')},`)],
  ])('of %s are told as far as anybody reads', (_, changed) => {
    const start = performance.now();
    expect(read(changed)).toBe(50);
    expect(performance.now() - start).toBeLessThan(20_000);
  });
});

describe('what is a baseline', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'blkcheck-baseline-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const recognised = (content: string | Uint8Array) => {
    const file = join(folder, 'file');
    writeFileSync(file, content);
    return baselineText(file);
  };

  it('is told by its content, with whatever mistakes', () => {
    expect(recognised(text)).toBe(text);
    expect(recognised(`\ufeff${text}`)).toBe(text);
    expect(recognised(JSON.stringify(JSON.parse(text)))).not.toBeNull();
    expect(recognised('<<<<<<< HEAD\n{ "blkcheck" : "baseline/9"')).not.toBeNull();
  });

  it('is nothing else', () => {
    expect(baselineText(join(folder, 'nothing'))).toBeNull();
    expect(baselineText(folder)).toBeNull();
    for (const other of ['', '<domain/>', '{ "blkcheck": "replay/1" }', new Uint8Array([0xff, 0])])
      expect(recognised(other)).toBeNull();
  });

  it('has an end', () => {
    const large = `{ "blkcheck": "baseline/1", "x": "${'x'.repeat(65 * 1_048_576)}" }`;
    expect(() => recognised(large)).toThrow('larger than 64 MiB');
    expect(() => recognised(Buffer.from([...Buffer.from(text), 0xff]))).toThrow('not UTF-8');
  });
});
