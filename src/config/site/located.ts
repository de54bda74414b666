import type { DocNode, Entry } from '../document/node.js';
import type { SourceText, Span } from '../text.js';

type Key = string | number;

interface LocatedNode {
  readonly node: DocNode | null;
  /** The value; where there is none, what encloses it. */
  readonly span: Span;
  readonly keySpan: Span;
}

/** Where the value at a path stands, and its key. */
export function placeOf(root: DocNode, path: readonly Key[]): LocatedNode {
  let place: LocatedNode = { node: root, span: firstOf(root.span), keySpan: firstOf(root.span) };
  for (const key of path) place = inside(place, key);
  return place;
}

function inside(place: LocatedNode, key: Key): LocatedNode {
  const { node } = place;
  if (node?.kind === 'list') {
    const item = node.items[Number(key)];
    if (item !== undefined) return { node: item, span: item.span, keySpan: firstOf(item.span) };
  }
  const entry = node?.kind === 'map' ? node.entries.find((each) => each.key === key) : undefined;
  if (entry === undefined) return { ...place, node: null };
  return { node: entry.value, span: spanOf(entry), keySpan: entry.keySpan ?? entry.value.span };
}

/** What is wrong with a whole mapping or list is said where its key stands. */
function spanOf({ value, keySpan }: Entry): Span {
  const isPlain = value.kind === 'scalar' && !value.isNull;
  return isPlain ? value.span : (keySpan ?? value.span);
}

const firstOf = ({ start }: Span): Span => ({ start, end: start + 1 });

export interface Repeated {
  readonly key: string;
  readonly span: Span;
}

/** Aliases that stand for one another make many values of a few lines. */
const valuesMax = 50_000;

/**
 * A document as plain values, and the keys that stand twice in one mapping.
 *
 * @param most - how many values there may be
 */
export function plainOf(source: SourceText, root: DocNode, most = valuesMax) {
  const repeated: Repeated[] = [];
  let left = most;
  const plain = (node: DocNode): unknown => {
    left -= 1;
    if (left < 0) return null;
    if (node.kind === 'list') return node.items.map(plain);
    if (node.kind === 'map') return Object.fromEntries(node.entries.map(entryOf()));
    return node.kind === 'scalar' ? scalarOf(source, node.text, node.isNull, node.span) : null;
  };
  const entryOf = () => {
    const seen = new Set<string>();
    return ({ key, value, keySpan }: Entry): [string, unknown] => {
      if (seen.has(key)) repeated.push({ key, span: keySpan ?? value.span });
      seen.add(key);
      return [key, plain(value)];
    };
  };
  const value = plain(root);
  return { value, repeated, isTooLarge: left < 0 };
}

/** Of numbers, only whole ones are numbers here: the 10.0 of a version is not 10. */
function scalarOf({ text }: SourceText, value: string, isNull: boolean, span: Span): unknown {
  if (isNull) return null;
  if (/["']/.test(text[span.start - 1] ?? '')) return value;
  if (value === 'true' || value === 'false') return value === 'true';
  const written = text.slice(span.start, span.end);
  if (/^\d{1,16}$/.test(written)) return Number(written);
  return /^\d+(\.\d+)+$/.test(written) ? written : value;
}
