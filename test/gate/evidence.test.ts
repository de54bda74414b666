import { expect, it } from 'vitest';
import { evidenceOf } from '../../src/gate/evidence.js';
import { judgeDisk, keyOf } from '../../src/gate/judge-disk.js';
import type { ResultRow } from '../../src/model/result.js';
import { result2009 } from '../report/result-2009.js';
import { candidates, diskOf, subjectOf } from './machines.js';

const [aRow] = result2009().results;
if (aRow === undefined) throw new Error('no row');

const huge = '340282366920938463463374607431768211456';
const row = (changes: Partial<ResultRow>): ResultRow => ({
  ...aRow,
  fault: 'power-loss',
  verdict: 'safe',
  basis: 'exhaustive',
  reason: '',
  findings: [],
  explored: {
    runs: 0,
    workloads: 1,
    exercisedRuns: 2,
    schedules: 3,
    crashPoints: 4,
    crashStates: huge,
    executions: 5,
  },
  ...changes,
});
const sampled: Partial<ResultRow> = {
  scenario: 'litmus',
  basis: 'sampled',
  explored: { ...row({}).explored, runs: 10, workloads: 0, crashStates: '0' },
};

it('is the sum of all rows in which a fault strikes', () => {
  const rows = [
    row({ scenario: 'b' }),
    row({ scenario: 'a' }),
    row(sampled),
    row({ fault: 'none' }),
  ];
  expect(evidenceOf(rows, 2)).toEqual({
    configurations: 2,
    rows: 3,
    proved: ['a', 'b'],
    sampled: ['litmus'],
    explored: {
      runs: 10,
      workloads: 2,
      exercisedRuns: 6,
      schedules: 9,
      crashPoints: 12,
      crashStates: '680564733841876926926749214863536422912',
      executions: 15,
    },
  });
});

it('does not count what a limit cut as proved', () => {
  const rows = [
    row({ scenario: 'a' }),
    row({ scenario: 'b', verdict: 'inconclusive' }),
    row({ scenario: 'c', verdict: 'unsafe', reason: 'the search ended at its limit' }),
  ];
  const { proved, explored } = evidenceOf(rows, 1);
  expect(proved).toEqual(['a']);
  expect(explored.executions).toBe(15);
});

it('a disk that is not decided names the scenario, the fault and that it was sampled', () => {
  const found = diskOf();
  const made = candidates(found);
  const [configuration] = made.configurations;
  if (configuration === undefined) throw new Error('no configuration');
  const open: Partial<ResultRow> = { ...sampled, verdict: 'inconclusive', reason: 'in none of 10' };
  const rows = [row({}), row(open), row({ ...open, scenario: 'other' })];
  const own = new Map(made.configurations.map((each) => [keyOf(each), rows]));
  expect(judgeDisk(subjectOf(found, made), own)).toMatchObject({
    verdict: 'inconclusive',
    reason: 'litmus at power-loss, sampled: in none of 10 (and 1 more scenario)',
  });
});
