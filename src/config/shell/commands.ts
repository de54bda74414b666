import { braceAt } from './braces.js';
import { closing } from './expansion.js';
import { type HereDelimiter, hereEnd } from './heredoc.js';
import { isShell } from './joined-elements.js';
import { assignmentStart, nameIndex } from './own-words.js';
import { computed } from './powershell-expression.js';
import { backslash, doubleQuoted, expansion, singleQuoted } from './quoting.js';
import {
  type Dialect,
  endCommand,
  endWord,
  fail,
  newReading,
  type Reading,
  type ShellScript,
  shell,
} from './reading.js';
import { specifier, unitQuoted, unitVariable } from './unit-quoting.js';
import { caret, percent, splatted, windowsQuoted } from './windows-quoting.js';
import { append, appendAs, droppedMark, newWord, touch, unknownMark } from './word.js';

/** Splits a text into simple commands, as a POSIX shell would before it runs them. */
export function readCommands(
  text: string,
  dialect: Dialect = shell,
  from = 0,
  end = text.length,
): ShellScript {
  const reading = newReading(text, dialect, from, end);
  while (reading.at < reading.end && reading.error === null) step(reading);
  // A shell never runs the command in which it finds a mistake; of a list, the words before it stand.
  if (reading.error === null || !dialect.operators) endCommand(reading);
  return { commands: reading.commands, error: reading.error };
}

/** The first command of a text, and nothing after it. */
export function readOneCommand(text: string, dialect: Dialect, from: number): ShellScript {
  const reading = newReading(text, dialect, from, text.length);
  while (reading.at < reading.end && reading.error === null && reading.commands.length === 0) {
    step(reading);
  }
  endCommand(reading);
  return { commands: reading.commands.slice(0, 1), error: reading.error };
}

function step(reading: Reading): void {
  const { text, at, dialect, word } = reading;
  const character = text[at] ?? '';
  if (character === '\n') return lineEnd(reading);
  if (character === droppedMark) return dropped(reading);
  if (dialect.escape !== undefined && windowsStep(reading, character)) return;
  if (dialect.specifiers && unitStep(reading, character)) return;
  if (character === ' ' || character === '\t' || character === '\r') {
    endWord(reading);
    reading.at += 1;
  } else if (character === '#' && !word.begun && !dialect.specifiers) {
    skipLine(reading);
  } else if (character === '\\') backslash(reading);
  else if (character === "'") singleQuoted(reading);
  else if (character === '"') doubleQuoted(reading);
  else if (character === '$' || character === '`') expansion(reading, false);
  else if (dialect.operators && /[;&|()<>]/.test(character)) operator(reading, character);
  else if (character === '{' && isShell(dialect)) brace(reading);
  else plain(reading);
}

function dropped(reading: Reading): void {
  reading.at += 1;
}

function brace(reading: Reading): void {
  const { text, at, word } = reading;
  const found = isValue(reading) ? null : braceAt(text, at, word.length);
  if (found === null || found.end > reading.end) return plain(reading);
  reading.braces.push(found);
  touch(word, at, found.end);
  append(word, text.slice(at, found.end), at);
  reading.at = found.end;
}

/** In an assignment braces stay as they are. */
function isValue({ dialect, word, words }: Reading): boolean {
  const isFirst = dialect.operators && nameIndex(words) === words.length;
  return isFirst && word.length < nameMax && assignmentStart.test(word.parts.join(''));
}

/** Of what stands before an assignment's sign. */
const nameMax = 1000;

/** What systemd reads otherwise; false where it does as a shell. */
function unitStep(reading: Reading, character: string): boolean {
  if (character === '$') unitVariable(reading, false);
  else if (character === '%') specifier(reading);
  else if (character === '"' || character === "'") unitQuoted(reading, character);
  else return false;
  return true;
}

