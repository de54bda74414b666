import { limits } from '../limits.js';
import type { Span } from '../text.js';
import { ansiQuoted } from './ansi-quoting.js';
import { expansionAt, makeExpansionAt, unknownText } from './expansion.js';
import { appendJoined, isJoined, isShell } from './joined-elements.js';
import { wordOf } from './otherwise.js';
import { endWord, fail, type Reading } from './reading.js';
import {
  append,
  appendAs,
  appendElement,
  appendWord,
  beginAs,
  isUnknown,
  sliceOf,
  touch,
  type Word,
  type WordBuilder,
} from './word.js';

/** A blank behind the backslash is a slip of the hand where the next line goes on with options. */
const continuation = /\\\r?\n|\\[ \t]+(?=\r?\n[ \t]*--?[A-Za-z])|\\$/y;

export function backslash(reading: Reading): void {
  // systemd makes a blank of a line's end; man systemd.syntax.
  if (
    reading.dialect.specifiers &&
    /^\r?\n/.test(reading.text.slice(reading.at + 1, reading.at + 3))
  ) {
    endWord(reading);
  }
  escaped(reading, continuation, '\\');
}

/**
 * The character behind an escape as it is, or nothing where a line ends.
 *
 * @param alone - what the escape is at the end of the text
 */
export function escaped(reading: Reading, continuation: RegExp, alone: string): void {
  const { text, at, word, end } = reading;
  continuation.lastIndex = at;
  const newline = continuation.exec(text)?.[0];
  if (newline !== undefined) {
    reading.at += newline.length;
    return;
  }
  touch(word, at, at + 2);
  appendAs(word, text[at + 1] ?? alone, at, Math.min(at + 2, end));
  reading.at = Math.min(at + 2, end);
}

export function singleQuoted(reading: Reading): void {
  const { text, at, word, end } = reading;
  const close = text.indexOf("'", at + 1);
  if (close === -1 || close >= end) return fail(reading, at, 'this quote is not closed');
  touch(word, at, close + 1);
  let from = at + 1;
  if (reading.dialect.make) {
    reading.at = from;
    for (let next = text.indexOf('$', from); next !== -1 && next < close; ) {
      append(word, text.slice(reading.at, next), reading.at);
      reading.at = next;
      expansion(reading, true);
      next = text.indexOf('$', reading.at);
    }
    if (reading.error !== null) return;
    from = Math.min(reading.at, close);
  }
  // libvirt wraps its own dumps inside quotes too; no option of QEMU holds such a line break.
  for (let wrap = text.indexOf('\\\n', from); wrap !== -1 && wrap < close; ) {
    append(word, text.slice(from, wrap), from);
    from = wrap + 2;
    wrap = text.indexOf('\\\n', from);
  }
  append(word, text.slice(from, close), from);
  reading.at = close + 1;
}

