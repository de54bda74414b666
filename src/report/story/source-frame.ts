/** A line of source may be a megabyte long; the mark must stay on the screen. */
const sourceColumnsMax = 100;
const sourceColumnsBefore = 40;

interface Marked {
  readonly line: number;
  readonly column: number;
  readonly endColumn: number;
  readonly sourceLine: string;
}

/** A line of a source with a mark below what is meant; nothing where the line is empty. */
export function sourceFrame(marked: Marked, gutter: string): readonly string[] {
  const { line, column, endColumn, sourceLine } = marked;
  if (sourceLine.trim() === '') return [];
  const from = column > sourceColumnsMax ? column - sourceColumnsBefore : 1;
  // One blank for each control character or tab, so that the marks stay below their text.
  const text = sourceLine.slice(from - 1, from - 1 + sourceColumnsMax).replaceAll(/\p{C}/gu, ' ');
  const width = Math.min(Math.max(endColumn - column, 1), sourceColumnsMax);
  return [
    `${gutter} |`,
    `${line} | ${text.trimEnd()}`,
    `${gutter} | ${' '.repeat(Math.max(column - from, 0))}${'^'.repeat(width)}`,
  ];
}
