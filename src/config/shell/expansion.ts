import { unknownMark } from './word.js';

/** What a `$` or a backquote begins. */
export interface Expansion {
  /** Where it ends; -1 where it does not. */
  readonly end: number;
  /** The variable, or the number of an argument, where it is one: `$NAME`, `${2}`; else ''. */
  readonly name: string;
  /** All elements of an array: `${NAME[@]}`, `$NAME[*]`, and `$@`, whose name is `@`. */
  readonly isArray: boolean;
  /** `${NAME:-words}` and the like. */
  readonly otherwise?: Otherwise;
}

/** Words of an expansion for a variable that is not set, or is. */
export interface Otherwise {
  readonly sign: '-' | '+' | '?';
  /** With a colon, what is empty counts as not set. */
  readonly isForEmpty: boolean;
  readonly from: number;
  readonly to: number;
}

const plainName = /[A-Za-z_][A-Za-z0-9_]*/y;
const special = /[0-9@*#?$!-]/;

/** The expansion at `start`, where a `$` or a backquote stands; null for a `$` that is only itself. */
export function expansionAt(text: string, start: number): Expansion | null {
  if (text[start] === '`')
    return { end: closingBackquote(text, start + 1), name: '', isArray: false };
  const next = text[start + 1] ?? '';
  if (next === '{') return braced(text, start);
  if (next === '(') return { end: closing(text, start + 1, '(', ')'), name: '', isArray: false };
  plainName.lastIndex = start + 1;
  const name = plainName.exec(text)?.[0];
  if (name !== undefined) return { end: start + 1 + name.length, name, isArray: false };
  if (next === '@') return { end: start + 2, name: '@', isArray: true };
  const number = /[1-9]/.test(next) ? next : '';
  return special.test(next) ? { end: start + 2, name: number, isArray: false } : null;
}

/** What Make makes of a `$`; functions and what only the shell knows have no name. */
export function makeExpansionAt(text: string, start: number): Expansion | null {
  if (text[start] === '`') return expansionAt(text, start);
  const next = text[start + 1] ?? '';
  if (next === '$') {
    const inner = expansionAt(text, start + 1);
    return { end: inner?.end ?? start + 2, name: '', isArray: false };
  }
  if (next === '(' || next === '{') {
    const end = closing(text, start + 1, next, next === '(' ? ')' : '}');
    const name = /^[\w.-]+$/.exec(end === -1 ? '' : text.slice(start + 2, end - 1))?.[0] ?? '';
    return { end, name, isArray: name !== '' };
  }
  return /\S/.test(next) ? { end: start + 2, name: '', isArray: false } : null;
}

/** What stands for it: `format=raw${CACHE:+,cache=$CACHE}` may go on with another key. */
export function unknownText(expansion: string, { length }: { readonly length: number }): string {
  const mayHaveKeys = /^\$\{\w+:?[-+=?]/.test(expansion) && expansion.includes(',');
  return mayHaveKeys && length > 0 ? `,${unknownMark}` : unknownMark;
}

function braced(text: string, start: number): Expansion {
  const end = closing(text, start + 1, '{', '}');
  const inside = end === -1 ? '' : text.slice(start + 2, end - 1);
  const match = /^(?:(@)|([A-Za-z_][A-Za-z0-9_]*)(\[[@*]\])?|([1-9]\d?))$/.exec(inside);
  if (match === null) return withWords(inside, start + 2, end);
  const [, own, name, brackets, number] = match;
  const isArray = own !== undefined || brackets !== undefined;
  return { end, name: own ?? name ?? number ?? '', isArray };
}

function withWords(inside: string, from: number, end: number): Expansion {
  const match = /^([A-Za-z_]\w*|[1-9]\d?)(:?)([-+?])/.exec(inside);
  const [head, name, colon, sign] = match ?? [];
  if (head === undefined || name === undefined) return { end, name: '', isArray: false };
  const kind = sign === '-' || sign === '+' ? sign : '?';
  const span = { from: from + head.length, to: end - 1 };
  const otherwise = { sign: kind, isForEmpty: colon === ':', ...span } as const;
  return { end, name, isArray: false, otherwise };
}

function closingBackquote(text: string, from: number): number {
  for (let at = from; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === '`') return at + 1;
  }
  return -1;
}

/** One past the bracket that closes the one at `from`; quotes, backslashes and comments hide brackets. */
export function closing(text: string, from: number, open: string, close: string): number {
  let depth = 0;
  for (let at = from; at < text.length; at += 1) {
    const character = text[at];
    if (character === '\\') at += 1;
    else if (character === '#' && open === '(' && /\s/.test(text[at - 1] ?? '')) {
      const lineEnd = text.indexOf('\n', at);
      if (lineEnd === -1) return -1;
      at = lineEnd;
    } else if (character === "'" || character === '"') {
      const quoteEnd = closingQuote(text, at);
      if (quoteEnd === -1) return -1;
      at = quoteEnd;
    } else if (character === open) depth += 1;
    else if (character === close) {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return -1;
}

function closingQuote(text: string, from: number): number {
  const quote = text[from] ?? '';
  const hasEscapes = quote === '"' || text[from - 1] === '$';
  for (let at = from + 1; at < text.length; at += 1) {
    if (text[at] === '\\' && hasEscapes) at += 1;
    else if (text[at] === quote) return at;
  }
  return -1;
}
