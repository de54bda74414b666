import { groupBy } from '../../model/group-by.js';
import type { RunResult } from '../../model/result.js';
import { violationKinds } from '../../model/verdict.js';
import { inert } from '../text/inert.js';
import type { Paint } from '../text/paint.js';
import { gap, tableLines } from '../text/table.js';
import { clip, displayWidth } from '../text/width.js';
import type { Placed } from './rank.js';

export interface Group {
  readonly rule: string;
  readonly placed: readonly Placed[];
}

/** Findings by rule; the rule of the finding that is ranked first comes first. */
export function groupByRule(ranked: readonly Placed[]): readonly Group[] {
  const groups = groupBy(ranked, ({ finding }) => finding.rule);
  return [...groups].map(([rule, placed]) => ({ rule, placed }));
}

function kindCounts({ placed }: Group): string {
  return violationKinds
    .map((kind) => [kind, placed.filter(({ finding }) => finding.kind === kind).length] as const)
    .filter(([, count]) => count > 0)
    .map(([kind, count]) => `${count} ${kind}`)
    .join(', ');
}

/** `ide/writeback,none virtio-blk/*`, in the order of the matrix. */
function cellNames({ placed }: Group, { cells }: RunResult): string {
  const frontends = new Set(cells.map(({ frontend }) => frontend));
  const names = [...frontends].map((frontend) => {
    const row = cells.filter((cell) => cell.frontend === frontend);
    const hit = row.filter(({ id }) => placed.some(({ cell }) => cell === id));
    if (hit.length === 0) return '';
    const caches =
      hit.length === row.length && row.length > 1 ? '*' : hit.map(({ cache }) => cache);
    return `${frontend}/${caches.toString()}`;
  });
  return names.filter((name) => name !== '').join(' ');
}

/** One line for each rule. */
export function groupLines(
  groups: readonly Group[],
  result: RunResult,
  columns: number,
  paint: Paint,
): readonly string[] {
  if (groups.length === 0) return [];
  const rows = groups.map((group) => {
    const blame = group.placed[0]?.finding.blame ?? '';
    return [
      inert(`${group.rule} (${blame})`),
      kindCounts(group),
      cellNames(group, result),
    ] as const;
  });
  const widthOf = (column: 0 | 1): number =>
    Math.max(...rows.map((cells) => displayWidth(cells[column])));
  const room = columns - widthOf(0) - widthOf(1) - 2 * gap;
  return tableLines(
    rows.map(([rule, counts, cells]) => [paint.strong(rule), counts, clip(cells, room)]),
  );
}
