import type { Finding, TraceRow } from '../../model/finding.js';
import type { Operation } from '../../model/script.js';

/** A row of the trace, or the number of rows that were left out there. */
export type ShownRow = TraceRow | number;

function stopsVolatility({ kind, fua }: Operation): boolean {
  return fua || ['barrier', 'fsync', 'fdatasync', 'flush'].includes(kind);
}

/**
 * Indexes of the trace, what a reader needs most first: the power cut, the acknowledgement that it
 * breaks, the writes that nature was unkind to, the flushes, and then the beginning.
 */
function byImportance({ trace, replay }: Finding): readonly number[] {
  const choices = replay.incidents.flatMap((incident) => incident.choices);
  const unkind = new Set(choices.map(({ subject }) => subject));
  const flushes = new Set(replay.script.operations.filter(stopsVolatility).map(({ id }) => id));
  const lastAcknowledged = trace.findLastIndex(({ mark }) => mark === 'acknowledged');
  const weight = (row: TraceRow, index: number): number => {
    if (row.mark === 'power-cut') return 0;
    if (index === lastAcknowledged) return 1;
    // What came of an operation later says little without the row in which the guest asks for it.
    if (row.guest === '') return 4;
    if (unkind.has(row.operation)) return 2;
    return flushes.has(row.operation) ? 3 : 4;
  };
  return trace
    .map((row, index) => ({ index, weight: weight(row, index) }))
    .sort((a, b) => a.weight - b.weight || a.index - b.index)
    .map(({ index }) => index);
}

/** Puts a number wherever rows are missing; a single missing row takes no more room than its number. */
function withGaps(trace: readonly TraceRow[], kept: ReadonlySet<number>): readonly ShownRow[] {
  const shown: ShownRow[] = [];
  let missing: TraceRow[] = [];
  const close = (): void => {
    if (missing.length > 1) shown.push(missing.length);
    else shown.push(...missing);
    missing = [];
  };
  trace.forEach((row, index) => {
    if (!kept.has(index)) {
      missing.push(row);
      return;
    }
    close();
    shown.push(row);
  });
  close();
  return shown;
}

/** The rows of a trace that fit into so many lines. */
export function rowsWithin(finding: Finding, lines: number): readonly ShownRow[] {
  const { trace } = finding;
  if (trace.length <= lines) return trace;
  let kept: ReadonlySet<number> = new Set();
  // What is less important than this cannot find room any more; it bounds the work on long traces.
  for (const index of byImportance(finding).slice(0, 4 * lines)) {
    const more = new Set([...kept, index]);
    if (withGaps(trace, more).length <= lines) kept = more;
  }
  return withGaps(trace, kept);
}
