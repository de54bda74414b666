import type { Diagnostic } from '../model/diagnostic.js';
import type { Position } from '../model/vm-disk.js';

/** A file's text that can say where an offset stands. */
export interface SourceText {
  readonly file: string;
  readonly text: string;
  readonly lineStarts: Uint32Array;
}

/** Offsets into a text: from `start` up to, but not including, `end`. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export function sourceText(file: string, text: string): SourceText {
  let lines = 1;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) lines += 1;
  const lineStarts = new Uint32Array(lines);
  let line = 0;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) {
    line += 1;
    lineStarts[line] = at + 1;
  }
  return { file, text, lineStarts };
}

/** As long as the text, with its lines and nothing in them, so that every place stays. */
export const blank = (text: string): string => text.replaceAll(/[^\r\n]/g, ' ');

/** The 0-based line of an offset. */
function lineOf({ lineStarts }: SourceText, offset: number): number {
  let low = 0;
  let high = lineStarts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((lineStarts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** A span that goes on in another line ends with its first. */
export function positionAt(source: SourceText, { start, end }: Span): Position {
  const line = lineOf(source, start);
  const lineStart = source.lineStarts[line] ?? 0;
  const lineEnd = (source.lineStarts[line + 1] ?? source.text.length + 1) - 1;
  const column = start - lineStart + 1;
  const endColumn = Math.max(Math.min(end, lineEnd) - lineStart + 1, column);
  return { file: source.file, line: line + 1, column, endColumn };
}

export function diagnosticAt(
  source: SourceText,
  span: Span,
  message: string,
  help = '',
): Diagnostic {
  const position = positionAt(source, span);
  const lineStart = source.lineStarts[position.line - 1] ?? 0;
  const next = source.lineStarts[position.line] ?? source.text.length + 1;
  const sourceLine = source.text.slice(lineStart, next - 1).replace(/\r$/, '');
  return { ...position, message, help, sourceLine };
}

/** Where a text has a byte that no settings have: '\0' would become a part of a name; null for nowhere. */
export function nulIn(source: SourceText): Diagnostic | null {
  const at = source.text.indexOf('\0');
  if (at === -1) return null;
  return diagnosticAt(source, { start: at, end: at + 1 }, 'a NUL byte: the file is damaged');
}
