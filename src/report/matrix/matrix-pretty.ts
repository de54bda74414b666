import type { MatrixResult, UnsafeCondition } from '../../model/matrix-result.js';
import { inert } from '../text/inert.js';
import type { Paint } from '../text/paint.js';
import { tableLines } from '../text/table.js';
import { wrap } from '../text/width.js';
import { axisWords, conditionGroups, conditionWords } from './condition-words.js';
import {
  assumedWords,
  basisWords,
  cellWords,
  gridsOf,
  minimalWords,
  shareExplained,
  shareWords,
  sizeWords,
  tallyWords,
  unknownWords,
  unsafeWords,
} from './matrix-words.js';

export interface MatrixFrame {
  readonly paint: Paint;
  readonly columns: number;
  /** With each condition how many cells meet it, and one of them. */
  readonly all: boolean;
}

const indent = '  ';

function indented(text: string, columns: number): readonly string[] {
  const [first = '', ...others] = wrap(inert(text), columns - 2 * indent.length);
  return [indent + first, ...others.map((line) => indent + indent + line)];
}

function conditionLines(condition: UnsafeCondition, { columns, all }: MatrixFrame) {
  const { kinds, cells, example } = condition;
  const shown = kinds.length === 0 ? 'varies' : kinds.join(', ');
  const lines = indented(`${conditionWords(condition)} [${shown}]`, columns);
  if (!all) return lines;
  const such = `${indent}${cellWords(cells)}, as ${example.configuration} under ${example.fault}`;
  return [...lines, ...indented(such, columns)];
}

/** Cache modes that fit beside one another. */
const cachesMax = 4;

function gridLines(result: MatrixResult, { paint, columns }: MatrixFrame): readonly string[] {
  const grids = gridsOf(result, cachesMax, (cell) => {
    if (cell === undefined) return paint.faint('-');
    const unsure = cell.inconclusive > 0 ? paint.unsure : paint.good;
    return (cell.unsafe > 0 ? paint.bad : unsure)(shareWords(cell));
  });
  const lines = grids.flatMap(({ caches, rows }, at) => [
    ...(at > 0 ? [''] : []),
    ...tableLines([
      ['unsafe', ...caches].map(paint.strong),
      ...rows.map(([frontend, words]) => [paint.strong(frontend), ...words]),
    ]),
  ]);
  return [...wrap(shareExplained, columns), ...lines];
}

/** As many as somebody reads: those that most cells meet. */
const conditionsMax = 24;

function shownOf({ conditions }: MatrixResult, all: boolean): ReadonlySet<UnsafeCondition> {
  const ranked = [...conditions].sort((a, b) => b.cells - a.cells);
  return new Set(all ? conditions : ranked.slice(0, conditionsMax));
}

function groupLines(result: MatrixResult, frame: MatrixFrame): readonly string[] {
  const shown = shownOf(result, frame.all);
  return conditionGroups(result).flatMap(({ heading, conditions }) => {
    const told = conditions.filter((condition) => shown.has(condition));
    const more = conditions.length - told.length;
    return [
      frame.paint.strong(`${heading}:`),
      ...told.flatMap((condition) => conditionLines(condition, frame)),
      ...(more > 0 ? [`${indent}+${more} more: --all`] : []),
    ];
  });
}

function leftOutLines({ leftOut }: MatrixResult, columns: number): readonly string[] {
  return leftOut.flatMap(({ scenario, reason }) =>
    wrap(inert(`left out: ${scenario} ${reason}`), columns),
  );
}

/** For a person: how much was looked at, what is unsafe, and exactly when. */
export function renderMatrix(result: MatrixResult, frame: MatrixFrame): string {
  const { columns, paint, all } = frame;
  const { varied, fixed } = axisWords(result);
  const heading = unsafeWords(result) + (result.conditions.length > 0 ? ':' : '');
  const same = all || fixed.length === 0 ? fixed : [`${fixed.length} others have one value each`];
  const lines = [
    ...wrap(`assuming ${assumedWords(result)}; over ${[...varied, ...same].join(', ')}`, columns),
    ...wrap(sizeWords(result), columns),
    ...wrap(basisWords(result), columns),
    ...leftOutLines(result, columns),
    '',
    ...gridLines(result, frame),
    ...unknownWords(result).flatMap((text) => wrap(text, columns)),
    '',
    paint.strong(heading),
    ...groupLines(result, frame),
    ...wrap(minimalWords(result), columns),
    ...wrap(tallyWords(result), columns).map(paint.strong),
  ];
  return `${lines.join('\n')}\n`;
}
