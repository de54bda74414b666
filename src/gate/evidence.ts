import type { DiskEvidence } from '../model/gate-result.js';
import { isWhole, type ResultRow } from '../model/result.js';

/** What the rows of a disk rest on together; rows without a fault judge the scenario, not the disk. */
export function evidenceOf(rows: readonly ResultRow[], configurations: number): DiskEvidence {
  const struck = rows.filter(({ fault }) => fault !== 'none');
  const sum = (key: 'runs' | 'workloads' | 'exercisedRuns' | 'schedules' | 'crashPoints') =>
    struck.reduce((total, { explored }) => total + explored[key], 0);
  const crashStates = struck.reduce((all, { explored }) => all + BigInt(explored.crashStates), 0n);
  return {
    configurations,
    rows: struck.length,
    proved: scenariosOf(struck, 'exhaustive'),
    sampled: scenariosOf(struck, 'sampled'),
    explored: {
      runs: sum('runs'),
      workloads: sum('workloads'),
      exercisedRuns: sum('exercisedRuns'),
      schedules: sum('schedules'),
      crashPoints: sum('crashPoints'),
      crashStates: String(crashStates),
      executions: struck.reduce((total, { explored }) => total + explored.executions, 0),
    },
  };
}

function scenariosOf(rows: readonly ResultRow[], wanted: ResultRow['basis']): readonly string[] {
  const own = rows.filter(
    (row) => row.basis === wanted && isWhole(row) && row.explored.runs + row.explored.workloads > 0,
  );
  return [...new Set(own.map(({ scenario }) => scenario))].sort();
}
