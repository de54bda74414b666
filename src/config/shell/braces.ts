import { closing } from './expansion.js';
import {
  appendAs,
  appendWord,
  finished,
  newWord,
  partOf,
  sliceOf,
  touch,
  unknownMark,
  unknownWord,
  type Word,
} from './word.js';

/**
 * `{a,b}` or `{1..3}` in a word, which a shell makes several words of: bash(1), Brace Expansion. The package
 * brace-expansion gives the words without places.
 */
export interface Brace {
  /** Where it stands in the word's text. */
  readonly at: number;
  readonly length: number;
  readonly start: number;
  readonly end: number;
  /** What stands for it in each of the words; null where that is not read. */
  readonly texts: readonly string[] | null;
}

/** Longer ones are no person's. */
const braceMax = 1000;
const wordsMax = 1000;

/** The braces that begin at a place, as far as they mean more than themselves. */
export function braceAt(text: string, start: number, at: number): Brace | null {
  const stretch = text.slice(start, start + braceMax);
  const length = closing(stretch, 0, '{', '}');
  const inside = length === -1 ? '' : stretch.slice(1, length - 1);
  const bare = inside.replaceAll(/'[^']*'|"(?:[^"\\]|\\.)*"|\\[\s\S]/g, 'q');
  // JSON without quotes around it is no shell's affair: QEMU gets none of it.
  if (/[\s;&|()<>]/.test(bare) || !/,|\.\./.test(bare) || /^"[\w-]+":/.test(inside)) return null;
  const texts = alternatives(text, inside);
  if (texts?.length === 0) return null;
  return { at, length, start, end: start + length, texts };
}

/** Empty for what stays as it is. */
function alternatives(text: string, inside: string): readonly string[] | null {
  if (isPlainShell.test(text) || /[{}$`'"\\]/.test(inside)) return null;
  return inside.includes(',') ? inside.split(',') : sequence(inside);
}

/** dash and ash leave braces alone, and `sh` may be one of them. */
const isPlainShell = /^#![^\n]*[\s/](sh|dash|ash)(\s|$)/;

const numbers = /^(-?\d{1,9})\.\.(-?\d{1,9})(?:\.\.(-?\d{1,9}))?$/;
const letters = /^([A-Za-z])\.\.([A-Za-z])$/;

function sequence(inside: string): readonly string[] | null {
  const [, from = '', to = '', step = '1'] = numbers.exec(inside) ?? [];
  if (from !== '') {
    const isPadded = [from, to].some((each) => /^-?0\d/.test(each));
    const all = range(Number(from), Number(to), Math.abs(Number(step)) || 1);
    return isPadded ? null : (all?.map(String) ?? null);
  }
  const [, first = '', last = ''] = letters.exec(inside) ?? [];
  if (first === '') return /^[A-Za-z]\.\.[A-Za-z]\.\./.test(inside) ? null : [];
  const codes = range(first.charCodeAt(0), last.charCodeAt(0), 1);
  return codes?.map((code) => String.fromCharCode(code)) ?? null;
}

function range(from: number, to: number, step: number): readonly number[] | null {
  const count = Math.floor(Math.abs(to - from) / step) + 1;
  if (count > wordsMax) return null;
  return Array.from({ length: count }, (_, index) => from + Math.sign(to - from) * step * index);
}

/** The words that a word with braces in it comes to. */
export function expandedBraces(word: Word, braces: readonly Brace[]): readonly Word[] {
  let words: readonly Word[] = [{ ...word, text: '', pieces: [] }];
  let from = 0;
  let isOpen = false;
  for (const brace of braces) {
    const texts = brace.texts ?? [unknownMark];
    isOpen ||= brace.texts === null || words.length * texts.length > wordsMax;
    if (isOpen && words.length * texts.length > wordsMax) break;
    const before = sliceOf(word, from, brace.at);
    words = words.flatMap((each) => texts.map((text) => longer(each, before, text, brace)));
    from = brace.at + brace.length;
  }
  const rest = partOf(word, from);
  const all = words.map((each) => longer(each, rest, '', word));
  // How many words there are is not known either.
  return isOpen ? [...all, unknownWord(word)] : all;
}

function longer(
  word: Word,
  before: Word,
  text: string,
  place: { readonly start: number; readonly end: number },
): Word {
  const whole = newWord();
  touch(whole, word.start, word.end);
  appendWord(whole, word);
  appendWord(whole, before);
  if (text !== '') appendAs(whole, text, place.start, place.end);
  return finished(whole);
}
