import type { Diagnostic } from '../model/diagnostic.js';
import { inert } from '../report/inert.js';
import { sourceFrame } from '../report/source-frame.js';

/** More of one kind at once helps nobody; the rest is counted. */
const diagnosticsMax = 20;

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
