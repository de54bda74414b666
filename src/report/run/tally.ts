import type { RunResult } from '../../model/result.js';
import type { Verdict } from '../../model/verdict.js';
import type { Paint } from '../text/paint.js';
import { displayWidth } from '../text/width.js';

function counted(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}

function cellCounts({ cells, notRun, summary }: RunResult): string {
  const of = (verdict: Verdict): number => cells.filter((cell) => cell.verdict === verdict).length;
  const counts = ['safe', 'unsafe', 'inconclusive'] as const satisfies readonly Verdict[];
  const some = counts.filter((verdict) => of(verdict) > 0);
  const waived = summary.waived > 0 ? `, ${summary.waived} waived` : '';
  const own = new Set(summary.workloadBugs.map(({ scenario }) => scenario)).size;
  const bugs = own > 0 ? `, ${counted(own, 'workload bug')}` : '';
  const dropped = notRun.reduce((sum, { stacks }) => sum + stacks.length, 0);
  const left = dropped > 0 ? `, ${counted(dropped, 'stack')} not run` : '';
  const words = some.map((verdict) => `${of(verdict)} ${verdict}`).join(', ') || 'none';
  return `${words} of ${counted(cells.length, 'cell')}${waived}${bugs}${left}`;
}

export const separator = ' · ';

function interruption({ interrupted }: RunResult): readonly string[] {
  return interrupted ? ['interrupted'] : [];
}

function endOf({ summary }: RunResult): readonly string[] {
  return ['catalogue, not your machine', `exit ${summary.exitCode}`];
}

function painted({ summary }: RunResult, line: string, paint: Paint): string {
  return summary.exitCode === 0 ? paint.good(line) : paint.strong(line);
}

/** The last line where it is the only one, so that it has to name profile and seed too. */
export function loneTally(result: RunResult, paint: Paint): string {
  const words = [...interruption(result), cellCounts(result)];
  const ground = [`profile=${result.profile}`, `seed ${result.seed}`];
  return painted(result, [...words, ...ground, ...endOf(result)].join(separator), paint);
}

/** The last line: how many, of what, and what the command returns; two lines where they must be. */
export function tallyLines(result: RunResult, columns: number, paint: Paint): readonly string[] {
  const counts = [...interruption(result), cellCounts(result)];
  const results = counted(result.results.length, 'result');
  const whole = [`${counts.join(separator)}, ${results}`, ...endOf(result)].join(separator);
  const short = [...counts, ...endOf(result)].join(separator);
  const fitting = [whole, short].find((line) => displayWidth(line) <= columns);
  const lines =
    fitting === undefined
      ? [`${counts.join(separator)}, ${results}`, endOf(result).join(separator)]
      : [fitting];
  return lines.map((line) => painted(result, line, paint));
}
