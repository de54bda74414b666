import { limits } from '../limits.js';

/** Where an element stands, its quotes included. */
export interface Element {
  readonly start: number;
  readonly end: number;
}

const literal =
  /'(?:[^']|''){0,4096}'|"(?:[^"`]|`[\s\S]|""){0,4096}"|\$\w+(?![\w.[(:])|\d+(?=[\s,)])/y;
const between = /(?:[ \t]|`\r?\n)*/y;
const betweenLines = /(?:\s|`\r?\n|#[^\n]*)*/y;

/** Literals and variables, with commas or on lines of their own, as far as there are no expressions. */
export function literalsAt(
  text: string,
  from: number,
): { readonly elements: readonly Element[]; readonly at: number; readonly hasBracket: boolean } {
  const open = /@?\([ \t]*/y;
  open.lastIndex = from;
  const bracket = open.exec(text)?.[0] ?? '';
  const gap = bracket === '' ? between : betweenLines;
  const elements: Element[] = [];
  let at = skipped(text, from + bracket.length, gap);
  for (; elements.length < limits.arrayWords; ) {
    literal.lastIndex = at;
    const element = literal.exec(text)?.[0];
    if (element === undefined) break;
    elements.push({ start: at, end: at + element.length });
    const next = skipped(text, at + element.length, gap);
    const hasComma = text[next] === ',';
    const endsLine = bracket !== '' && text.slice(at + element.length, next).includes('\n');
    at = hasComma ? skipped(text, next + 1, betweenLines) : next;
    if (!hasComma && !endsLine) break;
  }
  return { elements, at, hasBracket: bracket !== '' };
}

function skipped(text: string, at: number, gap: RegExp): number {
  gap.lastIndex = at;
  return at + (gap.exec(text)?.[0].length ?? 0);
}
