import type { TraceRow } from '../model/finding.js';
import { inert } from './inert.js';
import type { Paint } from './paint.js';
import { gap, tableLines, type WideCell } from './table.js';
import type { ShownRow } from './trace-rows.js';
import { clip, displayWidth } from './width.js';

const laneNames = ['guest', 'device', 'QEMU and host', 'disk'] as const;

const marks = {
  '': '',
  acknowledged: '← acknowledged',
  served: '← served',
  'power-cut': '← power cut',
} as const satisfies Record<TraceRow['mark'], string>;

interface Line {
  readonly lanes: readonly string[];
  readonly mark: TraceRow['mark'];
}

function lineOf(row: ShownRow): Line {
  if (typeof row === 'number') return { lanes: [`... ${row} steps`, '', '', ''], mark: '' };
  return { lanes: [row.guest, row.device, row.host, row.disk].map(inert), mark: row.mark };
}

/** A row with nothing but its first lane: its text has the room of all lanes. */
function standsAlone({ lanes }: Line): boolean {
  return lanes.slice(1).every((text) => text === '');
}

function wideCell(text: string, widths: readonly number[]): WideCell {
  const room = widths.reduce((sum, width) => sum + width, 0) + (widths.length - 1) * gap;
  return { content: clip(text, room), colSpan: widths.length };
}

/** Widths that add up to `columns` at most: the widest lane gives first. */
function laneWidths(lines: readonly Line[], columns: number): readonly number[] {
  const widths = laneNames.map((_, lane) =>
    Math.max(...lines.map(({ lanes }) => Math.min(displayWidth(lanes[lane] ?? ''), columns))),
  );
  let excess = widths.reduce((sum, width) => sum + width, 0) - columns;
  for (; excess > 0; excess--) {
    const widest = widths.indexOf(Math.max(...widths));
    widths[widest] = (widths[widest] ?? 0) - 1;
  }
  return widths;
}

const brushOf = { '': 'faint', acknowledged: 'good', served: 'good', 'power-cut': 'bad' } as const;

/** Four lanes below their names; what is marked is marked at the right. */
export function laneLines(
  rows: readonly ShownRow[],
  columns: number,
  paint: Paint,
): readonly string[] {
  const head: Line = { lanes: laneNames, mark: '' };
  const lines = [head, ...rows.map(lineOf)];
  const margin = Math.max(...lines.map(({ mark }) => displayWidth(marks[mark])));
  const inLanes = lines.filter((line) => !standsAlone(line));
  const widths = laneWidths(inLanes, columns - margin - laneNames.length * gap);
  return tableLines(
    lines.map((line) => {
      const mark = paint[brushOf[line.mark]](marks[line.mark]);
      if (standsAlone(line)) return [wideCell(line.lanes[0] ?? '', widths), mark];
      const cells = line.lanes.map((text, lane) => clip(text, widths[lane] ?? 0));
      return [...(line === head ? cells.map(paint.faint) : cells), mark];
    }),
  );
}
