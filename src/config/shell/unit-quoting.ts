import { expansionAt } from './expansion.js';
import { appendSplit } from './quoting.js';
import { fail, type Reading } from './reading.js';
import { append, appendAs, appendWord, touch, unknownMark } from './word.js';

const inQuotes = /["'\\$%]/g;

/** In either kind of quotes systemd takes escapes, specifiers and `${NAME}`: man systemd.service. */
export function unitQuoted(reading: Reading, quote: string): void {
  const { text, at: start, word, end } = reading;
  touch(word, start, start + 1);
  reading.at += 1;
  while (reading.at < end) {
    inQuotes.lastIndex = reading.at;
    const next = inQuotes.exec(text)?.index ?? end;
    if (next >= end) break;
    append(word, text.slice(reading.at, next), reading.at);
    reading.at = next;
    if (text[next] === quote) {
      reading.at += 1;
      touch(word, start, reading.at);
      return;
    }
    meaning(reading);
  }
  fail(reading, start, 'this quote is not closed');
}

function meaning(reading: Reading): void {
  const { text, at, word } = reading;
  const character = text[at] ?? '';
  if (character === '$') return unitVariable(reading, true);
  if (character === '%') return specifier(reading);
  const isLineEnd = /^\\\r?\n/.exec(text.slice(at, at + 3))?.[0];
  const next = text[at + 1] ?? '';
  const length = isLineEnd?.length ?? (character === '\\' ? 2 : 1);
  reading.at = Math.min(at + length, reading.end);
  if (character !== '\\') return append(word, character, at);
  if (isLineEnd !== undefined) return appendAs(word, ' ', at, reading.at);
  appendAs(word, /["'\\]/.test(next) ? next : unknownMark, at, reading.at);
}

export function specifier(reading: Reading): void {
  const { text, at, word } = reading;
  touch(word, at, at + 2);
  if (text[at + 1] === '%') appendAs(word, '%', at, at + 2);
  else appendAs(word, unknownMark, at, at + 2);
  reading.at = Math.min(at + 2, reading.end);
}

const braced = /\$\{(\w+)\}/y;
/** It stands for several words where it is one. */
const alone = /\$(\w+)(?=\s|$)/y;

/** `${NAME}` is part of a word whatever is in it, `$NAME` only a word of its own. */
export function unitVariable(reading: Reading, quoted: boolean): void {
  const { text, at, word, dialect } = reading;
  const isDollar = text[at + 1] === '$';
  const end = isDollar ? at + 2 : (expansionAt(text, at)?.end ?? -1);
  if (isDollar || end === -1 || end > reading.end) {
    reading.at = isDollar ? end : at + 1;
    touch(word, at, reading.at);
    return appendAs(word, '$', at, reading.at);
  }
  const isWord = !quoted && !word.begun;
  touch(word, at, end);
  reading.at = end;
  braced.lastIndex = at;
  alone.lastIndex = at;
  const part = braced.exec(text)?.[1];
  const list = isWord ? alone.exec(text)?.[1] : undefined;
  const value = dialect.variables.scalar(part ?? list ?? '', at);
  if (value === undefined || (part === undefined && /["'\\]/.test(value.text))) {
    appendAs(word, unknownMark, at, end);
  } else if (part === undefined) appendSplit(reading, value, at, end);
  else appendWord(word, value);
}
