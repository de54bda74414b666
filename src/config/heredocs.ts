import type { DefinitionFormat } from './formats.js';
import { bodiesOf } from './shell/heredoc.js';
import { blank } from './text.js';

/** Formats that a script writes out, and hands to a program that takes them. */
const writtenOut: ReadonlySet<DefinitionFormat> = new Set(['libvirt', 'kubevirt']);

/** A script in two texts of its length: here-documents of a format, and all that is left without them. */
export interface WrittenOut {
  readonly documents: string;
  readonly script: string;
}

/**
 * What a script writes out in a format; null where a text is no script, or writes out nothing of it.
 *
 * @param isOwn - whether a text is of the format
 */
export function hereDocuments(
  text: string,
  format: DefinitionFormat,
  isOwn: (body: string) => boolean,
): WrittenOut | null {
  if (!writtenOut.has(format) || !isScript(text)) return null;
  const own = bodiesOf(text).filter(({ from, to }) => isOwn(text.slice(from, to)));
  if (own.length === 0) return null;
  const documents: string[] = [];
  const script: string[] = [];
  let last = 0;
  for (const { from, to } of own) {
    const gap = blank(text.slice(last, from));
    // Two documents are no one together: YAML keeps them apart.
    documents.push(format === 'kubevirt' ? separated(gap) : gap, text.slice(from, to));
    script.push(text.slice(last, from), blank(text.slice(from, to)));
    last = to;
  }
  const rest = text.slice(last);
  return { documents: documents.join('') + blank(rest), script: script.join('') + rest };
}

function isScript(text: string): boolean {
  return text.startsWith('#!') || /^[^\n<]*<<-?[ \t]*["'\\]?[A-Za-z_]/m.test(text);
}

/** The last line of a gap is that of the `<<`, which has room for three dashes. */
function separated(gap: string): string {
  const line = gap.lastIndexOf('\n', gap.length - 2) + 1;
  return `${gap.slice(0, line)}---${gap.slice(line + 3)}`;
}
