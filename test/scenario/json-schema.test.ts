import { readFileSync } from 'node:fs';
import { toJsonSchema } from '@valibot/to-json-schema';
import { Ajv } from 'ajv';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { wholeSchema } from '../../src/scenario/language/schema.js';
import { stepSchema } from '../../src/scenario/language/step-schema.js';
import { yamlFiles } from './files.js';

const file = 'schemas/scenario.schema.json';

function generated(): object {
  const schema = toJsonSchema(wholeSchema, { definitions: { step: stepSchema } });
  const { $schema, ...rest } = schema;
  return { $schema, title: 'blkcheck scenario/1', ...rest };
}

/** Run `npx vitest run test/scenario/json-schema -u` after a change of the language. */
test('the schema that ships is generated from the one that reads', async () => {
  // "No other keys" is a schema that nothing matches; editors say it better of `false`.
  const closed = (key: string, value: unknown) =>
    key === 'additionalProperties' && Object(value).not ? false : value;
  const text = `${JSON.stringify(generated(), closed, 2)}\n`;
  await expect(text).toMatchFileSnapshot(`../../${file}`);
});

test.each([...yamlFiles('scenarios'), ...yamlFiles('examples')])('%s is valid', (scenario) => {
  const validate = new Ajv({ strict: false }).compile(JSON.parse(readFileSync(file, 'utf8')));
  validate(parse(readFileSync(scenario, 'utf8')));
  expect(validate.errors).toBeNull();
});

test('every key of the language is described', () => {
  const missing: string[] = [];
  const visit = (node: unknown, path: string): void => {
    if (typeof node !== 'object' || node === null) return;
    const properties = 'properties' in node ? (node.properties as Record<string, object>) : {};
    for (const [key, value] of Object.entries(properties)) {
      const inner = Object.values(value).some((each) => typeof each === 'object');
      if (!('description' in value) && !('$ref' in value) && !inner) missing.push(`${path}/${key}`);
    }
    for (const [key, value] of Object.entries(node)) visit(value, `${path}/${key}`);
  };
  visit(generated(), '');
  expect(missing).toEqual([]);
});
