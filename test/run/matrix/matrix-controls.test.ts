import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { runMatrix } from '../../../src/run/matrix/matrix.js';
import * as controls from '../../../src/run/matrix/matrix-controls.js';

const folder = mkdtempSync(join(tmpdir(), 'blkcheck-matrix-'));

/** A workload of one sector, with these steps. */
function scenarioFile(name: string, steps: readonly string[], more: readonly string[] = []) {
  const lines = [
    'blkcheck: scenario/1',
    `name: ${name}`,
    'suite: completion',
    'summary: One of a test.',
    'models: Nothing.',
    'disk: { sectors: 64 }',
    ...more,
    'regions:',
    '  a: { at: 0, sectors: 1 }',
    'steps:',
    ...steps.map((step) => `  - ${step}`),
  ];
  const file = join(folder, `${name}.yaml`);
  writeFileSync(file, `${lines.join('\n')}\n`);
  return file;
}

const careless = scenarioFile('careless-client', [
  'write: a',
  'wait',
  'acknowledge: { durable: all }',
]);
const careful = scenarioFile('careful-client', [
  'write: a',
  'fsync',
  'acknowledge: { durable: all }',
]);
const few = {
  vary: ['frontend', 'cache'],
  faults: ['power-loss'],
  frontends: ['scsi', 'virtio-blk'],
  caches: ['none', 'writethrough', 'unsafe'],
};

it('counts no workload that fails on honest machines against a configuration', async () => {
  const { result } = await runMatrix({ ...few, files: [careless] });
  const { conditions, scenarios, summary, leftOut } = result;
  expect(conditions).toEqual([]);
  expect(scenarios).toEqual([]);
  expect(summary).toMatchObject({ safe: 0, unsafe: 0, inconclusive: 6, exitCode: 1 });
  expect(summary.workloadBugs).toMatchObject([
    { scenario: 'careless-client', control: 'bare-metal', finding: { rule: 'BLK009' } },
  ]);
  expect(leftOut).toEqual([
    {
      scenario: 'careless-client',
      reason: expect.stringMatching(
        /^has a bug of its own \(BLK009\): it fails on the bare-metal control, so it counts against no cell: /u,
      ),
    },
  ]);
});

it('says of the others what it says of them alone', async () => {
  const [alone, beside] = [
    await runMatrix({ ...few, files: [careful] }),
    await runMatrix({ ...few, files: [careful, careless], prove: true }),
  ];
  expect(beside.result.conditions).toEqual(alone.result.conditions);
  expect(beside.result.conditions.length).toBeGreaterThan(0);
  expect(beside.result.scenarios).toEqual(['careful-client']);
  expect(alone.result.summary.workloadBugs).toEqual([]);
  expect(beside.blkcheckBugs).toEqual([]);
});

it('claims no proof where no workload is left', async () => {
  const { result } = await runMatrix({ ...few, files: [careless], prove: true });
  expect([result.basis, result.executions]).toEqual(['analysis', 0]);
});

it('controls what somebody changed, and nothing that the tests have proved', async () => {
  const run = vi.spyOn(controls, 'runControls');
  await runMatrix({ ...few, scenarios: ['wal'] });
  expect(run).not.toHaveBeenCalled();
  await runMatrix({ ...few, scenarios: ['wal'], parameters: { transactions: 2 } });
  expect(run).toHaveBeenCalledOnce();
});

it('settles nothing with a workload of which the controls do not come to an end', async () => {
  vi.spyOn(controls, 'runControls').mockResolvedValueOnce({
    bugs: [],
    unsettled: [{ scenario: 'careful-client', reason: 'the limit' }],
  });
  const mild = { ...few, caches: ['none'], scenarios: ['wal'], files: [careful] };
  const { result } = await runMatrix(mild);
  expect(result.scenarios).toEqual(['wal']);
  expect(result.leftOut).toEqual([
    {
      scenario: 'careful-client',
      reason: 'could not be shown to hold on honest machines: the limit',
    },
  ]);
  expect(result.summary).toMatchObject({ unsafe: 0, inconclusive: 0, exitCode: 3 });
});
