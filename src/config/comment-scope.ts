/** Lines of a text, counted from 1: the first and the last of them. */
export interface Lines {
  readonly first: number;
  readonly last: number;
}

/** Beyond this nobody wrote the comment or the command. */
const linesMax = 1000;

const comment = /^[ \t]*(#|\/\/|\/\*|;|<!--|::|rem\s)/i;
/** Of a shell, of cmd and of PowerShell. */
const goesOn = /[\\^`][ \t]*\r?$/;

/**
 * What a comment speaks of: its own line, or where that has nothing else the next that is no comment, and all
 * that belongs to it. These are lines behind a sign that a line goes on, and lines that stand deeper.
 *
 * @param lines - of the text
 * @param line - where the comment stands, counted from 1
 */
export function linesOf(lines: readonly string[], line: number): Lines {
  const first = valueLine(lines, line);
  const indent = indentOf(lines[first - 1] ?? '');
  let last = first;
  for (let next = first + 1; next <= Math.min(lines.length, first + linesMax); next += 1) {
    const text = lines[next - 1] ?? '';
    const isContinued = next === last + 1 && goesOn.test(lines[last - 1] ?? '');
    if (text.trim() === '' && !isContinued) continue;
    if (!isContinued && indentOf(text) <= indent) break;
    last = next;
  }
  return { first, last };
}

function valueLine(lines: readonly string[], line: number): number {
  let at = line;
  while (at - line < linesMax && comment.test(lines[at - 1] ?? '')) at += 1;
  return at;
}

const indentOf = (line: string): number => line.length - line.trimStart().length;
