import { limits } from '../limits.js';
import { isUnknown, spanIn, type Word } from '../shell/word.js';
import type { SourceText, Span } from '../text.js';
import type { Option, Options } from './options.js';

interface Reading {
  readonly source: SourceText;
  readonly word: Word;
  readonly text: string;
  at: number;
  readonly list: Option[];
  opaque: Option | null;
}

/** What is wrong with a JSON text; never leaves this file. */
class JsonError extends Error {
  constructor(
    message: string,
    readonly at: number,
  ) {
    super(message);
  }
}

/**
 * A JSON object as dotted options: `{"cache":{"direct":true}}` is `cache.direct=true`. It is read
 * here because every value needs its place in the source, through the shell's quotes.
 */
export function readJsonOptions(source: SourceText, word: Word): Options {
  const reading: Reading = { source, word, text: word.text, at: 0, list: [], opaque: null };
  let error = '';
  try {
    readValue(reading, '', 0);
    skipBlanks(reading);
    if (reading.at < reading.text.length) throw new JsonError('text after the object', reading.at);
  } catch (thrown) {
    if (!(thrown instanceof JsonError)) throw thrown;
    error = `not valid JSON: ${thrown.message}`;
  }
  const { list, opaque } = reading;
  return { list, span: { start: word.start, end: word.end }, source, opaque, error };
}

function skipBlanks(reading: Reading): void {
  while (/\s/.test(reading.text[reading.at] ?? '')) reading.at += 1;
}

function expect(reading: Reading, character: string): void {
  skipBlanks(reading);
  if (reading.text[reading.at] !== character) {
    throw new JsonError(`\`${character}\` is missing`, reading.at);
  }
  reading.at += 1;
}

function readValue(reading: Reading, path: string, depth: number): void {
  if (depth > limits.depth) throw new JsonError('nested too deeply', reading.at);
  skipBlanks(reading);
  const character = reading.text[reading.at];
  if (character === '{') readObject(reading, path, depth);
  else if (character === '[') readList(reading, path, depth);
  else if (isQuote(character)) {
    const start = reading.at;
    const value = readString(reading);
    add(reading, path, value, { start: start + 1, end: reading.at - 1 });
  } else readWord(reading, path);
}

function readObject(reading: Reading, path: string, depth: number): void {
  reading.at += 1;
  skipBlanks(reading);
  if (reading.text[reading.at] === '}') {
    reading.at += 1;
    return;
  }
  for (;;) {
    skipBlanks(reading);
    if (!isQuote(reading.text[reading.at])) throw new JsonError('a key is missing', reading.at);
    const key = readString(reading);
    expect(reading, ':');
    readValue(reading, path === '' ? key : `${path}.${key}`, depth + 1);
    skipBlanks(reading);
    if (reading.text[reading.at] !== ',') break;
    reading.at += 1;
  }
  expect(reading, '}');
}

function readList(reading: Reading, path: string, depth: number): void {
  reading.at += 1;
  skipBlanks(reading);
  if (reading.text[reading.at] === ']') {
    reading.at += 1;
    return;
  }
  for (let index = 0; ; index += 1) {
    readValue(reading, `${path}.${index}`, depth + 1);
    skipBlanks(reading);
    if (reading.text[reading.at] !== ',') break;
    reading.at += 1;
  }
  expect(reading, ']');
}

/** QEMU's JSON takes apostrophes for quotes too: qobject/json-lexer.c. */
function isQuote(character: string | undefined): boolean {
  return character === '"' || character === "'";
}

const escapes: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };

function readString(reading: Reading): string {
  const { text } = reading;
  const quote = text[reading.at];
  let value = '';
  reading.at += 1;
  for (;;) {
    const character = text[reading.at];
    if (character === undefined) throw new JsonError('a quote is not closed', reading.at);
    reading.at += 1;
    if (character === quote) return value;
    if (character !== '\\') {
      value += character;
      continue;
    }
    const escaped = text[reading.at] ?? '';
    reading.at += 1;
    if (escaped === 'u') {
      value += String.fromCharCode(
        Number.parseInt(text.slice(reading.at, reading.at + 4), 16) || 0,
      );
      reading.at += 4;
    } else value += escapes[escaped] ?? escaped;
  }
}

/** true, false, null, a number, or the mark of something unknown. */
function readWord(reading: Reading, path: string): void {
  const start = reading.at;
  while (/[^\s,\]}[{":]/.test(reading.text[reading.at] ?? ' ')) reading.at += 1;
  const word = reading.text.slice(start, reading.at);
  if (word === '') throw new JsonError('a value is missing', start);
  if (word !== 'null') add(reading, path, word, { start, end: reading.at });
}

function add(reading: Reading, key: string, value: string, { start, end }: Span): void {
  const { source, word } = reading;
  const found = { key, value, span: spanIn(word, start, end), source };
  if (isUnknown(key)) reading.opaque ??= found;
  else reading.list.push(found);
  if (reading.list.length > limits.options) {
    throw new JsonError(`more than ${limits.options} values`, start);
  }
}
