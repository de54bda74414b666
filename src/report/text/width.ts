/**
 * Two columns on a terminal, or perhaps two: when in doubt a text is cut too early. It must never be
 * less than what cli-table3 counts, or that would cut the text a second time: it counts by string-width 4,
 * which takes too little for newer signs, and string-width 8 takes less than that for others.
 */
const wide =
  /[\u1100-\u115f\u2329\u232a\u2e80-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe10-\ufe6f\uff00-\uff60\uffe0-\uffe6]|[\u{10000}-\u{10ffff}]|\p{Extended_Pictographic}|\p{Emoji_Presentation}/u;

const combining = /[\u0300-\u036f]/u;

function columnsOf(character: string): number {
  if (combining.test(character)) return 0;
  return wide.test(character) ? 2 : 1;
}

/** Columns that a text without escape sequences takes. */
export function displayWidth(text: string): number {
  let columns = 0;
  for (const character of text) columns += columnsOf(character);
  return columns;
}

/** The longest beginning of a text that fits. */
function take(text: string, columns: number): string {
  let used = 0;
  let end = 0;
  for (const character of text) {
    used += columnsOf(character);
    if (used > columns) break;
    end += character.length;
  }
  return text.slice(0, end);
}

/** A text in at most so many columns; an ellipsis says that it was longer. */
export function clip(text: string, columns: number): string {
  if (displayWidth(text) <= columns) return text;
  return `${take(text, columns - 1).trimEnd()}…`;
}

/** As `clip`, between two words if the first of them fits. */
export function clipWords(text: string, columns: number): string {
  const clipped = clip(text, columns);
  if (clipped === text) return text;
  const end = clipped.lastIndexOf(' ');
  return end <= 0 ? clipped : `${clipped.slice(0, end).replace(/[,;:]$/u, '')} …`;
}

/** A word that is longer than a line, in pieces; each has a character at least, or it would not end. */
function pieces(word: string, columns: number): readonly string[] {
  const parts: string[] = [];
  let rest = word;
  let part = take(rest, Math.max(columns, 2));
  while (part.length < rest.length) {
    parts.push(part);
    rest = rest.slice(part.length);
    part = take(rest, Math.max(columns, 2));
  }
  return [...parts, rest];
}

/** A text in lines, broken at spaces; at least one line. */
export function wrap(text: string, columns: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ').flatMap((whole) => pieces(whole, columns))) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (displayWidth(longer) <= columns) {
      line = longer;
    } else {
      lines.push(line);
      line = word;
    }
  }
  return [...lines, line];
}

/** A text in lines, of which the first stands so far in, and the others further. */
export function hanging(text: string, columns: number, indent = 0): readonly string[] {
  const [first = '', ...others] = wrap(text, columns - indent - 2);
  const blanks = ' '.repeat(indent);
  return [blanks + first, ...others.map((other) => `${blanks}  ${other}`)];
}

/** As `wrap`, in at most `lines` lines; an ellipsis ends a text that needs more. */
export function wrapWithin(text: string, columns: number, lines: number): readonly string[] {
  const all = wrap(text, columns);
  if (all.length <= lines) return all;
  const kept = all.slice(0, lines - 1);
  return [...kept, clip(all.slice(lines - 1).join(' '), columns)];
}
