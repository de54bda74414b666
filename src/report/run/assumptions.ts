import type { Assumption, RunResult } from '../../model/result.js';
import { inert } from '../text/inert.js';
import { wrap, wrapWithin } from '../text/width.js';

/** The only element of a list in which all are equal. */
function only<T>(values: readonly T[]): T | undefined {
  const [first] = values;
  return values.every((value) => value === first) ? first : undefined;
}

/** What the selection was narrowed to, so that one cell is not taken for the whole matrix. */
function selection({ results, cells }: RunResult): readonly string[] {
  const result = results.length === 1 ? results[0]?.id : undefined;
  if (result !== undefined) return [`only the result ${result}`];
  const scenario = only(results.map((row) => row.scenario));
  const cell = only(cells.map(({ id }) => id));
  const frontend = cell === undefined ? only(cells.map((one) => one.frontend)) : undefined;
  const cache = cell === undefined ? only(cells.map((one) => one.cache)) : undefined;
  return [
    ...(scenario === undefined ? [] : [`only the scenario ${scenario}`]),
    ...(cell === undefined ? [] : [`only the cell ${cell}`]),
    ...(frontend === undefined ? [] : [`only the frontend ${frontend}`]),
    ...(cache === undefined ? [] : [`only cache=${cache}`]),
  ];
}

/** What a verdict depends on most, so that it is never what a narrow screen leaves out. */
const mostTelling = [
  'profile',
  'inferred',
  'assume',
  'fault',
  'crash-recovery',
  'guest-writes',
  'fencing',
  'suite',
  'host',
  'disk',
  'host-note',
];

function weight({ key, origin }: Assumption): number {
  const place = mostTelling.indexOf(key);
  if (place >= 0) return place;
  return origin === 'flag' ? mostTelling.length : mostTelling.length + 1;
}

/** `host-note=a=on,b=off` says no more than `host-note=a`. A star marks what a flag has set. */
function short({ key, value, origin }: Assumption): string {
  const values = value.split(',').filter((one) => !one.endsWith('=off'));
  const said = values.map((one) => one.replace(/=on$/u, '')).join(',');
  return inert(`${key}=${said === '' ? 'none' : said}${origin === 'flag' ? '*' : ''}`);
}

/** The beginning of a list that fits, and how many more there are. */
function fitting(
  lead: string,
  facts: readonly string[],
  columns: number,
  linesMax: number,
): readonly string[] {
  for (let count = facts.length; count > 0; count--) {
    const left = facts.length - count;
    const more = left === 0 ? [] : [`+${left} more`];
    const lines = wrap([lead, ...facts.slice(0, count), ...more].join(' '), columns);
    if (lines.length <= linesMax) return lines;
  }
  return wrapWithin(lead, columns, linesMax);
}

/** What the run took for granted; where lines are few, what tells most comes first. */
export function assumptionLines(
  result: RunResult,
  columns: number,
  linesMax: number,
): readonly string[] {
  const { assumptions } = result;
  const ordered = Number.isFinite(linesMax)
    ? [...assumptions].sort((a, b) => weight(a) - weight(b))
    : assumptions;
  const lead = inert([...selection(result), 'assuming'].join(', '));
  return fitting(lead, ordered.map(short), columns, linesMax);
}
