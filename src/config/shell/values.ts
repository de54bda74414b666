import { limits } from '../limits.js';
import { eitherText } from './text-branches.js';
import {
  isUnknown,
  joined,
  perhapsWord,
  plainWord,
  unknownMark,
  unknownWord,
  type Word,
} from './word.js';

interface Item {
  readonly word: Word;
  /** The assignment that put it there. */
  readonly of: Word;
}

/** The first of some items: what grows by one shares them with what it was. */
interface List {
  readonly kind: 'list';
  readonly all: Item[];
  readonly length: number;
}

/** What a variable holds at one place of a script. */
export type Value =
  | { readonly kind: 'text'; readonly word: Word }
  | List
  /** Nobody can say; what made it so. */
  | { readonly kind: 'unknown'; readonly of: Word };

const list = (all: Item[]): List => ({ kind: 'list', all, length: all.length });

export const empty: Value = list([]);

export const unknownValue = (of: Word): Value => ({ kind: 'unknown', of });

export function listOf(words: readonly Word[], of: Word): Value {
  return list(words.map((word) => ({ word, of })));
}

export function wordsOf({ all, length }: List): readonly Word[] {
  return all.slice(0, length).map(({ word }) => word);
}

/** Of one text: what grows by itself copies all that it was each time. */
const piecesMax = 300;

export function textOf(word: Word, of: Word): Value {
  return word.pieces.length > piecesMax ? unknownValue(of) : { kind: 'text', word };
}

export function longer(known: Value | undefined, added: Word, of: Word): Value {
  if (known?.kind !== 'text' || known.word.text.length > limits.wordLength) return unknownValue(of);
  return textOf(joined([known.word, added], ''), of);
}

/** A list with more behind it; a variable without brackets is a list of one. */
export function grown(known: Value | undefined, words: readonly Word[], of: Word): Value {
  const before = listIn(known);
  if (before.length + words.length > limits.arrayWords) return unknownValue(of);
  return behind(
    before,
    words.map((word) => ({ word, of })),
  );
}

function behind(before: List, added: readonly Item[]): List {
  const isLast = before !== empty && before.all.length === before.length;
  const all = isLast ? before.all : before.all.slice(0, before.length);
  all.push(...added);
  return list(all);
}

function listIn(value: Value | undefined): List {
  if (value === undefined) return list([]);
  if (value.kind === 'list') return value;
  const { of, word } =
    value.kind === 'text'
      ? { of: value.word, word: value.word }
      : { of: value.of, word: unknownWord(value.of) };
  return list([{ word, of }]);
}

/** Assignments that may have added to one list; behind more it may hold anything. */
const openMax = 200;

/** A list that may have more in it: what each of some assignments adds is any number of words. */
export function mayGrow(known: Value | undefined, added: readonly Word[]): Value | undefined {
  const [first] = added;
  if (first === undefined) return known;
  if (known?.kind === 'text') return unknownValue(first);
  if (known?.kind === 'unknown') return known;
  const before = listIn(known);
  const items = before.all.slice(0, before.length);
  const open = items.filter(({ word }) => isUnknown(word.text) && word.perhaps === undefined);
  const is = new Set(open.map(({ of }) => of.start));
  const others = added.filter(({ start }) => !is.has(start));
  if (is.size + others.length > openMax) return unknownValue(first);
  return behind(
    before,
    others.map((of) => ({ word: unknownWord(of), of })),
  );
}

/** What a variable holds after branches of which one ran: what is in each of them stays. */
export function either(values: readonly (Value | undefined)[], of: Word): Value | undefined {
  const set = values.filter((value) => value !== undefined);
  const [first, ...others] = set;
  if (first === undefined) return undefined;
  const isSet = set.length === values.length;
  if (isSet && others.every((other) => isSame(first, other))) return first;
  const texts = isSet ? set.flatMap((value) => textIn(value)) : [];
  if (set.some(({ kind }) => kind !== 'list')) {
    const whole = texts.length === values.length ? eitherText(texts) : null;
    if (whole !== null) return textOf(whole, of);
    return set.find((value) => value.kind === 'unknown') ?? unknownValue(of);
  }
  return together(
    values.map(listIn).map(({ all, length }) => all.slice(0, length)),
    of,
  );
}

/** What holds nothing is an empty text too. */
function textIn(value: Value): readonly Word[] {
  if (value === empty) return [plainWord('', 0)];
  return value.kind === 'text' ? [value.word] : [];
}

function isSame(one: Value, other: Value): boolean {
  if (one === other) return true;
  if (one.kind === 'text' && other.kind === 'text') {
    return one.word.text === other.word.text && !isUnknown(one.word.text);
  }
  if (one.kind !== 'list' || other.kind !== 'list' || one.length !== other.length) return false;
  const items = wordsOf(other);
  const isEqual = ({ text }: Word, at: number): boolean =>
    text === items[at]?.text && !isUnknown(text);
  return wordsOf(one).every(isEqual);
}

/** What all begin with, and behind it what each of them may have put there. */
function together(lists: readonly (readonly Item[])[], of: Word): Value {
  const [first = [], ...others] = lists;
  const isShared = (item: Item, index: number): boolean =>
    others.every((each) => isSameWord(item.word, each[index]?.word));
  const differs = first.findIndex((item, index) => !isShared(item, index));
  const shared = first.slice(0, differs === -1 ? first.length : differs);
  const added = lists.flatMap((each) => additions(each.slice(shared.length)));
  return added.length > openMax ? unknownValue(of) : list([...shared, ...added]);
}

/** Words that one assignment put into a list one behind the other, as one that may be there. */
function additions(items: readonly Item[]): readonly Item[] {
  const runs: Item[][] = [];
  for (const item of items) {
    const run = runs.at(-1);
    if (run?.[0]?.of.start === item.of.start) run.push(item);
    else runs.push([item]);
  }
  return runs.flatMap((run): readonly Item[] => {
    const [first, ...others] = run;
    if (first === undefined || (others.length === 0 && isOpen(first))) return run;
    const words = run.map(({ word }) => word);
    return [{ word: perhapsWord(first.of, words), of: first.of }];
  });
}

const isOpen = ({ word }: Item): boolean => word.text === unknownMark;

function isSameWord(one: Word, other: Word | undefined): boolean {
  if (one === other) return true;
  if (one.text === unknownMark) return one.perhaps !== undefined && one.perhaps === other?.perhaps;
  return (
    one.text === other?.text &&
    one.pieces.length === other.pieces.length &&
    one.pieces.every(({ start }, index) => start === other.pieces[index]?.start)
  );
}
