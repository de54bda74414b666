import type { Diagnostic } from '../model/diagnostic.js';
import { groupBy } from '../model/group-by.js';
import { sourceFrame } from '../report/story/source-frame.js';
import { inert } from '../report/text/inert.js';

/** More of one kind at once helps nobody; the rest is counted. */
const diagnosticsMax = 20;

/** Mistakes of the user as text for a terminal, with the line of the source where there is one. */
export function formatDiagnostics(diagnostics: readonly Diagnostic[]): string {
  const shown = diagnostics.slice(0, diagnosticsMax);
  const left = diagnostics.length - shown.length;
  const texts = atOnePlace(shown).map(formatPlace);
  return `${[...texts, ...(left > 0 ? [`and ${left} more`] : [])].join('\n')}\n`;
}

/** Mistakes that stand at one place show it once. */
function atOnePlace(diagnostics: readonly Diagnostic[]): readonly (readonly Diagnostic[])[] {
  const places = groupBy(diagnostics.entries(), ([index, each]) => {
    const { file, line, column, endColumn } = each;
    return JSON.stringify(line === 0 ? index : [file, line, column, endColumn]);
  });
  return [...places.values()].map((same) => same.map(([, each]) => each));
}

function formatPlace(diagnostics: readonly Diagnostic[]): string {
  const [first] = diagnostics;
  if (first === undefined) return '';
  const { file, line, column } = first;
  const gutter = ' '.repeat(String(line || 1).length);
  const position = line === 0 ? '' : `:${line}:${column}`;
  const messages = new Set(diagnostics.map(({ message }) => message));
  const helps = new Set(diagnostics.map(({ help }) => help).filter((help) => help !== ''));
  return [
    ...[...messages].map((message) => `error: ${inert(message)}`),
    ...(file === '' ? [] : [`${gutter}--> ${inert(file)}${position}`]),
    ...(line === 0 ? [] : sourceFrame(first, gutter)),
    ...[...helps].map((help) => `${gutter} = help: ${inert(help)}`),
  ].join('\n');
}
