import type { Diagnostic } from '../model/diagnostic.js';
import { inert } from '../report/inert.js';

/** More of one kind at once helps nobody; the rest is counted. */
const diagnosticsMax = 20;

/** A line of source may be a megabyte long; the mark must stay on the screen. */
const sourceColumnsMax = 100;
const sourceColumnsBefore = 40;

/** Mistakes of the user as text for a terminal, with the line of the source where there is one. */
export function formatDiagnostics(diagnostics: readonly Diagnostic[]): string {
  const shown = diagnostics.slice(0, diagnosticsMax).map(formatDiagnostic);
  const left = diagnostics.length - shown.length;
  return `${[...shown, ...(left > 0 ? [`and ${left} more`] : [])].join('\n')}\n`;
}

function formatDiagnostic(diagnostic: Diagnostic): string {
  const { file, line, column, message, help } = diagnostic;
  const gutter = ' '.repeat(String(line || 1).length);
  const position = line === 0 ? '' : `:${line}:${column}`;
  return [
    `error: ${inert(message)}`,
    ...(file === '' ? [] : [`${gutter}--> ${inert(file)}${position}`]),
    ...(line === 0 ? [] : sourceFrame(diagnostic, gutter)),
    ...(help === '' ? [] : [`${gutter} = help: ${inert(help)}`]),
  ].join('\n');
}

function sourceFrame(diagnostic: Diagnostic, gutter: string): readonly string[] {
  const { line, column, endColumn, sourceLine } = diagnostic;
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
