import { cacheModeIds, frontendIds } from '../../model/configuration.js';
import { distinct } from '../../model/distinct.js';
import { addToGroup } from '../../model/group-by.js';
import type { Cell, RunResult } from '../../model/result.js';
import type { Paint } from '../text/paint.js';
import { tableLines } from '../text/table.js';
import { headline } from '../text/verdict-words.js';
import { wrap } from '../text/width.js';

function wordOf(cell: Cell | undefined, paint: Paint): string {
  return cell === undefined ? paint.faint('- not run') : headline(cell.verdict, cell.kinds, paint);
}

/** Names in lines that leave the verdicts their room. */
const namesWidth = 26;
/** Before the lines on which the names of one group go on. */
const indent = '  ';

/** Frontends with the same verdicts on one line, the names wrapped beside it. */
function merged(
  rows: readonly (readonly string[])[],
  paint: Paint,
): readonly (readonly string[])[] {
  const names = new Map<string, string[]>();
  for (const [name = '', ...words] of rows) {
    addToGroup(names, JSON.stringify(words), name);
  }
  return [...names].flatMap(([key, members]) => {
    const words: string[] = JSON.parse(key);
    const [first = '', ...others] = wrap(members.join(' '), namesWidth - indent.length);
    return [
      [paint.strong(first), ...words],
      ...others.map((line) => [`${indent}${paint.strong(line)}`, ...words.map(() => '')]),
    ];
  });
}

/** How many frontends the selection has. */
export function frontendCount(result: RunResult): number {
  return axesOf(result).frontends.length;
}

/** In the order of the plan, which is that of the ids, where more than the cells is shown. */
function inOrder(
  ofCells: readonly string[],
  more: readonly string[],
  ids: readonly string[],
): readonly string[] {
  const left = distinct(more).filter((name) => ids.includes(name) && !ofCells.includes(name));
  if (left.length === 0) return ofCells;
  return [...ofCells, ...left].sort((a, b) => ids.indexOf(a) - ids.indexOf(b));
}

/** Those of the cells, and of the stacks that were not run. */
function axesOf({ cells, notRun }: RunResult) {
  const left = notRun.flatMap(({ stacks }) =>
    stacks.map((stack) => (stack.split('@')[0] ?? '').split('/')),
  );
  const frontends = distinct(cells.map(({ frontend }) => frontend));
  const caches = distinct(cells.map(({ cache }) => cache));
  return {
    frontends: inOrder(
      frontends,
      left.map(([frontend = '']) => frontend),
      frontendIds,
    ),
    caches: inOrder(
      caches,
      left.map(([, cache = '']) => cache),
      cacheModeIds,
    ),
  };
}

/** Frontends by cache modes, in the order of the plan; merged where they are many. */
export function matrixLines(result: RunResult, paint: Paint, isMerged = false): readonly string[] {
  const { cells } = result;
  const { frontends, caches } = axesOf(result);
  const rows = frontends.map((frontend) => {
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
