import { type Expansion, expansionAt, type Otherwise } from './expansion.js';
import type { Variables } from './reading.js';
import { append, appendWord, finished, newWord, touch, unknownMark, type Word } from './word.js';

/** Of defaults within defaults. */
const depthMax = 5;

interface Script {
  readonly text: string;
  readonly variables: Variables;
}

/** What an expansion comes to in one word; undefined where nobody can say. */
export function wordOf(
  text: string,
  at: number,
  found: Expansion,
  variables: Variables,
): Word | undefined {
  return wordWithin({ text, variables }, at, found, depthMax);
}

function wordWithin(
  script: Script,
  at: number,
  { name, otherwise }: Expansion,
  depth: number,
): Word | undefined {
  const { variables } = script;
  const value = variables.scalar(name, at);
  if (otherwise === undefined || value === undefined) return value;
  const isEmpty = value.text === '';
  // Set and empty, or not set: without a colon it is not the same.
  if (isEmpty && (!otherwise.isForEmpty || otherwise.sign === '?')) return undefined;
  if (!isEmpty && value.text.replaceAll(unknownMark, '') === '') return undefined;
  if (otherwise.sign === (isEmpty ? '-' : '+')) return wordsOf(script, otherwise, depth);
  return value;
}

const plain = /[^\s"'\\$`{}*?[\]~]+/y;

/** Words without quotes, and variables in them. */
function wordsOf(script: Script, { from, to }: Otherwise, depth: number): Word | undefined {
  const { text } = script;
  const word = newWord();
  touch(word, from, to);
  for (let at = from; at < to; ) {
    plain.lastIndex = at;
    const literal = plain.exec(text)?.[0].slice(0, to - at);
    const found = literal === undefined && text[at] === '$' ? expansionAt(text, at) : null;
    if (literal !== undefined) append(word, literal, at);
    else {
      if (found === null || found.isArray || found.end > to || depth === 0) return undefined;
      const value = wordWithin(script, at, found, depth - 1);
      if (value === undefined) return undefined;
      appendWord(word, value);
    }
    at = literal === undefined ? (found?.end ?? to) : at + literal.length;
  }
  return finished(word);
}
