import type { Diagnostic } from '../../model/diagnostic.js';

/** The text that a scenario was read from, for messages that show a line of it. */
export interface Source {
  readonly file: string;
  readonly lines: readonly string[];
}

/** Where something stands; line 0 where there is no text, and then `where` says it in words. */
export interface Span {
  readonly line: number;
  readonly column: number;
  readonly endColumn: number;
  /** For plain data: the path, as in `steps[3].write`; '' where there is a line. */
  readonly where: string;
}

export const nowhere: Span = { line: 0, column: 0, endColumn: 0, where: '' };

/** The part of a text's span that starts at `offset`; the whole where escapes or folds shift it. */
export function narrowed(span: Span, text: string, offset: number, length: number): Span {
  if (span.line === 0 || span.endColumn - span.column !== text.length) return span;
  const column = span.column + offset;
  return { ...span, column, endColumn: column + length };
}

export function diagnostic(source: Source, span: Span, message: string, help = ''): Diagnostic {
  return {
    file: source.file,
    line: span.line,
    column: span.column,
    endColumn: span.endColumn,
    message: span.where === '' ? message : `${span.where}: ${message}`,
    help,
    sourceLine: source.lines[span.line - 1] ?? '',
  };
}

export function byPosition(a: Diagnostic, b: Diagnostic): number {
  return a.line - b.line || a.column - b.column;
}
