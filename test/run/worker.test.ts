import { expect, it } from 'vitest';
import { rowJobsOf } from '../../src/run/jobs/job.js';
import { createStopFlag, raiseOnAbort } from '../../src/run/jobs/stop-flag.js';
import { loadScenarios } from '../../src/run/scenarios/load-scenario.js';
import { answer, type WorkerTask } from '../../src/run/worker.js';
import { samplePlan } from './samples.js';

/** Long enough for the clock to be looked at before its end. */
const transactions = 400;

let runs = 0;

const taskOf = async (deadlineMs: number, stop = createStopFlag()): Promise<WorkerTask> => {
  const [loaded] = await loadScenarios(['scenarios/wal.yaml']);
  if (loaded === undefined) throw new Error('no scenario');
  const plan = samplePlan({ frontends: ['scsi'], caches: ['writeback', 'none'] });
  const rows = rowJobsOf(plan).filter(({ fault }) => fault === 'power-loss');
  return {
    run: --runs,
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
    proof: {
      executionsMax: 1_000_000,
      deadlineMs,
      stop,
      without: ['sharing'],
      crashRecovery: false,
    },
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

it('answers for every row once it is told to stop, and says what it covered', async () => {
  const stop = createStopFlag();
  raiseOnAbort(stop, AbortSignal.abort());
  const [first, second] = await answer(await taskOf(0, stop));
  expect(first).toMatchObject({
    kind: 'examined',
    examination: {
      verdict: 'inconclusive',
      basis: 'exhaustive',
      explored: { runs: 0, workloads: 1, crashPoints: expect.any(Number) },
      reason: expect.stringMatching(/^interrupted, after [1-9]\d* executions at [1-9]/u),
    },
  });
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
