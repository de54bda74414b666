import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { wholeSchema } from '../../src/scenario/language/schema.js';
import { stepSchema } from '../../src/scenario/language/step-schema.js';
import { schemaText, undescribedIn } from '../json-schemas.js';
import { yamlFiles } from './files.js';

const file = 'schemas/scenario.schema.json';

const generated = () =>
  schemaText('scenario:1', wholeSchema, {
    title: 'blkcheck scenario/1',
    definitions: { step: stepSchema },
  });

/** Run `npx vitest run test/scenario/json-schema -u` after a change of the language. */
test('the schema that ships is generated from the one that reads', async () => {
  const text = generated();
  await expect(text).toMatchFileSnapshot(`../../${file}`);
});

test.each([...yamlFiles('scenarios'), ...yamlFiles('examples')])('%s is valid', (scenario) => {
  const validate = new Ajv({ strict: false }).compile(JSON.parse(readFileSync(file, 'utf8')));
  validate(parse(readFileSync(scenario, 'utf8')));
  expect(validate.errors).toBeNull();
});

test('every key of the language is described', () => {
  expect(undescribedIn(generated())).toEqual([]);
});
