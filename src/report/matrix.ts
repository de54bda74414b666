import type { Cell, RunResult } from '../model/result.js';
import type { Paint } from './paint.js';
import { tableLines } from './table.js';
import { headline } from './verdict-words.js';
import { wrap } from './width.js';

function distinct<T>(values: readonly T[]): readonly T[] {
  return [...new Set(values)];
}

function wordOf(cell: Cell | undefined, paint: Paint): string {
  return cell === undefined ? paint.faint('- not run') : headline(cell.verdict, cell.kinds, paint);
}

/** Names in lines that leave the verdicts their room. */
const namesWidth = 26;

/** Frontends with the same verdicts on one line, the names wrapped beside it. */
function merged(
  rows: readonly (readonly string[])[],
  paint: Paint,
): readonly (readonly string[])[] {
  const names = new Map<string, string[]>();
  for (const [name = '', ...words] of rows) {
    const key = JSON.stringify(words);
    names.set(key, [...(names.get(key) ?? []), name]);
  }
  return [...names].flatMap(([key, members]) => {
    const words: string[] = JSON.parse(key);
    const [first = '', ...others] = wrap(members.join(' '), namesWidth);
    return [
      [paint.strong(first), ...words],
      ...others.map((line) => [paint.strong(line), ...words.map(() => '')]),
    ];
  });
}

/** How many frontends the selection has. */
export function frontendCount({ cells }: RunResult): number {
  return distinct(cells.map(({ frontend }) => frontend)).length;
}

/** Frontends by cache modes, in the order of the plan; merged where they are many. */
export function matrixLines(
  { cells }: RunResult,
  paint: Paint,
  isMerged = false,
): readonly string[] {
  const caches = distinct(cells.map(({ cache }) => cache));
  const rows = distinct(cells.map(({ frontend }) => frontend)).map((frontend) => {
    const words = caches.map((cache) =>
      wordOf(
        cells.find((cell) => cell.frontend === frontend && cell.cache === cache),
        paint,
      ),
    );
    return [frontend, ...words];
  });
  const shown = isMerged
    ? merged(rows, paint)
    : rows.map(([name = '', ...words]) => [paint.strong(name), ...words]);
  return tableLines([['', ...caches.map(paint.strong)], ...shown]);
}