const meaningInQuotes = /["\\$`]/g;

export function doubleQuoted(reading: Reading): void {
  const { text, word } = reading;
  const start = reading.at;
  touch(word, start, start + 1);
  reading.at += 1;
  while (reading.at < reading.end) {
    meaningInQuotes.lastIndex = reading.at;
    const next = meaningInQuotes.exec(text)?.index ?? reading.end;
    if (next >= reading.end) break;
    append(word, text.slice(reading.at, next), reading.at);
    reading.at = next;
    const character = text[next];
    if (character === '"') {
      reading.at += 1;
      touch(word, start, reading.at);
      return;
    }
    if (character === '\\') quotedBackslash(reading);
    else expansion(reading, true);
  }
  fail(reading, start, 'this quote is not closed');
}

function quotedBackslash(reading: Reading): void {
  const { text, at, word } = reading;
  const next = text[at + 1] ?? '';
  if (next === '\n') reading.at += 2;
  else if (/["\\$`]/.test(next)) {
    appendAs(word, next, at, at + 2);
    reading.at += 2;
  } else {
    append(word, '\\', at);
    reading.at += 1;
  }
}

export function expansion(reading: Reading, quoted: boolean): void {
  const { text, at, word, dialect } = reading;
  if (!quoted && isShell(dialect) && dollarQuoted(reading)) return;
  const found = (dialect.make ? makeExpansionAt : expansionAt)(text, at);
  if (found === null) {
    touch(word, at, at + 1);
    append(word, '$', at);
    reading.at += 1;
    return;
  }
  if (!quoted && onlyComment.test(text.slice(at, Math.min(found.end, at + 1000)))) {
    reading.at = found.end;
    return;
  }
  if (found.end === -1 || found.end > reading.end) {
    return fail(reading, at, 'this expansion is not closed');
  }
  if (word.length > limits.wordLength) {
    return fail(reading, at, `a word of more than ${limits.wordLength} characters`);
  }
  reading.at = found.end;
  // PowerShell hands the elements of a list to a program as its words.
  const isList = found.isArray || (dialect.escape === '`' && !quoted);
  const isOpen = !quoted && dialect.variables.hasOwnSplit?.(at) === true;
  const whole = (value: Word | undefined) =>
    isOpen && value !== undefined && !neverSplit.test(value.text) ? undefined : value;
  const elements = isList ? dialect.variables.array(found.name, at) : undefined;
  const words = elements?.every(whole) ? elements : undefined;
  if (words !== undefined && !(dialect.make && isOneWord(reading, words, quoted))) {
    const isText = quoted && isJoined(reading, text.slice(at, found.end));
    return isText ? appendJoined(reading, words, at) : appendArray(reading, words, at);
  }
  const value = found.isArray ? undefined : whole(wordOf(text, at, found, dialect.variables));
  // Without quotes, nothing is no word.
  if (quoted || value?.text !== '') touch(word, at, found.end);
  if (value === undefined)
    appendAs(word, unknownText(text.slice(at, found.end), word), at, found.end);
  else if (quoted) appendWord(word, value);
  else appendSplit(reading, value, at, found.end);
}

/** Nobody splits at any of these. */
const neverSplit = /^[\w./]*$/;
/** A remark within a command that goes on: it expands to no word. */
const onlyComment = /^`[ \t]*#[^`\n]*`$/;

/** `$'...'` with the escapes of C, `$"..."` as any double quotes; false for anything else. */
function dollarQuoted(reading: Reading): boolean {
  const quote = reading.text[reading.at + 1];
  if (quote !== "'" && quote !== '"') return false;
  reading.at += 1;
  if (quote === "'") ansiQuoted(reading);
  else doubleQuoted(reading);
  return true;
}

/** Make's list in the middle of a word: what may have changed it may have replaced it. */
function isOneWord({ word }: Reading, words: readonly Word[], quoted: boolean): boolean {
  return quoted ? words.length > 1 : word.begun && words.some(({ text }) => isUnknown(text));
}

export function appendArray(reading: Reading, words: readonly Word[], start: number): void {
  const [first, ...others] = words;
  if (first === undefined) return;
  const { text, at, word } = reading;
  // The quote that closes behind the last element is the first one's too.
  const isQuoted = word.begun && text[word.start] === '"' && text[at] === '"';
  touch(word, start, isQuoted && others.length > 0 ? at + 1 : at);
  appendElement(word, first);
  for (const other of others) {
    endWord(reading);
    touch(reading.word, other.start, other.end);
    appendElement(reading.word, other);
  }
}

/** An expansion without quotes is split at blanks. */
export function appendSplit(reading: Reading, value: Word, start: number, end: number): void {
  for (const match of value.text.matchAll(/\s+|\S+/g)) {
    if (/\s/.test(match[0])) endWord(reading);
    else {
      const part = sliceOf(value, match.index, match.index + match[0].length);
      const own = isUnknown(part.text) && isAtStart(reading.word, start) ? spanOf(part) : null;
      if (own !== null) beginAs(reading.word, part);
      touch(reading.word, own?.start ?? start, own?.end ?? end);
      appendWord(reading.word, part);
    }
  }
}

function isAtStart(word: WordBuilder, start: number): boolean {
  return word.length === 0 && (!word.begun || word.start === start);
}

/** What only the shell knows is what it is where it stands; null where its parts stand here and there. */
function spanOf({ pieces }: Word): Span | null {
  const [first, last] = [pieces[0], pieces.at(-1)];
  if (first === undefined || last === undefined || first.start >= last.end) return null;
  return { start: first.start, end: last.end };
}
