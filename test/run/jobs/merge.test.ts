import { describe, expect, it } from 'vitest';
import { faultIds } from '../../../src/model/fault.js';
import { controlsOf, rowJobsOf } from '../../../src/run/jobs/job.js';
import { mergeOutcome, type RunOutcome, type Stopped } from '../../../src/run/jobs/merge.js';
import { failedControlsOf } from '../../../src/run/jobs/workload-bugs.js';
import type { RunPlan } from '../../../src/run/plan.js';
import type { Examination } from '../../../src/search/examine/examine.js';
import { inconclusive, safe, samplePlan, unsafe } from '../samples.js';

type Answers = Readonly<Record<string, Examination>>;

/** Everything is safe but what is said. */
function merged(plan: RunPlan, answers: Answers): RunOutcome {
  const jobs = [...controlsOf(plan), ...rowJobsOf(plan)];
  const examinations = new Map(jobs.map(({ id }) => [id, answers[id] ?? safe]));
  return mergeOutcome(plan, failedControlsOf(controlsOf(plan), examinations), examinations, 'no');
}

function stoppedAfter(plan: RunPlan, ids: readonly string[], stopped: Stopped): RunOutcome {
  const examinations = new Map(ids.map((id) => [id, safe]));
  return mergeOutcome(plan, [], examinations, stopped);
}

const oneCell = samplePlan({ frontends: ['ide'], caches: ['none'] });
const row = 'wal:ide/none:power-loss';

describe('the jobs of a plan', () => {
  it('are a control without a fault and one job for each fault', () => {
    const plan = samplePlan({ frontends: ['ide'], caches: ['none'], faults: ['all'] }, ['a', 'b']);
    expect(rowJobsOf(plan).map(({ id }) => id)).toEqual(
      ['a', 'b'].flatMap((name) =>
        ['none', ...faultIds].map((fault) => `${name}:ide/none:${fault}`),
      ),
    );
  });

  it('have the honest stacks as controls', () => {
    expect(controlsOf(oneCell).map(({ id }) => id)).toEqual([
      'wal:strictest:none',
      'wal:strictest:power-loss',
      'wal:bare-metal:power-loss',
    ]);
  });
});

describe('a merged run', () => {
  it('is in the order of the plan, whatever order things ended in', () => {
    const plan = samplePlan({ faults: ['all'] }, ['a', 'b']);
    const jobs = [...controlsOf(plan), ...rowJobsOf(plan)];
    const answers = jobs.map(({ id }) => [id, safe] as const);
    const forward = mergeOutcome(plan, [], new Map(answers), 'no');
    const backward = mergeOutcome(plan, [], new Map(answers.toReversed()), 'no');
    expect(JSON.stringify(backward)).toBe(JSON.stringify(forward));
  });

  it('is safe where every row is', () => {
    const { result } = merged(oneCell, {});
    expect(result.summary).toMatchObject({ safe: 2, unsafe: 0, inconclusive: 0, exitCode: 0 });
    expect(result.cells).toMatchObject([{ id: 'ide/none', verdict: 'safe', kinds: [] }]);
  });

  it('has cells as bad as their worst row, with all kinds', () => {
    const plan = samplePlan({ frontends: ['ide'], caches: ['none'] }, ['a', 'b', 'c']);
    const { result } = merged(plan, {
      'a:ide/none:power-loss': unsafe('a', 'reordered'),
      'b:ide/none:power-loss': unsafe('b', 'lost'),
      'c:ide/none:power-loss': inconclusive,
    });
    expect(result.cells).toMatchObject([{ verdict: 'unsafe', kinds: ['lost', 'reordered'] }]);
    expect(result.summary).toMatchObject({ unsafe: 2, inconclusive: 1, exitCode: 1 });
  });

  it('is inconclusive where that is the worst', () => {
    const { result } = merged(oneCell, { [row]: inconclusive });
    expect(result.cells).toMatchObject([{ verdict: 'inconclusive' }]);
    expect(result.summary.exitCode).toBe(3);
  });
});

