import { fileURLToPath } from 'node:url';
import * as v from 'valibot';
import { expect, it } from 'vitest';
import { definitionsFixSchema, fixSchema } from '../../src/report/fix/fix-schema.js';
import { matrixSchema } from '../../src/report/matrix/matrix-schema.js';
import { findingSchema, replaySchema } from '../../src/report/story/finding-schema.js';
import { scriptSchema } from '../../src/report/story/script-schema.js';
import { jsonText } from '../../src/report/text/json-text.js';
import { runFix } from '../../src/run/fix/fix.js';
import { runFixDefinitions } from '../../src/run/fix/fix-definitions.js';
import { runMatrix } from '../../src/run/matrix/matrix.js';
import { schemaText, undescribedIn } from '../json-schemas.js';

/** Named, so that they are written out once. */
const named = {
  definitions: { finding: findingSchema, replay: replaySchema, script: scriptSchema },
  definitionTypes: { finding: 'Finding', replay: 'Replay', script: 'Script' },
};

it.each([
  ['fix', fixSchema, 'FixResult', {}],
  ['fix-definitions', definitionsFixSchema, 'DefinitionsFixResult', {}],
  ['matrix', matrixSchema, 'MatrixResult', named],
] as const)(
  'schemas/%s.schema.json is as in the code (vitest run -u writes it)',
  async (name, schema, type, definitions) => {
    const generated = schemaText(`${name}:1`, schema, { types: [type], ...definitions });
    expect(undescribedIn(generated)).toEqual([]);
    await expect(generated).toMatchFileSnapshot(`../../schemas/${name}.schema.json`);
  },
);

it('a fix is what its schema says', async () => {
  const { result } = await runFix({
    stack: 'ide/none',
    profile: '2009-08',
    diskClass: 'nvme',
    scenarios: ['contract-client'],
  });
  const read: unknown = JSON.parse(jsonText(result));
  expect(v.parse(fixSchema, read)).toEqual(result);
  expect(v.is(fixSchema, { ...result, more: 1 })).toBe(false);
});

it('a fix of definitions is what its schema says', async () => {
  const folder = fileURLToPath(new URL('../../examples/vms/', import.meta.url));
  const { result } = await runFixDefinitions({
    configs: {
      names: [`${folder}run.sh`],
      format: '',
      qemuVersion: '',
      storageFile: '',
      stdinName: '',
      siteFile: '',
      ignoreUnknown: false,
      mayBeEmpty: false,
      found: [],
      pastFolder: '',
    },
    change: { diskClass: 'nvme', scenarios: ['wal-commit'] },
    onProgress: () => undefined,
  });
  const read: unknown = JSON.parse(jsonText(result));
  expect(v.parse(definitionsFixSchema, read)).toEqual(result);
  expect(v.is(definitionsFixSchema, { ...result, answers: null })).toBe(false);
});

it('a matrix is what its schema says', async () => {
  const { result } = await runMatrix({
    profile: '2009-08',
    scenarios: ['contract-client'],
    vary: ['frontend', 'cache'],
  });
  const read: unknown = JSON.parse(jsonText(result));
  expect(v.parse(matrixSchema, read)).toEqual(result);
  expect(v.is(matrixSchema, { ...result, cells: -1 })).toBe(false);
});
