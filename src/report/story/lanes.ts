import type { FaultOrNone } from '../../model/fault.js';
import type { Finding, TraceRow } from '../../model/finding.js';
import { inert } from '../text/inert.js';
import type { Paint } from '../text/paint.js';
import { gap, tableLines, type WideCell } from '../text/table.js';
import { clip, displayWidth } from '../text/width.js';
import type { ShownRow } from './trace-rows.js';

const laneNames = ['guest', 'device', 'QEMU and host', 'disk'] as const;

/** What a story ends with: the fault in its own words. */
const faultMarks: Readonly<Record<FaultOrNone, string>> = {
  none: '← end',
  'guest-crash': '← guest crash',
  'qemu-kill': '← QEMU killed',
  'host-crash': '← host crash',
  'power-loss': '← power cut',
  'disk-power-loss': '← disk power cut',
  'node-loss': '← node lost',
  'io-error': '← I/O error',
};

const marks = { '': '', acknowledged: '← acknowledged', served: '← served' } as const;

/** What stands at the right of each row: a trace meets its incidents in their order. */
function marksOf({ trace, replay }: Finding): ReadonlyMap<TraceRow, string> {
  const faults = replay.incidents.map(({ fault }) => fault);
  return new Map(
    trace.map((row) => {
      if (row.mark !== 'power-cut') return [row, marks[row.mark]];
      const fault = faults.length > 1 ? faults.shift() : faults[0];
      return [row, faultMarks[fault ?? 'none']];
    }),
  );
}

interface Line {
  readonly lanes: readonly string[];
  readonly mark: string;
  readonly brush: 'faint' | 'good' | 'bad';
}

function lineOf(row: ShownRow, markOf: ReadonlyMap<TraceRow, string>): Line {
  if (typeof row === 'number')
    return { lanes: [`... ${row} steps`, '', '', ''], mark: '', brush: 'faint' };
  const lanes = [row.guest, row.device, row.host, row.disk].map(inert);
  return { lanes, mark: markOf.get(row) ?? '', brush: brushOf[row.mark] };
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
  finding: Finding,
  rows: readonly ShownRow[],
  columns: number,
  paint: Paint,
): readonly string[] {
  const head: Line = { lanes: laneNames, mark: '', brush: 'faint' };
  const markOf = marksOf(finding);
  const lines = [head, ...rows.map((row) => lineOf(row, markOf))];
  const margin = Math.max(...lines.map(({ mark }) => displayWidth(mark)));
  const inLanes = lines.filter((line) => !standsAlone(line));
  const widths = laneWidths(inLanes, columns - margin - laneNames.length * gap);
  return tableLines(
    lines.map((line) => {
      const mark = paint[line.brush](line.mark);
      if (standsAlone(line)) return [wideCell(line.lanes[0] ?? '', widths), mark];
      const cells = line.lanes.map((text, lane) => clip(text, widths[lane] ?? 0));
      return [...(line === head ? cells.map(paint.faint) : cells), mark];
    }),
  );
}
