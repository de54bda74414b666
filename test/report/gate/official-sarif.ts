import { createRequire } from 'node:module';
import draft04 from 'ajv-draft-04';
import formats from 'ajv-formats';

const schema = createRequire(import.meta.url)(
  '@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json',
);

// One pattern of the schema is no Unicode pattern.
const ajv = new draft04.default({ strict: false, unicodeRegExp: false });
formats.default(ajv);

/** By the schema of OASIS, of SARIF 2.1.0 (rtm.5). */
export const isOfficialSarif = ajv.compile(schema);
