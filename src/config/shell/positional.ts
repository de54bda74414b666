import { limits } from '../limits.js';
import { ownWords } from './own-words.js';
import type { Command } from './reading.js';
import { unknownWord, type Word } from './word.js';

/** The name under which the script's own arguments are asked for. */
export const ownArguments = '@';

/** What a command makes of the arguments of the shell that runs it; null where it leaves them alone. */
export function argumentsSetBy(command: Pick<Command, 'words'>): readonly Word[] | null {
  const [first, ...others] = ownWords(command);
  if (first === undefined) return null;
  if (first.text === 'shift') return [unknownWord(first)];
  if (first.text !== 'set' || others.length === 0) return null;
  if (others[0]?.text === '--') return others.slice(1);
  const isOption = ({ text }: Word, index: number): boolean =>
    /^[-+][A-Za-z]+$/.test(text) || /^[-+]\w*o$/.test(others[index - 1]?.text ?? '');
  return others.every(isOption) ? null : [unknownWord(spanOf(command))];
}

/** Those of a script, as far as it sets them itself: `"$@"` is a list as any other. */
export class OwnArguments {
  #words: readonly Word[] | undefined;
  /** Words of all lists so far: each has all that it is made of again. */
  #copied = 0;

  get words(): readonly Word[] | undefined {
    return this.#words;
  }

  learn(text: string, command: Command, isUncertain: boolean): void {
    const words = argumentsSetBy(command);
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
}

/** All that was there stands first in what comes. */
const keepsAll = /^set[ \t]+--[ \t]+"\$\{?@\}?"(?=\s|$)/;

function spanOf({ words }: Pick<Command, 'words'>) {
  const own = ownWords({ words });
  const start = own[0]?.start ?? 0;
  return { start, end: Math.max(start, ...own.slice(-1).map(({ end }) => end)) };
}
