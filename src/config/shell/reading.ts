import { limits } from '../limits.js';
import type { Span } from '../text.js';
import { type Brace, expandedBraces } from './braces.js';
import type { HereDelimiter } from './heredoc.js';
import { finished, newWord, type Word, type WordBuilder } from './word.js';

/** A simple command: its words, assignments before it included. */
export interface Command {
  readonly words: readonly Word[];
  readonly start: number;
  /** It runs only if the one before it did well, or badly, or beside it, or in a shell of its own. */
  readonly isChained: boolean;
}

export interface ShellError extends Span {
  readonly message: string;
}

export interface ShellScript {
  readonly commands: readonly Command[];
  readonly error: ShellError | null;
}

/** Values of variables, by name and the place that asks; an array has several words. */
export interface Variables {
  readonly scalar: (name: string, at: number) => Word | undefined;
  readonly array: (name: string, at: number) => readonly Word[] | undefined;
  /** The script changes what stands between the elements of `"${NAME[*]}"`. */
  readonly hasOwnSeparator?: boolean;
  /** The script changes what an expansion without quotes is split at. */
  readonly hasOwnSplit?: (at: number) => boolean;
  /** Told of each command before the next is read. */
  readonly learn: (command: Command) => void;
}

export const noVariables: Variables = {
  scalar: () => undefined,
  array: () => undefined,
  learn: () => {},
};

export interface Dialect {
  /** Only blanks and quotes mean something: systemd's ExecStart, an array's elements. */
  readonly operators: boolean;
  /** `%i` and its like stand for something else. */
  readonly specifiers: boolean;
  /** Make has been at it before: `$(X)` is a variable, in every quote, and `$$` the shell's own `$`. */
  readonly make?: true;
  /** Windows: what escapes a character and continues a line, cmd's or PowerShell's. */
  readonly escape?: '^' | '`';
  /** Prose, in which `<image>` is what the reader has to fill in. */
  readonly isPage?: true;
  readonly variables: Variables;
}

export const shell: Dialect = { operators: true, specifiers: false, variables: noVariables };

export interface Reading {
  readonly text: string;
  readonly end: number;
  readonly dialect: Dialect;
  at: number;
  word: WordBuilder;
  /** Braces of the word that make several of it. */
  braces: Brace[];
  words: Word[];
  wordCount: number;
  commands: Command[];
  /** Delimiters of here-documents whose text begins after this line. */
  pendingHere: HereDelimiter[];
  error: ShellError | null;
  isChained: boolean;
  /** Brackets that are open: a shell within the shell. */
  brackets: number;
}

export function newReading(text: string, dialect: Dialect, from: number, end: number): Reading {
  const word = newWord();
  const lists = { braces: [], words: [], commands: [], pendingHere: [] };
  return {
    text,
    end,
    dialect,
    at: from,
    word,
    wordCount: 0,
    error: null,
    isChained: false,
    brackets: 0,
    ...lists,
  };
}

export function endWord(reading: Reading): void {
  if (!reading.word.begun) return;
  const word = finished(reading.word);
  const words = reading.braces.length === 0 ? [word] : expandedBraces(word, reading.braces);
  reading.words.push(...words);
  reading.word = newWord();
  reading.braces = [];
  reading.wordCount += words.length;
  if (reading.wordCount > limits.words)
    fail(reading, reading.at, `more than ${limits.words} words`);
}

export function endCommand(reading: Reading): void {
  endWord(reading);
  const [first] = reading.words;
  if (first === undefined) return;
  const isChained = reading.isChained || reading.brackets > 0;
  const command = { words: reading.words, start: first.start, isChained };
  reading.commands.push(command);
  reading.words = [];
  reading.isChained = false;
  reading.dialect.variables.learn(command);
}

export function fail(reading: Reading, start: number, message: string): void {
  reading.error ??= { message, start, end: start + 1 };
  reading.at = reading.end;
}
