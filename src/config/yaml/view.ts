import { type Document, isAlias, isMap, isScalar, isSeq, type Node } from 'yaml';
import type { Position } from '../../model/vm-disk.js';
import { limits } from '../limits.js';
import { positionAt, type SourceText, type Span } from '../text.js';

/** A place in a YAML document: a value, or where one is missing. */
export interface View {
  readonly reading: YamlReading;
  /** null where nothing stands. */
  readonly node: Node | null;
  /** The value, or what encloses it where it is missing. */
  readonly span: Span;
}

interface YamlReading {
  readonly source: SourceText;
  readonly document: Document;
  /** Aliases followed so far: looking one up searches the document. */
  aliases: number;
}

export function viewOf(source: SourceText, document: Document): View {
  const reading: YamlReading = { source, document, aliases: 0 };
  return viewAt(reading, document.contents as Node | null, { start: 0, end: 1 });
}

function viewAt(reading: YamlReading, node: Node | null, enclosing: Span): View {
  const target = resolved(reading, node);
  return { reading, node: target, span: spanOf(node, enclosing) };
}

function resolved(reading: YamlReading, node: Node | null): Node | null {
  if (!isAlias(node)) return node;
  reading.aliases += 1;
  if (reading.aliases > limits.aliases) return null;
  const target = node.resolve(reading.document);
  return target === undefined || isAlias(target) ? null : target;
}

function spanOf(node: Node | null, enclosing: Span): Span {
  const range = node?.range;
  if (range === null || range === undefined) return enclosing;
  const quote = isScalar(node) && node.type?.startsWith('QUOTE') === true ? 1 : 0;
  return { start: range[0] + quote, end: Math.max(range[0], range[1] - quote) };
}

/** The value of a key; where it is missing, the mapping that lacks it. */
export function at(view: View, ...keys: readonly string[]): View {
  let current = view;
  for (const key of keys) current = member(current, key, 0);
  return current;
}

function member(view: View, key: string, depth: number): View {
  const { reading, node, span } = view;
  if (!isMap(node)) return { reading, node: null, span };
  let merged: Node | null = null;
  for (const pair of node.items) {
    const name = isScalar(pair.key) ? pair.key.value : null;
    if (name === key) return viewAt(reading, pair.value as Node | null, span);
    if (name === '<<') merged = pair.value as Node | null;
  }
  if (merged === null || depth > limits.depth) return { reading, node: null, span };
  return member(viewAt(reading, merged, span), key, depth + 1);
}

export function items(view: View): readonly View[] {
  const { reading, node, span } = view;
  if (!isSeq(node)) return [];
  return node.items.map((item) => viewAt(reading, item as Node | null, span));
}

/** Keys of a mapping with their values. */
export function members(view: View): readonly (readonly [string, View])[] {
  const { reading, node, span } = view;
  if (!isMap(node)) return [];
  return node.items.flatMap((pair) =>
    isScalar(pair.key)
      ? [[String(pair.key.value), viewAt(reading, pair.value as Node | null, span)] as const]
      : [],
  );
}

export function isThere({ node }: View): boolean {
  return node !== null && !(isScalar(node) && node.value === null);
}

/** A text, number or truth value as text; '' for anything else. */
export function textOf({ node }: View): string {
  return isScalar(node) && node.value !== null ? String(node.value) : '';
}

export function positionOf({ reading, span }: View): Position {
  return positionAt(reading.source, span);
}
