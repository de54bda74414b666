import { Ajv } from 'ajv';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { readSite } from '../../../src/config/site/read.js';
import { siteSchema } from '../../../src/config/site/schema.js';
import { sourceText } from '../../../src/config/text.js';
import { schemaText } from '../../json-schemas.js';

const file = 'schemas/config.schema.json';

const generated = () => schemaText('config:1', siteSchema, { title: 'blkcheck.config.yaml' });

it('is in schemas/ as it is in the code (vitest run -u writes it)', async () => {
  await expect(generated()).toMatchFileSnapshot(`../../../${file}`);
});

const { $schema: _, ...schema } = JSON.parse(generated());
const validate = new Ajv({ strict: false }).compile(schema);

it.each([
  ['', true],
  ['{}', true],
  ['{ qemu: "9.2", default: { host: { mount: noatime } } }', true],
  ['{ default: { host: { layers: [lvm, { kind: md, level: 6, writeHole: ppl }] } } }', true],
  ['{ disks: [{ match: { disk: vda }, disposable: scratch }] }', true],
  ['{ default: { disk: { kind: ssd } } }', false],
  ['{ default: { host: { layers: [{ kind: md }] } } }', false],
  ['{ disks: [{ disposable: scratch }] }', false],
  ['{ defaults: {} }', false],
])('an editor and the reader agree on %s', (text, isRight) => {
  expect(validate(parse(text) ?? {})).toBe(isRight);
  expect('site' in readSite(sourceText('x.yaml', text))).toBe(isRight);
});

it('describes every key', () => {
  const missing: string[] = [];
  const visit = (node: unknown, path: string): void => {
    if (typeof node !== 'object' || node === null) return;
    const properties = 'properties' in node ? (node.properties as Record<string, object>) : {};
    for (const [key, value] of Object.entries(properties)) {
      const isGroup = 'properties' in value || key === 'kind';
      if (!isGroup && !('description' in value)) missing.push(`${path}/${key}`);
    }
    for (const [key, value] of Object.entries(node)) visit(value, `${path}/${key}`);
  };
  visit(JSON.parse(generated()), '');
  expect(missing).toEqual([]);
});
