import { limits } from '../limits.js';
import { ownWords } from './own-words.js';
import type { Command } from './reading.js';
import { isUnknown, unknownMark, unknownWord, type Word } from './word.js';

/** The name under which the script's own arguments are asked for. */
export const ownArguments = '@';

/** What a command makes of the arguments of the shell that runs it; null where it leaves them alone. */
export function argumentsSetBy(command: Pick<Command, 'words'>): readonly Word[] | null {
  const [first, ...others] = ownWords(command);
  if (first === undefined) return null;
  if (first.text === 'shift') return [unknownWord(first)];
  const isChanged = ({ text }: Word): boolean => isUnknown(text) || /\b(set|shift)\b/.test(text);
  if (first.text === 'eval' && others.some(isChanged)) return [unknownWord(spanOf(command))];
  if (first.text !== 'set' || others.length === 0) return null;
  if (others[0]?.text === '--') return others.slice(1);
  const isOption = ({ text }: Word, index: number): boolean =>
    /^[-+][A-Za-z]+$/.test(text) || /^[-+]\w*o$/.test(others[index - 1]?.text ?? '');
  return others.every(isOption) ? null : [unknownWord(spanOf(command))];
}

/** A single argument, empty behind the last; undefined where others before it may be several words, or none. */
export function argumentAt(text: string, words: readonly Word[], number: number): Word | undefined {
  const isOne = (word: Word): boolean =>
    !mayBeSeveral.test(word.text) || oneQuoted.test(text.slice(word.start, word.end));
  const before = words.slice(0, number);
  if (!before.every(isOne)) return undefined;
  const end = words.at(-1)?.end ?? 0;
  return words[number - 1] ?? { text: '', pieces: [], start: end, end };
}

/** What only a run knows, and names of files. */
const mayBeSeveral = new RegExp(`[*?[${unknownMark}]`);
/** One pair of quotes, with no list between them. */
const oneQuoted = /^("[^"@]*"|'[^']*')$/;

/** Those of a script, as far as it sets them itself, or of a function: `"$@"` is a list as any other. */
export class OwnArguments {
  #words: readonly Word[] | undefined;
  /** Words of all lists so far: each has all that it is made of again. */
  #copied = 0;

  /** @param words - what a function is given */
  constructor(words?: readonly Word[]) {
    this.#words = words;
  }

  get words(): readonly Word[] | undefined {
    return this.#words;
  }

  learn(text: string, command: Command, isUncertain: boolean): void {
    const words = this.#shifted(text, command) ?? argumentsSetBy(command);
    if (words === null) return;
    this.#copied += words.length;
    const isTooMuch = words.length > limits.arrayWords || this.#copied > limits.arrayWords * 2;
    if (isUncertain || isTooMuch) {
      const { start, end } = spanOf(command);
      const isAdded = keepsAll.test(text.slice(start, end));
      const known = isAdded && !isTooMuch ? this.#words : [];
      this.#words = known === undefined ? undefined : [...known, unknownWord({ start, end })];
    } else this.#words = words;
  }

  /** `shift` by itself takes the first away. */
  #shifted(text: string, command: Command): readonly Word[] | null {
    const own = ownWords(command);
    if (own[0]?.text !== 'shift' || own.length > 1 || this.#words === undefined) return null;
    return argumentAt(text, this.#words, 1) === undefined ? null : this.#words.slice(1);
  }
}

/** All that was there stands first in what comes. */
const keepsAll = /^set[ \t]+--[ \t]+"\$\{?@\}?"(?=\s|$)/;

function spanOf({ words }: Pick<Command, 'words'>) {
  const own = ownWords({ words });
  const start = own[0]?.start ?? 0;
  return { start, end: Math.max(start, ...own.slice(-1).map(({ end }) => end)) };
}
