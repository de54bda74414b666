import { coveredWords, endWords } from '../../search/examine/end-words.js';
import type { Examination } from '../../search/examine/examine.js';
import type { Examinations } from './execute.js';
import type { Control, Job } from './job.js';
import { inconclusiveExamination } from './judge.js';

interface ToldControls {
  readonly controls: readonly Control[];
  readonly examinations: Examinations;
  readonly isInterrupted: boolean;
}

/**
 * Controls come first, and may take all of the time: a row for which nothing was left says how far
 * they came, because "after 0 executions", or nothing, would hide what was done.
 */
export function withUnfinishedControls(
  rows: readonly Job[],
  ofRows: Examinations,
  { controls, examinations, isInterrupted }: ToldControls,
): Examinations {
  const told = new Map(ofRows);
  for (const { id, scenario } of rows) {
    const examination = told.get(id);
    if (examination !== undefined && !isUntouched(examination)) continue;
    const own = controls
      .filter((control) => control.scenario === scenario)
      .flatMap((control) => examinations.get(control.id) ?? []);
    if (own.some(({ verdict }) => verdict === 'inconclusive')) {
      const known = examination ?? inconclusiveExamination(scenario.method, '');
      told.set(id, { ...known, reason: reasonOf(own, isInterrupted) });
    }
  }
  return told;
}

/** Not one of which a recovery failed: that has said so, and has the last word. */
function isUntouched({ verdict, isCut, explored: { executions, runs } }: Examination): boolean {
  return isCut === true && verdict === 'inconclusive' && executions === 0 && runs === 0;
}

function reasonOf(controls: readonly Examination[], isInterrupted: boolean): string {
  const sum = (count: (explored: Examination['explored']) => number): number =>
    controls.reduce((all, { explored }) => all + count(explored), 0);
  const covered = coveredWords({
    runs: sum((explored) => explored.runs),
    executions: sum((explored) => explored.executions),
    crashPoints: sum((explored) => explored.crashPoints),
  });
  return `${endWords(isInterrupted)} among the controls, on honest machines, ${covered}`;
}
