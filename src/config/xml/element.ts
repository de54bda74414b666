import { plainWord, type Word } from '../shell/word.js';
import type { Span } from '../text.js';

export interface Attribute {
  readonly value: string;
  /** Between the quotes. */
  readonly span: Span;
  /** A name that nobody wrote: the place of its element among others. */
  readonly isCounted?: true;
  /** Of a text in which something is filled in: what of it is known. */
  readonly word?: Word;
}

export interface Element {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, Attribute>;
  readonly children: readonly Element[];
  /** What stands directly inside it, in pieces as they come. */
  readonly text: string;
  readonly textSpan: Span;
  /** The start tag. */
  readonly span: Span;
}

export function child(element: Element, name: string): Element | undefined {
  return element.children.find((each) => each.name === name);
}

export function childrenOf(element: Element, name: string): readonly Element[] {
  return element.children.filter((each) => each.name === name);
}

export function attribute(element: Element | undefined, name: string): Attribute | undefined {
  return element?.attributes.get(name);
}

export function attributeText(element: Element | undefined, name: string): string {
  return element?.attributes.get(name)?.value ?? '';
}

export function textOf(element: Element | undefined): string {
  return element?.text.trim() ?? '';
}

/** All elements of a name, those inside one of them excepted. */
export function outermost(roots: readonly Element[], name: RegExp): readonly Element[] {
  return roots.flatMap((each) => (name.test(each.name) ? [each] : outermost(each.children, name)));
}

/** An attribute as a word of a command line. */
export function wordOf({ value, span, word }: Attribute): Word {
  if (word !== undefined) return word;
  if (span.end - span.start === value.length) return plainWord(value, span.start);
  return { text: value, pieces: [], start: span.start, end: span.end };
}
