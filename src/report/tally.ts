import type { RunResult } from '../model/result.js';
import type { Verdict } from '../model/verdict.js';
import type { Paint } from './paint.js';
import { displayWidth } from './width.js';

function counted(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}

function cellCounts({ cells, summary }: RunResult): string {
  const of = (verdict: Verdict): number => cells.filter((cell) => cell.verdict === verdict).length;
  const counts = ['safe', 'unsafe', 'inconclusive'] as const satisfies readonly Verdict[];
  const some = counts.filter((verdict) => of(verdict) > 0);
  const waived = summary.waived > 0 ? `, ${summary.waived} waived` : '';
  const own = new Set(summary.workloadBugs.map(({ scenario }) => scenario)).size;
  const bugs = own > 0 ? `, ${counted(own, 'workload bug')}` : '';
  const words = some.map((verdict) => `${of(verdict)} ${verdict}`).join(', ') || 'none';
  return `${words} of ${counted(cells.length, 'cell')}${waived}${bugs}`;
}

const separator = ' · ';

/** The last line: how many, of what, and what the command returns; two lines where they must be. */
export function tallyLines(result: RunResult, columns: number, paint: Paint): readonly string[] {
  const { exitCode } = result.summary;
  const interrupted = result.interrupted ? ['interrupted'] : [];
  const cells = cellCounts(result);
  const results = counted(result.results.length, 'result');
  const end = ['catalogue, not your machine', `exit ${exitCode}`];
  const whole = [...interrupted, `${cells}, ${results}`, ...end].join(separator);
  const short = [...interrupted, cells, ...end].join(separator);
  const fitting = [whole, short].find((line) => displayWidth(line) <= columns);
  const lines =
    fitting === undefined
      ? [[...interrupted, `${cells}, ${results}`].join(separator), end.join(separator)]
      : [fitting];
  return lines.map(exitCode === 0 ? paint.good : paint.strong);
}
