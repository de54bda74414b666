import type { MatrixCell, MatrixResult } from '../../model/matrix-result.js';
import { grouped } from '../text/duration.js';

/** A share that is neither nothing nor all is never rounded to it; `-` where there is no machine. */
function unsafeShare(cell: Pick<MatrixCell, 'unsafe' | 'cells'> | undefined): string {
  if (cell === undefined) return '-';
  const { unsafe, cells } = cell;
  const percent = (100 * unsafe) / cells;
  if (unsafe === 0 || unsafe === cells) return `${percent} %`;
  return `${Math.min(99.9, Math.max(0.1, percent)).toFixed(1)} %`;
}

/** What the shares are, which read alone would be taken for a risk. */
export const shareExplained =
  'unsafe cells among all that are counted, each once: no risk, for machines are not built by lot';

/** The share, with a mark where others of the cells are not known. */
export function shareWords(cell: MatrixCell | undefined): string {
  const mark = (cell?.inconclusive ?? 0) > 0 ? ' ?' : '';
  return unsafeShare(cell) + mark;
}

/** What the mark means, where there is one. */
export function unknownWords({ grid }: MatrixResult): readonly string[] {
  if (grid.every(({ inconclusive }) => inconclusive === 0)) return [];
  return ['?: of others of these cells nobody knows whether they are safe'];
}

export function unsafeWords({ conditions, summary }: MatrixResult): string {
  if (conditions.length > 0) return 'unsafe exactly when one holds';
  return summary.inconclusive > 0 ? 'nothing is known to be unsafe' : 'nothing is unsafe';
}

/** What is taken for granted beside the profile. */
export function assumedWords({ profile, assumptions }: MatrixResult): string {
  const words = assumptions.map(({ key, value }) => `${key}=${value}`);
  return [`profile=${profile}`, ...words].join(' ');
}

export function cellWords(cells: number): string {
  return `${grouped(cells)} cell${cells === 1 ? '' : 's'}`;
}

/** How much was looked at. */
export function sizeWords(result: MatrixResult): string {
  const { configurations, refused, axes, cells, behaviours, factors } = result;
  const cannot =
    refused === 0 ? '' : `; ${grouped(refused)} combinations cannot be, and are left out`;
  const faults = axes.find(({ key }) => key === 'fault')?.values.length ?? 0;
  return (
    `${grouped(configurations)} configurations x ${faults} faults = ${grouped(cells)} cells, ` +
    `with ${behaviours} distinct behaviours ` +
    `(${factors.guest} things that guests send, ${factors.storage} that become of it)${cannot}`
  );
}

/** What the verdicts rest on. */
export function basisWords({ basis, scenarios, executions, behaviours }: MatrixResult): string {
  const judged = `the analysis judged each behaviour with ${scenarios.length} scenarios`;
  if (basis === 'analysis') return `${judged}; nothing was run (--prove runs it)`;
  return `${judged}, and all ${behaviours} were proved, in ${grouped(executions)} executions`;
}

/** How far the conditions can be relied on. */
export function minimalWords({ conditions, isSmallest, checkedCells }: MatrixResult): string {
  const smallest = isSmallest ? 'no smaller set says the same' : 'there may be a smaller set';
  const count = conditions.length;
  return (
    `${count} condition${count === 1 ? '' : 's'}; ${smallest}; ` +
    `compared with all ${grouped(checkedCells)} cells`
  );
}

export interface Grid<Word> {
  readonly caches: readonly string[];
  readonly rows: readonly (readonly [string, readonly Word[]])[];
}

/** Frontends by cache modes, so many of these beside one another as a screen takes. */
export function gridsOf<Word>(
  { grid }: MatrixResult,
  cachesMax: number,
  wordOf: (cell: MatrixCell | undefined) => Word,
): readonly Grid<Word>[] {
  const all = [...new Set(grid.map(({ cache }) => cache))];
  const frontends = [...new Set(grid.map(({ frontend }) => frontend))];
  const starts = [...all.keys()].filter((at) => at % cachesMax === 0);
  return starts.map((start) => {
    const caches = all.slice(start, start + cachesMax);
    const rows = frontends.map((frontend) => {
      const cellAt = (cache: string) =>
        grid.find((cell) => cell.frontend === frontend && cell.cache === cache);
      return [frontend, caches.map((cache) => wordOf(cellAt(cache)))] as const;
    });
    return { caches, rows };
  });
}

export function tallyWords({ summary }: MatrixResult): string {
  const { safe, unsafe, inconclusive, workloadBugs, exitCode } = summary;
  const unsure = inconclusive > 0 ? `, ${grouped(inconclusive)} inconclusive` : '';
  const own = workloadBugs.length;
  const bugs = own === 0 ? '' : `, ${own} workload bug${own === 1 ? '' : 's'}`;
  const counts = `${grouped(safe)} safe, ${grouped(unsafe)} unsafe${unsure} cells${bugs}`;
  return `${counts} · catalogue, not your machine · exit ${exitCode}`;
}
