import type { Explored } from '../../model/result.js';

type Covered = Pick<Explored, 'runs' | 'executions' | 'crashPoints'>;

/** Why a search is not complete. */
export function endWords(isInterrupted: boolean): string {
  return isInterrupted ? 'interrupted' : 'the search ended at its limit';
}

/** How far a search came that is not complete. */
export function coveredWords({ runs, executions, crashPoints }: Covered): string {
  if (runs > 0) return `after ${runs} generated runs`;
  return `after ${executions} executions at ${crashPoints} crash points`;
}

/** Why a row has no more to say; one that found something may have ended before it had found all. */
export function unfinishedWords(isInterrupted: boolean, covered: Covered, found: number): string {
  const more = found > 0 ? ': not all kinds were looked for' : '';
  return `${endWords(isInterrupted)}, ${coveredWords(covered)}${more}`;
}
