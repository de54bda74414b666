import { expect, it } from 'vitest';
import { rowJobsOf } from '../../src/run/job.js';
import { loadScenarios } from '../../src/run/load-scenario.js';
import { answer, type WorkerTask } from '../../src/run/worker.js';
import { samplePlan } from './samples.js';

/** Long enough for the clock to be looked at before its end. */
const transactions = 400;

const taskOf = async (deadlineMs: number): Promise<WorkerTask> => {
  const [loaded] = await loadScenarios(['scenarios/wal.yaml']);
  if (loaded === undefined) throw new Error('no scenario');
  const plan = samplePlan({ frontends: ['scsi'], caches: ['writeback', 'none'] });
  const rows = rowJobsOf(plan).filter(({ fault }) => fault === 'power-loss');
  return {
    run: -deadlineMs,
    scenario: 'wal',
    source: loaded.source,
    parameters: { transactions },
    method: 'proof',
    batches: rows.map(({ id, stack, configuration, fault }) => [
      { id, stack, configuration, fault },
    ]),
    seed: 1,
    runs: 0,
    blkcheckVersion: '0.0.0-test',
    proof: { executionsMax: 1_000_000, deadlineMs, without: ['sharing'], crashRecovery: false },
  };
};

it('answers for every row once the time is over, and says what it covered', async () => {
  const [first, second] = await answer(await taskOf(1));
  expect(first).toMatchObject({
    kind: 'examined',
    examination: {
      verdict: 'inconclusive',
      basis: 'exhaustive',
      explored: { runs: 0, workloads: 1, crashPoints: expect.any(Number) },
      reason: expect.stringMatching(/^the search ended at its limit, after [1-9]/u),
    },
  });
  // Its proof was not begun.
  expect(second).toMatchObject({
    examination: { verdict: 'inconclusive', explored: { executions: 0, crashPoints: 0 } },
  });
});

it('proves the same where there is time', async () => {
  const verdicts = (await answer(await taskOf(0))).map((each) =>
    each.kind === 'examined' ? each.examination.verdict : each.kind,
  );
  expect(verdicts).toEqual(['safe', 'safe']);
});
