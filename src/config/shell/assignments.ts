import { assignmentStart, opening, ownWords, withoutKeywords } from './own-words.js';
import type { Command } from './reading.js';
import { declaring } from './setters.js';
import { spanIn, unknownWord, type Word } from './word.js';

export interface Assignment {
  readonly name: string;
  readonly word: Word;
  readonly appends: boolean;
  /** Where the value begins in the word's text. */
  readonly valueAt: number;
}

/** A command is asked by all who look for what a script sets. */
const known = new WeakMap<Command, readonly Assignment[]>();

/** Those of the shell itself: `NAME=value program` sets it for the program alone. */
export function assignmentsOf(command: Command): readonly Assignment[] {
  const before = known.get(command);
  if (before !== undefined) return before;
  const found = lookFor(command);
  known.set(command, found);
  return found;
}

function lookFor(command: Command): readonly Assignment[] {
  // What a `local` sets holds for a while.
  return ownWords(command)[0]?.text === 'local' ? [] : everyAssignmentOf(command);
}

/** Those of a `local` too. */
export function everyAssignmentOf(command: Command): readonly Assignment[] {
  const [first, ...others] = ownWords(command);
  if (first === undefined) return withoutKeywords(command).flatMap(assignmentOf);
  return declaring.has(first.text) ? others.flatMap(assignmentOf) : [];
}

/** Those before a command, as in `CACHE=unsafe start`, which hold for it alone. */
export function namesBefore(command: Command): readonly string[] {
  const words = withoutKeywords(command);
  const own = ownWords(command);
  const before = words.slice(0, words.length - own.length);
  return own.length === 0 ? [] : before.flatMap(assignmentOf).map(({ name }) => name);
}

function assignmentOf(word: Word): readonly Assignment[] {
  const match = assignmentStart.exec(word.text);
  if (match === null || match[2] !== undefined) return [];
  return [{ name: match[1] ?? '', word, appends: match[3] === '+', valueAt: match[0].length }];
}

/** The value as it is written. */
export function valueText(text: string, { word, valueAt }: Assignment): string {
  const { start } = spanIn(word, valueAt, word.text.length);
  return text.slice(start, word.end);
}

/** An element of a list that says where it belongs, `[5]=-snapshot`, may be any of its words. */
export function withoutIndex(word: Word): Word {
  return /^\[[^\]]*\]\+?=/.test(word.text) ? unknownWord(word) : word;
}

const closing: ReadonlySet<string> = new Set(['fi', 'done', 'esac', '}']);

/** Branches, loops and functions that are open, command by command. */
export class Branches {
  #depth = 0;

  get depth(): number {
    return this.#depth;
  }

  /** Whether the command may not run, runs several times, or in a shell of its own. */
  enter({ words, isChained }: Command): boolean {
    for (const { text } of words) if (opening.has(text)) this.#depth += 1;
    const isInside = this.#depth > 0 || isChained;
    if (closing.has(words[0]?.text ?? '')) this.#depth = Math.max(0, this.#depth - 1);
    return isInside;
  }
}
