import * as v from 'valibot';
import { expect, it } from 'vitest';
import { renderJson } from '../../../src/report/run/json.js';
import { reportSchema } from '../../../src/report/run/result-schema.js';
import { findingSchema, replaySchema } from '../../../src/report/story/finding-schema.js';
import { scriptSchema } from '../../../src/report/story/script-schema.js';
import { schemaText, undescribedIn } from '../../json-schemas.js';
import { aFinding } from '../fixtures.js';
import { result2009 } from '../result-2009.js';

/** Named, so that they are written out once. */
const named = {
  definitions: { finding: findingSchema, replay: replaySchema, script: scriptSchema },
  definitionTypes: { finding: 'Finding', replay: 'Replay', script: 'Script' },
};

it('is in schemas/ as it is in the code (vitest run -u writes it)', async () => {
  const generated = schemaText('result:1', reportSchema, { types: ['RunResult'], ...named });
  expect(undescribedIn(generated)).toEqual([]);
  await expect(generated).toMatchFileSnapshot('../../../schemas/result.schema.json');
});

it('reads back from a report the finding that was put in, replay included', () => {
  const wanted = 'wal-commit:virtio-blk/none:power-loss#BLK004.lost';
  const report = v.parse(reportSchema, JSON.parse(renderJson(result2009())));
  const findings = report.results.flatMap((row) => row.findings);
  expect(findings.find(({ id }) => id === wanted)).toEqual(
    aFinding('lost', { id: wanted, rule: 'BLK004' }),
  );
});

it('refuses a replay that it does not know whole', () => {
  const { replay } = aFinding();
  expect(v.is(replaySchema, replay)).toBe(true);
  expect(v.is(replaySchema, { ...replay, blkcheck: 'replay/2' })).toBe(false);
  expect(v.is(replaySchema, { ...replay, more: 1 })).toBe(false);
  expect(v.is(replaySchema, { ...replay, script: { ...replay.script, sectorCount: -1 } })).toBe(
    false,
  );
  expect(v.is(replaySchema, { ...replay, script: null })).toBe(false);
});
