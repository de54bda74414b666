import type { SourceText } from '../text.js';
import { type Census, takeCensus } from './census.js';
import { alternativesAt } from './make.js';
import type { Word } from './word.js';

/** Words and names that are looked into in one text, and how far one leads to another. */
const wordsMax = 200;
const namesMax = 100;
const depthMax = 5;
const textMax = 200_000;

const counts = new WeakMap<SourceText, number>();
const known = new WeakMap<SourceText, Map<string, boolean>>();
const censuses = new WeakMap<SourceText, Census>();

/**
 * Whether a word that only the shell knows holds none of a program's options for disks: the script
 * sets the variable, and to nothing else than words that are read here. `-cpu host` or nothing is no
 * concern of a disk's.
 *
 * @param ofOthers - names of options that take a value and have no disk, whatever it is
 */
export function holdsNoDisk(
  source: SourceText,
  word: Word,
  ofDisks: RegExp,
  ofOthers: readonly string[] = [],
): boolean {
  const asked = (counts.get(source) ?? 0) + 1;
  counts.set(source, asked);
  if (source.text.length > textMax || asked > wordsMax) return false;
  const raw = source.text.slice(word.start, word.end);
  const list = /^[A-Za-z_]\w*\+?=\((.*)\)$/s.exec(raw);
  const isFine = (text = '') => isHarmless(text, '', { source, ofDisks, depth: 0 });
  if (list !== null) {
    const rest = withoutPairs(list[1] ?? '', ofOthers);
    return rest.trim() === '' || isFine(rest);
  }
  if (word.perhaps !== undefined) return isFine(raw.replace(/^[A-Za-z_]\w*\+?=/, ''));
  const added = /^set[ \t]+--[ \t]+"\$\{?@\}?"(.*)$/s.exec(raw);
  if (added !== null) return isFine(added[1]);
  const other = /^"?\$\{[A-Za-z_]\w*:?\+([^{}]*)\}"?$/s.exec(raw);
  if (other !== null) return isFine(other[1]);
  const branches = alternativesAt(source.text, word);
  if (branches !== null) return branches.every((each) => isFine(each));
  const name = /^"?\$(?:([A-Za-z_]\w*)|\{([A-Za-z_]\w*)(?:\[[@*]\])?\})"?$/.exec(raw);
  return name !== null && isHarmlessName(name[1] ?? name[2] ?? '', { source, ofDisks, depth: 0 });
}

const quoted = /"(?:[^"\\$`]|\\.|\$\w+|\$\{\w+(?::?[-+=?][^{}"`$]*)?\})*"/;

/** A variable between quotes is one word of a list: behind an option that takes one it is its value. */
function withoutPairs(list: string, options: readonly string[]): string {
  if (options.length === 0) return list;
  const pair = `(?<=^|\\s)--?(?:${options.join('|')})\\s+${quoted.source}(?=\\s|$)`;
  return list.replace(new RegExp(pair, 'g'), ' ');
}

interface Looking {
  readonly source: SourceText;
  readonly ofDisks: RegExp;
  /** Of variables within variables. */
  readonly depth: number;
}

function isHarmlessName(name: string, { source, ofDisks, depth }: Looking): boolean {
  const own = known.get(source) ?? new Map<string, boolean>();
  known.set(source, own);
  const key = `${name} ${ofDisks.source}`;
  const found = own.get(key);
  if (found !== undefined) return found;
  if (own.size >= namesMax || depth >= depthMax) return false;
  // Variables that are made of one another vouch for nothing.
  own.set(key, false);
  const values = valuesOf(source, name);
  const isFine =
    values !== null &&
    isSetHere(values, name) &&
    values.every(({ text }) => isHarmless(text, name, { source, ofDisks, depth: depth + 1 }));
  own.set(key, isFine);
  return isFine;
}

/** One that only grows begins with what the environment has. */
function isSetHere(values: readonly Value[], name: string): boolean {
  return values.some(({ appends, text }) => !appends && !namesOf(text).includes(name));
}

/**
 * Words, an option first, without one that concerns disks; variables in them as far as they are such too.
 *
 * @param of - the variable that holds them, or '': made of itself, it is what its other parts are
 */
function isHarmless(text: string, of: string, looking: Looking): boolean {
  const { ofDisks } = looking;
  if (/`|\$\(|\$[^A-Za-z_{]|\$\{[^}]*[^}\w[\]@*]/.test(text) || ofDisks.test(text)) return false;
  const bare = text.replace(/["'\\\s]+/g, ' ').trim();
  if (bare !== '' && !/^[-$]/.test(bare)) return false;
  return namesOf(text).every((name) => name === of || isHarmlessName(name, looking));
}

function namesOf(text: string): readonly string[] {
  return [...text.matchAll(/\$\{?([A-Za-z_]\w*)/g)].map(([, name = '']) => name);
}

interface Value {
  readonly text: string;
  readonly appends: boolean;
}

/** All that a script sets a variable to; null where something else does, as input or a loop. */
function valuesOf(source: SourceText, name: string): readonly Value[] | null {
  const { text } = source;
  const census = censuses.get(source) ?? takeCensus(text);
  censuses.set(source, census);
  if (census.sources || census.otherwise.has(name)) return null;
  const start = new RegExp(`(?<![\\w$\\{])${name}(\\+?)=`, 'g');
  return [...text.matchAll(start)].map(({ index, 0: head, 1: plus }) => ({
    text: valueAt(text, index + head.length),
    appends: plus === '+',
  }));
}

/** Up to the blank, the semicolon or the line that ends it; quotes and a list's brackets go on. */
function valueAt(text: string, from: number): string {
  let quote = '';
  let depth = 0;
  let at = from;
  for (; at < text.length; at += 1) {
    const character = text[at] ?? '';
    if (character === '\\') at += 1;
    else if (quote !== '') quote = character === quote ? '' : quote;
    else if (character === '"' || character === "'") quote = character;
    else if (character === '(') depth += 1;
    else if (character === ')') {
      if (depth === 0) break;
      depth -= 1;
    } else if (depth === 0 && /[\s;&|]/.test(character)) break;
  }
  return text.slice(from, at).replace(/^\(|\)$/g, '');
}
