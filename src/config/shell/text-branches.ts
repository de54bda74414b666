import type { Span } from '../text.js';
import { joined, partOf, perhapsWord, plainWord, sliceOf, unknownMark, type Word } from './word.js';

/** Beyond these nobody wrote the options: a text is cut at each of its words. */
const piecesMax = 100;
const lengthMax = 10_000;
const cutsMax = 50;

const isShort = ({ pieces, text }: Word): boolean =>
  pieces.length <= piecesMax && text.length <= lengthMax;

/**
 * A text after branches of which one ran: what all begin with, and behind it what each may have added.
 * null where they do not differ by options alone.
 */
export function eitherText(words: readonly Word[]): Word | null {
  const [first, ...others] = words;
  if (first === undefined || !words.every(isShort)) return null;
  const most = Math.min(...others.map((other) => sharedLength(first, other)));
  const ends = [...first.text.slice(0, most).matchAll(/\s+|$/g)];
  const cuts = [...ends.flatMap(({ index, 0: blanks }) => [index, index + blanks.length]), 0];
  const cut = cuts
    .sort((a, b) => b - a)
    .slice(0, cutsMax)
    .find((at) => words.every((word) => isOptions(word, at)));
  if (cut === undefined) return null;
  const added = words.map((word) => wordsFrom(word, cut)).filter((each) => each.length > 0);
  const parts = [sliceOf(first, 0, cut), ...added.map((each) => perhapsWord(spanOf(each), each))];
  return joined(parts[0]?.text === '' ? parts.slice(1) : parts, ' ');
}

/** Characters that both begin with; what only the shell knows is the same where it is the same place. */
function sharedLength(one: Word, other: Word): number {
  const most = Math.min(one.text.length, other.text.length);
  let at = 0;
  while (at < most && one.text[at] === other.text[at]) {
    if (one.text[at] === unknownMark && startAt(one, at) !== startAt(other, at)) break;
    at += 1;
  }
  return at;
}

const startAt = (word: Word, at: number): number | undefined =>
  sliceOf(word, at, at + 1).pieces[0]?.start;

/** Whether nothing stands behind a place, or words of which the first is an option. */
function isOptions(word: Word, at: number): boolean {
  const rest = word.text.slice(at);
  if (rest.trim() === '') return true;
  if (at > 0 && !/\s/.test(word.text[at - 1] ?? '') && !/^\s/.test(rest)) return false;
  return /^\s*--?[A-Za-z]/.test(rest) || isPerhaps(word, at + rest.search(/\S/));
}

/** Whether a mark stands here that stands for options of a branch before, and nothing behind it. */
function isPerhaps(word: Word, at: number): boolean {
  const mark = sliceOf(word, at, at + 1);
  const isAlone = /^(\s|$)/.test(word.text.slice(at + 1, at + 2));
  return isAlone && mark.text === unknownMark && mark.pieces[0]?.perhaps !== undefined;
}

/** The words that an expansion without quotes makes of the rest. */
function wordsFrom(word: Word, at: number): readonly Word[] {
  const rest = partOf(word, at);
  return [...rest.text.matchAll(/\S+/g)].map(({ index, 0: text }) => {
    const part = sliceOf(rest, index, index + text.length);
    const perhaps = text === unknownMark ? part.pieces[0]?.perhaps : undefined;
    const placed = { ...part, ...spanOf([part]) };
    return perhaps === undefined ? placed : { ...placed, perhaps };
  });
}

/** From the first to the last, where they stand in their order. */
function spanOf(words: readonly Word[]): Span {
  const pieces = words.flatMap((word) => word.pieces);
  const [first, last] = [pieces[0], pieces.at(-1)];
  if (first === undefined || last === undefined) return plainWord('', 0);
  return { start: first.start, end: Math.max(first.end, last.end) };
}
