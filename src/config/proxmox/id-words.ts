import { isUnknown, partOf, sliceOf, type Word } from '../shell/word.js';
import type { SourceText } from '../text.js';
import type { IdWord } from './machine-ids.js';

/** The words of a command behind its program. */
export interface Words {
  readonly source: SourceText;
  readonly program: Word;
  readonly words: readonly Word[];
}

/** The word at a place as that of a machine; null where there is none. */
export function idAt({ source, words }: Words, index: number): IdWord | null {
  const word = words[index];
  return word === undefined ? null : idOf(source, word);
}

function idOf({ text }: SourceText, word: Word): IdWord {
  return { word, written: text.slice(word.start, word.end) };
}

/** Words of prose are no number, and have no options behind them. */
export function isIdOf(target: Word | undefined, options: readonly Word[]): boolean {
  if (target === undefined) return false;
  const isNumber = isUnknown(target.text) || /^\d+$/.test(target.text);
  return isNumber || options.some(({ text }) => /^--?[a-z]/.test(text));
}

interface IdAndRest {
  readonly id: IdWord | null;
  /** What of its word may be options. */
  readonly rest: readonly Word[];
}

const list = /^"?\$([@*]|\{[@*]\}|\{\w+\[[@*]\]\})"?$/;
const two = /^(\$\w+|\$\{\w+\}|\d+)(\$\w+|\$\{\w+\})$/;

/** `"$@"` may go on with options behind the number, and so may `$ID$OPTIONS`. */
export function idAndRest(own: Words, index: number): IdAndRest {
  const id = idAt(own, index);
  const target = own.words[index];
  if (id === null || target === undefined) return { id, rest: [] };
  const written = own.source.text.slice(target.start, target.end);
  if (list.test(written)) return { id, rest: [target] };
  const [, first = '', second] = two.exec(written) ?? [];
  const behind = target.pieces.find(({ start }) => start === target.start + first.length);
  if (second === undefined || behind === undefined) return { id, rest: [] };
  if (!isOfOptions(own.source, second)) return { id, rest: [] };
  const word = sliceOf(target, 0, behind.at);
  return { id: { ...id, word, written: first }, rest: [partOf(target, behind.at)] };
}

/** All that the script sets the variable to are options, or nothing. */
function isOfOptions({ text }: SourceText, variable: string): boolean {
  const name = variable.replaceAll(/[${}]/g, '');
  const set = new RegExp(`(?<![\\w$])${name}=["']?([^"'\\s;]*|[ \\t]+-)`, 'g');
  const values = [...text.matchAll(set)].map(([, value = '']) => value.trim());
  return values.length > 0 && values.every((value) => value === '' || value.startsWith('-'));
}

/** Where the value of an option is, as a machine's: `--vmid 100`, `--vmid=100`. */
export function idOption(own: Words, name: string): IdWord | null {
  const index = own.words.findIndex(({ text }) => new RegExp(`^--?${name}(=|$)`).test(text));
  const word = own.words[index];
  if (word === undefined) return null;
  const equals = word.text.indexOf('=');
  if (equals === -1) return idAt(own, index + 1);
  return idOf(own.source, partOf(word, equals + 1));
}
