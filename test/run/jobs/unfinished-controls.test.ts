import { expect, it } from 'vitest';
import { controlsOf, rowJobsOf } from '../../../src/run/jobs/job.js';
import { withUnfinishedControls } from '../../../src/run/jobs/unfinished-controls.js';
import { planRun } from '../../../src/run/plan.js';
import { runPlan } from '../../../src/run/run-plan.js';
import { inconclusive, safe, samplePlan } from '../samples.js';

const words = { scenarios: ['wal'], frontends: ['virtio-blk'], caches: ['none'] };

async function reasonsOf(options: Parameters<typeof planRun>[0]): Promise<readonly string[]> {
  const plan = await planRun({ ...words, ...options });
  const { result } = await runPlan(plan, new AbortController().signal, () => {});
  return result.results.map(({ reason }) => reason);
}

it('says how far the controls came where they took all of the time', async () => {
  const without = ['crash-points', 'lazy-states'];
  const reasons = await reasonsOf({
    parameters: { transactions: 10_000 },
    without,
    timeSeconds: 3,
  });
  const told =
    /^the search ended at its limit among the controls, on honest machines, after [1-9]\d* executions at [1-9]\d* crash points$/u;
  expect(reasons).toEqual([expect.stringMatching(told), expect.stringMatching(told)]);
});

it('says of a row that was gone through in part how far that came', async () => {
  const [, reason] = await reasonsOf({ parameters: { transactions: 2 }, maxExecutions: 5 });
  expect(reason).toBe('the search ended at its limit, after 5 executions at 1 crash points');
});

it.each([
  [
    'interrupted',
    true,
    inconclusive,
    'interrupted among the controls, on honest machines, after 20',
  ],
  [
    'cut',
    false,
    inconclusive,
    'the search ended at its limit among the controls, on honest machines',
  ],
  ['whole', true, safe, null],
])('says of a row that was not begun how far %s controls came', (_, isInterrupted, each, told) => {
  const plan = samplePlan({ frontends: ['ide'], caches: ['none'] });
  const controls = controlsOf(plan).slice(0, 2);
  const examinations = new Map(controls.map(({ id }) => [id, each]));
  const rows = rowJobsOf(plan);
  const answers = withUnfinishedControls(rows, new Map(), {
    controls,
    examinations,
    isInterrupted,
  });
  expect(answers.size).toBe(told === null ? 0 : rows.length);
  for (const { verdict, reason } of answers.values())
    expect([verdict, reason.slice(0, told?.length)]).toEqual(['inconclusive', told]);
});

it.each([
  ['of a row that was cut before it had looked at anything', true],
  ['nothing of a row of which a recovery failed, whatever that says', undefined],
])('says %s', (_, isCut) => {
  const plan = samplePlan({ frontends: ['ide'], caches: ['none'] });
  const controls = controlsOf(plan).slice(0, 1);
  const [row] = rowJobsOf(plan);
  if (row === undefined) throw new Error('there is a row');
  const explored = { ...inconclusive.explored, runs: 0, executions: 0 };
  const reason = 'the search ended at its limit: so says the recovery';
  const own = { ...inconclusive, explored, reason, ...(isCut && { isCut }) };
  const answers = withUnfinishedControls([row], new Map([[row.id, own]]), {
    controls,
    examinations: new Map(controls.map(({ id }) => [id, inconclusive])),
    isInterrupted: false,
  });
  expect(answers.get(row.id)?.reason === reason).toBe(isCut === undefined);
});