describe('a workload with a bug of its own', () => {
  const plan = samplePlan({ frontends: ['ide'], caches: ['none'] }, ['own', 'wal']);
  const { result, blkcheckBugs } = merged(plan, {
    'own:bare-metal:power-loss': unsafe('own:bare-metal:power-loss', 'torn'),
    'own:ide/none:power-loss': unsafe('own:ide/none:power-loss', 'torn'),
  });

  it('is reported as that', () => {
    expect(result.summary.workloadBugs).toMatchObject([
      { scenario: 'own', control: 'bare-metal', finding: { kind: 'torn' } },
    ]);
    expect(result.summary.exitCode).toBe(1);
    expect(blkcheckBugs).toEqual([]);
  });

  it('counts against no configuration', () => {
    expect(result.cells).toMatchObject([{ verdict: 'safe', kinds: [] }]);
    expect(result.cells[0]?.results).not.toContain('own:ide/none:power-loss');
    const own = result.results.find(({ id }) => id === 'own:ide/none:power-loss');
    expect(own).toMatchObject({ verdict: 'inconclusive', findings: [] });
    expect(own?.reason).toContain('it fails on honest bare metal');
  });

  it('leaves the other faults as they are', () => {
    const other = result.results.find(({ id }) => id === 'own:ide/none:none');
    expect(other?.verdict).toBe('safe');
  });

  it('is named after the control that asks least of it', () => {
    const fails = merged(plan, {
      'own:bare-metal:power-loss': unsafe('bare'),
      'own:strictest:power-loss': unsafe('strict'),
      'own:strictest:none': unsafe('free'),
    });
    expect(fails.result.summary.workloadBugs).toMatchObject([{ control: 'fault-free' }]);
  });

  it('leaves a cell open where nothing else was run', () => {
    const alone = merged(oneCell, { 'wal:strictest:none': unsafe('free') });
    expect(alone.result.cells).toMatchObject([{ verdict: 'inconclusive', results: [] }]);
  });
});

describe('never green by accident', () => {
  it('a fault that had nothing to take is no pass', () => {
    const explored = { ...safe.explored, exercisedRuns: 0 };
    const { result, vacuous } = merged(oneCell, { [row]: { ...safe, explored } });
    expect(vacuous).toEqual([row]);
    const proved = { ...safe, basis: 'exhaustive', explored } as const;
    expect(merged(oneCell, { [row]: proved }).vacuous).toEqual([row]);
    expect(result.summary).toMatchObject({ inconclusive: 1, exitCode: 2 });
  });

  it('a failure without any fault is a bug of blkcheck', () => {
    const outcome = merged(oneCell, { 'wal:ide/none:none': unsafe('wal:ide/none:none') });
    expect(outcome.blkcheckBugs).toEqual(['wal:ide/none:none: fails without a fault']);
    expect(outcome.result.summary.exitCode).toBe(70);
  });

  it('a row that was not begun is inconclusive', () => {
    const { result } = stoppedAfter(oneCell, ['wal:ide/none:none'], 'interrupted');
    expect(result.interrupted).toBe(true);
    expect(result.summary).toMatchObject({ safe: 1, inconclusive: 1, exitCode: 130 });
    expect(result.results[1]).toMatchObject({ id: row, reason: 'interrupted' });
  });

  it('nor is it safe when the time was over', () => {
    const plan = { ...oneCell, timeMs: 1500 };
    const { result } = stoppedAfter(plan, ['wal:ide/none:none'], 'time');
    expect(result.interrupted).toBe(false);
    expect(result.summary.exitCode).toBe(3);
    expect(result.results[1]?.reason).toBe('the time limit of 1.5 s was reached');
  });

  it.each([
    ['proof', 'exhaustive'],
    ['sample', 'sampled'],
  ] as const)('what was to be answered by a %s has that as its basis', (method, basis) => {
    const scenarios = oneCell.scenarios.map((scenario) => ({ ...scenario, method }));
    const { result } = stoppedAfter({ ...oneCell, scenarios }, [], 'time');
    expect(result.results.map((each) => each.basis)).toEqual([basis, basis]);
  });

  it('a row that got lost is a bug', () => {
    expect(() => stoppedAfter(oneCell, [], 'no')).toThrow('no examination of wal:ide/none:none');
  });
});
