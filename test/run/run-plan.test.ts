import { getEventListeners } from 'node:events';
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

it.each([
  ['none of what ships and is one script, whatever fails', { scenarios: ['wal'] }, []],
  [
    'those of what is changed',
    { scenarios: ['wal'], parameters: { transactions: 2 } },
    ['strictest', 'bare-metal'],
  ],
  ['those of what fails and is made by rules', { bounded: 1 }, ['strictest', 'bare-metal']],
  [
    'those of what fails and strikes twice',
    { scenarios: ['wal'], crashRecovery: true },
    ['strictest', 'bare-metal'],
  ],
])('examines of the controls %s', async (_, options, expected) => {
  const words = { frontends: ['virtio-blk'], caches: ['unsafe'] };
  const plan = await planRun({ ...words, ...options });
  const examined = new Set<string>();
  await runPlan(plan, new AbortController().signal, ({ last }) => {
    examined.add(last.split(':')[1] ?? '');
  });
  examined.delete('virtio-blk/unsafe');
  expect([...examined]).toEqual(expect.arrayContaining(expected));
  expect(examined.size).toBe(expected.length);
});

// `fix` asks about one disk after the other, with one signal; Node warns of more than ten listeners.
it('no more listens for an interruption once it is over', async () => {
  const plan = await planRun({ scenarios: ['wal'], frontends: ['ide'], caches: ['none'] });
  const { signal } = new AbortController();
  await runPlan(plan, signal, () => {});
  expect(getEventListeners(signal, 'abort')).toEqual([]);
});
