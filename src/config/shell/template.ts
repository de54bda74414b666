import { unknownMark } from './word.js';

/** What is filled in within one line; a comment is nothing. */
const filled = /\{\{[^{}\n]{1,400}\}\}|\{%[^%\n]{1,400}%\}|\{#[^#\n]{0,400}#\}|<%=[^%\n]{1,400}%>/g;
/** A line that has nothing but a statement chooses between lines, and is none itself. */
const statementLine = /^[ \t]*\{%[^%\n]{1,400}%\}[ \t]*\r?$/gm;

/**
 * A text of the same length in which what a template fills in is unknown: all lines that it may choose
 * are read, and no word of a template is one of a command.
 */
export function withoutTemplate(text: string): string {
  if (!/\{[{%#]|<%=/.test(text)) return text;
  return text
    .replaceAll(statementLine, (line) => line.replaceAll(/\S/g, ' '))
    .replaceAll(filled, (found) => (found[1] === '#' ? ' ' : unknownMark).repeat(found.length));
}
