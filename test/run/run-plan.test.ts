import { expect, it } from 'vitest';
import { planRun } from '../../src/run/plan.js';
import { runPlan } from '../../src/run/run-plan.js';

it('has proved what can be proved when it is stopped in a sample', async () => {
  const plan = await planRun({
    scenarios: ['litmus-sync', 'wal'],
    frontends: ['ide'],
    caches: ['none'],
    runs: 20,
  });
  expect(plan.scenarios.map(({ method }) => method)).toEqual(['sample', 'proof']);
  const controller = new AbortController();
  const { result } = await runPlan(plan, controller.signal, ({ last }) => {
    if (last.startsWith('litmus-sync')) controller.abort();
  });
  expect(result.interrupted).toBe(true);
  expect(result.results.map(({ id, reason }) => [id, reason])).toEqual([
    ['litmus-sync:ide/none:none', 'interrupted'],
    ['litmus-sync:ide/none:power-loss', 'interrupted'],
    ['wal:ide/none:none', ''],
    ['wal:ide/none:power-loss', ''],
  ]);
});
