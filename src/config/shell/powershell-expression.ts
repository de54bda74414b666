import { closing } from './expansion.js';
import { appendSplit } from './quoting.js';
import type { Reading } from './reading.js';
import { appendAs, touch, unknownMark } from './word.js';

/** `$NAME` with a property, an element or a method's call behind it. */
const member =
  /\$(\w+)(?:(?:\.|::)[A-Za-z]\w*|\[[^\]\n]{0,200}\]|\((?:[^()\n]|\([^()\n]{0,200}\)){0,200}\))+/y;
/** What makes words of a text, as its blanks do. */
const splitAtBlanks = /^\$\w+\.Split\((?:" "|' ')?\)$/i;
const statement =
  /^(if|elseif|while|for|foreach|switch|until|param|catch|function|filter|return|throw)$/i;
const expressionMax = 5000;

/**
 * What PowerShell computes before it hands it to a program as any number of words: `$a.Split(" ")`,
 * `(...)`, `@(...)`. False for anything else: about_Parsing, argument mode.
 */
export function computed(reading: Reading, character: string): boolean {
  const end = character === '$' ? memberEnd(reading) : bracketEnd(reading, character);
  if (end === -1 || end > reading.end) return false;
  const { text, at, word, dialect } = reading;
  const written = text.slice(at, end);
  const name = /^\$(\w+)/.exec(written)?.[1] ?? '';
  const value = splitAtBlanks.test(written) ? dialect.variables.scalar(name, at) : undefined;
  reading.at = end;
  touch(word, at, end);
  if (value === undefined || /["'`]|^\s|\s\s|\s$/.test(value.text)) {
    appendAs(word, unknownMark, at, end);
  } else appendSplit(reading, value, at, end);
  return true;
}

function memberEnd({ text, at, word }: Reading): number {
  member.lastIndex = at;
  return word.begun || !member.test(text) ? -1 : member.lastIndex;
}

/** In a command's arguments, not where a statement or a group begins. */
function bracketEnd({ text, at, word, words }: Reading, character: string): number {
  const [first] = words;
  if (character !== '(' || first === undefined || statement.test(first.text)) return -1;
  if (!/^@?$/.test(word.parts.join(''))) return -1;
  const length = closing(text.slice(at, at + expressionMax), 0, '(', ')');
  return length === -1 ? -1 : at + length;
}
