import { expect, it } from 'vitest';
import { baselineDefinitions } from '../../src/library/baseline-definitions.js';
import { checkDefinitions } from '../../src/library/check-definitions.js';

/** A definition that lies in no file. */
function machine(name: string, cache: 'none' | 'unsafe') {
  const disk = `{ type: disk, pool: default, source: data, io.cache: ${cache} }`;
  return { name: `${name}.yaml`, text: `name: ${name}\ndevices:\n  data: ${disk}\n` };
}

const before = [machine('db', 'unsafe'), machine('web', 'none')];
const scenarios = ['wal-commit'];
const { result, text, reason } = await baselineDefinitions({ definitions: before, scenarios });
const base = { name: 'yesterday', text };

async function comparedOf(definitions: typeof before) {
  const { comparison, summary } = await checkDefinitions({ definitions, scenarios, base });
  const changes = comparison?.changes.map((each) => `${each.machine} ${each.change}`);
  return { base: comparison?.base, changes, exitCode: summary.exitCode };
}

it('gives the result of what it judged, and what is kept of it', async () => {
  expect(result).toEqual(await checkDefinitions({ definitions: before, scenarios }));
  expect(reason).toBe('');
  expect(JSON.parse(text)).toMatchObject({ blkcheck: 'baseline/1', disks: [{}, {}] });
});

it('texts are compared with what was kept of them', async () => {
  const named = { base: 'yesterday' };
  expect(await comparedOf(before)).toEqual({ ...named, changes: [], exitCode: 0 });
  const worse = [machine('db', 'unsafe'), machine('web', 'unsafe')];
  expect(await comparedOf(worse)).toEqual({ ...named, changes: ['web worse'], exitCode: 1 });
  const gone = [machine('db', 'unsafe')];
  expect(await comparedOf(gone)).toEqual({ ...named, changes: ['web gone'], exitCode: 0 });
  const renamed = [{ ...machine('db', 'unsafe'), name: 'other.yaml' }, machine('web', 'none')];
  expect(await comparedOf(renamed)).toEqual({ ...named, changes: [], exitCode: 0 });
});

it('is kept only while no disk is worse', async () => {
  const keep = (definitions: typeof before) =>
    baselineDefinitions({ definitions, scenarios, base });
  const worse = await keep([machine('db', 'unsafe'), machine('web', 'unsafe')]);
  expect([worse.text, worse.reason]).toEqual(['', '1 disk is worse']);
  expect(worse.result.summary.exitCode).toBe(1);
  const better = await keep([machine('db', 'none'), machine('web', 'none')]);
  expect(better.reason).toBe('');
  expect(better.text).not.toContain('BLK014');
});

it('is none of a run that was interrupted', async () => {
  const signal = AbortSignal.abort();
  const kept = await baselineDefinitions({ definitions: before, scenarios, signal });
  expect([kept.text, kept.reason]).toEqual(['', 'the run was interrupted']);
});

it.each([
  [{ base: { name: 'b', text: '{}' } }, 'the file needs `blkcheck`'],
  [{ base: { name: 'b', text: '' } }, 'not valid JSON'],
  [{ base, scenarios: ['wal'] }, 'other scenarios than when the baseline was written'],
  [{ base, profile: '2009-08' }, 'profile: '],
  [{ timeSeconds: 9 }, 'not with timeSeconds, which may end before all are judged'],
])('%j is a mistake, in the words of the library', async (options, message) => {
  const judging = baselineDefinitions({ definitions: before, scenarios, ...options });
  const mistake = await judging.then(
    () => '',
    (error) => error,
  );
  expect(mistake).toMatchObject({ name: 'UsageError', message: expect.stringContaining(message) });
  expect(JSON.stringify(mistake.diagnostics)).not.toMatch(/--\w/u);
});
