import type { Examination } from '../search/examine.js';
import type { Examinations } from './execute.js';
import type { Control, Job } from './job.js';

/**
 * Controls come first, and may take all of the time: a row for which nothing was left says how far
 * they came, because "after 0 executions" would hide what was done.
 */
export function withUnfinishedControls(
  rows: readonly Job[],
  examinations: Examinations,
  controls: readonly Control[],
  ofControls: Examinations,
): Examinations {
  const told = new Map(examinations);
  for (const { id, scenario } of rows) {
    const examination = told.get(id);
    if (examination === undefined || !isUntouched(examination)) continue;
    const own = controls
      .filter((control) => control.scenario === scenario)
      .flatMap((control) => ofControls.get(control.id) ?? []);
    if (own.some(({ verdict }) => verdict === 'inconclusive'))
      told.set(id, { ...examination, reason: reasonOf(own) });
  }
  return told;
}

function isUntouched({ verdict, explored }: Examination): boolean {
  return verdict === 'inconclusive' && explored.executions === 0 && explored.runs === 0;
}

function reasonOf(controls: readonly Examination[]): string {
  const sum = (count: (explored: Examination['explored']) => number): number =>
    controls.reduce((all, { explored }) => all + count(explored), 0);
  const executions = sum((explored) => explored.executions);
  const crashPoints = sum((explored) => explored.crashPoints);
  return `the search ended at its limit among the controls, on honest machines, after ${executions} executions at ${crashPoints} crash points`;
}
