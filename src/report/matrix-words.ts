import type { MatrixCell, MatrixResult } from '../model/matrix-result.js';
import { grouped } from './duration.js';

/** A share that is neither nothing nor all is never rounded to it. */
export function unsafeShare({ unsafe, cells }: Pick<MatrixCell, 'unsafe' | 'cells'>): string {
  const percent = (100 * unsafe) / cells;
  if (unsafe === 0 || unsafe === cells) return `${percent} %`;
  return `${Math.min(99.9, Math.max(0.1, percent)).toFixed(1)} %`;
}

export function cellWords(cells: number): string {
  return `${grouped(cells)} cell${cells === 1 ? '' : 's'}`;
}

/** How much was looked at. */
export function sizeWords({ configurations, axes, cells, behaviours, factors }: MatrixResult) {
  const faults = axes.find(({ key }) => key === 'fault')?.values.length ?? 0;
  return (
    `${grouped(configurations)} configurations x ${faults} faults = ${grouped(cells)} cells, ` +
    `with ${behaviours} distinct behaviours ` +
    `(${factors.guest} things that guests send, ${factors.storage} that become of it)`
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

/** Frontends by cache modes. */
export function gridOf<Word>(
  { grid }: MatrixResult,
  wordOf: (cell: MatrixCell) => Word,
): { readonly caches: readonly string[]; readonly rows: readonly (readonly [string, Word[]])[] } {
  const caches = [...new Set(grid.map(({ cache }) => cache))];
  const frontends = [...new Set(grid.map(({ frontend }) => frontend))];
  const rows = frontends.map((frontend) => {
    const cells = grid.filter((cell) => cell.frontend === frontend);
    return [frontend, cells.map(wordOf)] as const;
  });
  return { caches, rows };
}

export function tallyWords({ summary }: MatrixResult): string {
  const { safe, unsafe, inconclusive, exitCode } = summary;
  const unsure = inconclusive > 0 ? `, ${grouped(inconclusive)} inconclusive` : '';
  const counts = `${grouped(safe)} safe, ${grouped(unsafe)} unsafe${unsure} cells`;
  return `${counts} · catalogue, not your machine · exit ${exitCode}`;
}
