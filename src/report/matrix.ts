import type { Cell, RunResult } from '../model/result.js';
import type { Paint } from './paint.js';
import { tableLines } from './table.js';
import { headline } from './verdict-words.js';

function distinct<T>(values: readonly T[]): readonly T[] {
  return [...new Set(values)];
}

function wordOf(cell: Cell | undefined, paint: Paint): string {
  return cell === undefined ? paint.faint('- not run') : headline(cell.verdict, cell.kinds, paint);
}

/** Frontends by cache modes, in the order of the plan. */
export function matrixLines({ cells }: RunResult, paint: Paint): readonly string[] {
  const caches = distinct(cells.map(({ cache }) => cache));
  const rows = distinct(cells.map(({ frontend }) => frontend)).map((frontend) => {
    const words = caches.map((cache) =>
      wordOf(
        cells.find((cell) => cell.frontend === frontend && cell.cache === cache),
        paint,
      ),
    );
    return [paint.strong(frontend), ...words];
  });
  return tableLines([['', ...caches.map(paint.strong)], ...rows]);
}