/** What cmd and PowerShell read otherwise; false where they do as others. */
function windowsStep(reading: Reading, character: string): boolean {
  const { escape: mark } = reading.dialect;
  if (character === mark) caret(reading);
  else if (character === '"') windowsQuoted(reading);
  else if (mark === '`' && computed(reading, character)) return true;
  else if (mark === '`' && /[;{}]/.test(character)) {
    endCommand(reading);
    reading.at += 1;
  } else if (character === '\\' || character === ';') plain(reading);
  else if (mark === '`') return splatted(reading, character);
  else if (character === '%' || character === '!') percent(reading, false);
  else if (/['$`#]/.test(character)) plain(reading);
  else return false;
  return true;
}

/** All characters up to the next that means something. */
const meaning = /[\s\\'"$`%^!;&|(){}<>\ue001]/g;

function plain(reading: Reading): void {
  meaning.lastIndex = reading.at + 1;
  const next = meaning.exec(reading.text)?.index ?? reading.end;
  const end = Math.min(next, reading.end);
  touch(reading.word, reading.at, end);
  append(reading.word, reading.text.slice(reading.at, end), reading.at);
  reading.at = end;
}

/**
 * No command begins with a dash: such a line belongs to the one before, which lost its backslash. A shell does not
 * see it so, and what would take a disk out of judgement is left where it stands.
 */
const option = /[ \t]*--?(?!snapshot\b)[A-Za-z][\w-]*(?=[ \t=]|\r?\n|$)/y;

function isContinued({ text, at, words, word, pendingHere }: Reading): boolean {
  option.lastIndex = at;
  return (words.length > 0 || word.begun) && pendingHere.length === 0 && option.test(text);
}

function lineEnd(reading: Reading): void {
  reading.at += 1;
  if (!reading.dialect.operators && reading.dialect.specifiers) return endCommand(reading);
  if (!reading.dialect.operators || isContinued(reading)) return endWord(reading);
  endCommand(reading);
  for (const delimiter of reading.pendingHere.splice(0)) skipHere(reading, delimiter);
}

function skipLine(reading: Reading): void {
  const end = reading.text.indexOf('\n', reading.at);
  reading.at = end === -1 ? reading.end : Math.min(end, reading.end);
}

function skipHere(reading: Reading, delimiter: HereDelimiter): void {
  const to = hereEnd(reading.text, reading.at, delimiter);
  if (to === -1 || to >= reading.end) {
    reading.at = reading.end;
    return;
  }
  reading.at = to;
  skipLine(reading);
  reading.at = Math.min(reading.at + 1, reading.end);
}

function operator(reading: Reading, character: string): void {
  if (character === '<' || character === '>') return angle(reading);
  const { text, word } = reading;
  // `name=(` and `name+=(` begin an array, which stays one word for who reads assignments.
  if (character === '(' && word.begun && word.parts.join('').endsWith('=')) {
    const end = closing(text, reading.at, '(', ')');
    if (end === -1 || end > reading.end) return fail(reading, reading.at, 'this ( is not closed');
    touch(word, reading.at, end);
    append(word, text.slice(reading.at, end), reading.at);
    reading.at = end;
    return;
  }
  // The first of a pipe, and what runs beside the script, have a shell of their own.
  const isApart = /^(\|[^|]|&[^&>])/.test(`${text.slice(reading.at, reading.at + 2)}\n`);
  if (isApart) reading.isChained = true;
  endCommand(reading);
  reading.isChained = character === '&' || character === '|';
  if (character === '(') reading.brackets += 1;
  else if (character === ')') reading.brackets = Math.max(0, reading.brackets - 1);
  reading.at += 1;
}

/** In a page `<image>` stands for what the reader has; a shell would take it for two files. */
const placeholder =
  /<(?:[A-Za-z](?:[\w ./~$:-]{0,80}[\w./~$:-])?|[/~$][\w./~$:-]{1,80})>(?=[\s,\\"']|$)/y;
/** In a script only what no redirection looks like: `<in> out` is two of them. */
const placeholderInScript =
  /<[A-Za-z](?:[\w ./~$:-]{0,80}[\w./~$:-])?>(?=[,"']|[ \t]*(?:\\?\r?\n|$)|[ \t]+-)/y;
/** `<in 2> out` */
const twoFiles = /\s\d>$/;

function placeholderAt({ text, at, dialect }: Reading): string | undefined {
  const sign = dialect.isPage ? placeholder : placeholderInScript;
  sign.lastIndex = at;
  const match = sign.exec(text)?.[0];
  return match === undefined || twoFiles.test(match) ? undefined : match;
}

function angle(reading: Reading): void {
  const { at, word } = reading;
  const match = placeholderAt(reading);
  if (match === undefined) {
    return isSubstitution(reading) ? processSubstitution(reading) : redirection(reading);
  }
  touch(word, at, at + match.length);
  appendAs(word, unknownMark, at, at + match.length);
  reading.at += match.length;
}

/** `<(...)` is the name of a file, bash(1); behind a `<` it is where the input comes from. */
function isSubstitution({ text, at }: Reading): boolean {
  return text[at + 1] === '(' && !/[<>][ \t]*$/.test(text.slice(Math.max(0, at - 20), at));
}

function processSubstitution(reading: Reading): void {
  const { text, at, word, end } = reading;
  const close = closing(text, at + 1, '(', ')');
  if (close === -1 || close > end) return fail(reading, at, 'this ( is not closed');
  touch(word, at, close);
  appendAs(word, unknownMark, at, close);
  reading.at = close;
}

function redirection(reading: Reading): void {
  const match = /(<<<|<<-?|>>|[<>]&?|[<>])[ \t]*/y;
  match.lastIndex = reading.at;
  const sign = match.exec(reading.text)?.[0] ?? '<';
  // A number right before it is a file descriptor, not an argument.
  if (reading.word.begun && /^\d+$/.test(reading.word.parts.join(''))) reading.word = newWord();
  endWord(reading);
  reading.at += sign.length;
  const target = /(?:'[^']*'|"(?:[^"\\]|\\[\s\S])*"|\\[\s\S]|[^\s;&|()<>'"])*/y;
  target.lastIndex = reading.at;
  const name = target.exec(reading.text)?.[0] ?? '';
  if (sign.startsWith('<<') && !sign.startsWith('<<<')) {
    const word = name.replaceAll(/['"\\]/g, '');
    reading.pendingHere.push({ word, takesTabs: sign.startsWith('<<-') });
  }
  reading.at += name.length;
}
