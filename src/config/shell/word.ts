import type { Span } from '../text.js';

/**
 * What stands in a word's text for something that only the running shell knows. It is a private
 * character, so no option's name or value has it by itself.
 */
export const unknownMark = '\ue000';

/** What a shell takes out of a text before its reader gets it: private as well, and in no word. */
export const droppedMark = '\ue001';

/** A run of a word's characters, and where they stand in the source. */
interface Piece {
  /** The first character in the word's text. */
  readonly at: number;
  readonly start: number;
  /** Where the source of the run ends; characters map one to one unless the run is a mark. */
  readonly end: number;
  /** What a mark stands for, unless it stands for nothing: words that a branch adds. */
  readonly perhaps?: readonly Word[];
}

/** An argument as the program gets it. */
export interface Word {
  readonly text: string;
  readonly pieces: readonly Piece[];
  readonly start: number;
  readonly end: number;
  /** It is these words, or none. */
  readonly perhaps?: readonly Word[];
}

export function isUnknown(text: string): boolean {
  return text.includes(unknownMark);
}

/** Where a part of a word's text stands in the source. */
export function spanIn(word: Word, from: number, to: number): Span {
  if (word.pieces.length === 0) return { start: word.start, end: word.end };
  const start = sourceOf(word, from);
  if (to <= from) return { start, end: start };
  const { pieces } = word;
  const index = pieceIndex(word, to - 1);
  const piece = pieces[index];
  if (piece === undefined) return { start, end: word.end };
  const next = pieces[index + 1]?.at ?? word.text.length;
  const end = to >= next ? piece.end : piece.start + (to - piece.at);
  return { start, end: Math.max(start, end) };
}

function sourceOf(word: Word, at: number): number {
  const piece = word.pieces[pieceIndex(word, at)];
  if (piece === undefined) return word.start;
  return Math.min(piece.start + (at - piece.at), piece.end);
}

function pieceIndex({ pieces }: Word, at: number): number {
  let low = 0;
  let high = pieces.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((pieces[middle]?.at ?? 0) <= at) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** A word while it is read. */
export interface WordBuilder {
  parts: string[];
  length: number;
  pieces: Piece[];
  start: number;
  end: number;
  /** A pair of quotes with nothing between them is a word too. */
  begun: boolean;
  /** What it is, or none, if nothing is put behind it. */
  perhaps?: readonly Word[] | undefined;
}

export function newWord(): WordBuilder {
  return { parts: [], length: 0, pieces: [], start: 0, end: 0, begun: false };
}

export function touch(word: WordBuilder, start: number, end: number): void {
  if (!word.begun) {
    word.begun = true;
    word.start = start;
  }
  word.end = end;
}

/** Characters that stand in the source as they are. */
export function append(word: WordBuilder, text: string, start: number): void {
  let at = start;
  for (const part of text.split(droppedMark)) {
    appendRun(word, part, at);
    at += part.length + 1;
  }
}

function appendRun(word: WordBuilder, text: string, start: number): void {
  if (text === '') return;
  const last = word.pieces.at(-1);
  if (last !== undefined && last.end === start && last.end - last.start === word.length - last.at) {
    word.pieces[word.pieces.length - 1] = { ...last, end: start + text.length };
  } else {
    word.pieces.push({ at: word.length, start, end: start + text.length });
  }
  word.parts.push(text);
  word.length += text.length;
}

/** One character that stands for a whole stretch of the source. */
export function appendAs(word: WordBuilder, text: string, start: number, end: number): void {
  appendPiece(word, text, { start, end });
}

function appendPiece(
  word: WordBuilder,
  text: string,
  { start, end, perhaps }: Omit<Piece, 'at'>,
): void {
  const piece = { at: word.length, start, end };
  word.pieces.push(perhaps === undefined ? piece : { ...piece, perhaps });
  word.parts.push(text);
  word.length += text.length;
}

/** A word that is known already, each of its characters from where it stands. */
export function appendWord(word: WordBuilder, value: Word): void {
  for (const [index, piece] of value.pieces.entries()) {
    const text = value.text.slice(piece.at, value.pieces[index + 1]?.at ?? value.text.length);
    appendPiece(word, text, piece);
  }
}

/** An element of a list, which is a word by itself. */
export function appendElement(word: WordBuilder, element: Word): void {
  word.perhaps = element.perhaps;
  appendWord(word, element);
}

/** What a text is split to begins a word that has been nothing so far. */
export function beginAs(word: WordBuilder, { pieces }: Word): void {
  word.begun = false;
  word.perhaps = pieces[0]?.perhaps;
}

/** Words as one, with blanks between them where a shell puts them. */
export function joined(words: readonly Word[], separator: '' | ' '): Word {
  const whole = newWord();
  for (const [index, word] of words.entries()) {
    touch(whole, word.start, word.end);
    if (index > 0 && separator !== '') appendAs(whole, separator, word.start, word.start);
    appendWord(whole, word);
  }
  return finished(whole);
}

export function finished({ parts, pieces, start, end, perhaps }: WordBuilder): Word {
  const word = { text: parts.join(''), pieces, start, end };
  return perhaps === undefined || word.text !== unknownMark ? word : { ...word, perhaps };
}

/** A word that is its own source: an element's text, a line of a file. */
export function plainWord(text: string, start: number): Word {
  const end = start + text.length;
  return { text, pieces: [{ at: 0, start, end }], start, end };
}

/** A word of which only the place is known: any number of words, or any text. */
export function unknownWord({ start, end }: Span): Word {
  return { text: unknownMark, pieces: [{ at: 0, start, end }], start, end };
}

/** Words that are there, or are not: what a branch adds. */
export function perhapsWord({ start, end }: Span, perhaps: readonly Word[]): Word {
  return { text: unknownMark, pieces: [{ at: 0, start, end, perhaps }], start, end, perhaps };
}

/** It may begin with anything, an option too. */
export const startsUnknown = ({ text }: Pick<Word, 'text'>): boolean =>
  text.startsWith(unknownMark);

/** A stretch of a word's text, each of its characters from where it stands. */
export function sliceOf(word: Word, from: number, to: number): Word {
  const pieces: Piece[] = [];
  for (let index = pieceIndex(word, from); ; index += 1) {
    const piece = word.pieces[index];
    if (piece === undefined || piece.at >= to) break;
    const next = word.pieces[index + 1]?.at ?? word.text.length;
    const cut = Math.max(0, from - piece.at);
    const end = next <= to ? piece.end : piece.start + (to - piece.at);
    pieces.push({ ...piece, at: piece.at + cut - from, start: piece.start + cut, end });
  }
  const { start, end } = word;
  return { text: word.text.slice(from, to), pieces, start, end };
}

/** The rest of a word from a place in its text on. */
export function partOf(word: Word, from: number): Word {
  const pieces = word.pieces.flatMap((piece, index) => {
    const next = word.pieces[index + 1]?.at ?? word.text.length;
    if (next <= from) return [];
    const cut = Math.max(0, from - piece.at);
    return [{ ...piece, at: piece.at + cut - from, start: piece.start + cut }];
  });
  const start = pieces[0]?.start ?? word.end;
  return { text: word.text.slice(from), pieces, start, end: word.end };
}
