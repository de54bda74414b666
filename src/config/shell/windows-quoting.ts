import { appendArray, appendSplit, escaped, expansion } from './quoting.js';
import { fail, type Reading } from './reading.js';
import { append, appendAs, appendWord, touch, unknownMark } from './word.js';

/** `^` and a backquote: the next character as it is, or none at all at the end of a line. */
export function caret(reading: Reading): void {
  escaped(reading, /.[ \t]*\r?\n/y, '');
}

/** A backslash is itself but before a quote, as the C library of Windows takes it. */
export function windowsQuoted(reading: Reading): void {
  const { text, word, dialect } = reading;
  const start = reading.at;
  touch(word, start, start + 1);
  reading.at += 1;
  while (reading.at < reading.end) {
    const { at } = reading;
    const character = text[at] ?? '';
    if (character === '"') {
      reading.at += 1;
      touch(word, start, reading.at);
      return;
    }
    if (character === '\\' && text[at + 1] === '"' && !/[\s,]|$/.test(text[at + 2] ?? '')) {
      appendAs(word, '"', at, at + 2);
      reading.at += 2;
    } else if (dialect.escape === '^' && /[%!]/.test(character)) percent(reading, true);
    else if (dialect.escape === '`' && character === '$') expansion(reading, true);
    else if (dialect.escape === '`' && character === '`') caret(reading);
    else {
      append(word, character, at);
      reading.at += 1;
    }
  }
  fail(reading, start, 'this quote is not closed');
}

const variable = /%(?:(\w+)%|~?\w*\d|\*|[\w ]+:[^%\n]*%)|!\w+(?::[^!\n]*)?!/y;

/** `%NAME%`, `%1`, `%~dp0`, `!NAME!`. */
export function percent(reading: Reading, quoted: boolean): void {
  const { text, at, word, dialect } = reading;
  variable.lastIndex = at;
  const match = variable.exec(text);
  const end = at + (match?.[0].length ?? 1);
  touch(word, at, end);
  reading.at = end;
  if (match === null) return append(word, text[at] ?? '', at);
  const value = match[1] === undefined ? undefined : dialect.variables.scalar(match[1], at);
  if (value === undefined) appendAs(word, unknownMark, at, end);
  else if (quoted) appendWord(word, value);
  else appendSplit(reading, value, at, end);
}

/** `@list` of PowerShell stands for the elements of a variable. */
export function splatted(reading: Reading, character: string): boolean {
  const { text, at, word, dialect } = reading;
  const match = character === '@' && !word.begun ? /^@\w+/.exec(text.slice(at, at + 200)) : null;
  if (match === null) return false;
  const end = at + match[0].length;
  touch(word, at, end);
  reading.at = end;
  const elements = dialect.variables.array(match[0].slice(1), at);
  if (elements === undefined) appendAs(word, unknownMark, at, end);
  else appendArray(reading, elements, at);
  return true;
}
