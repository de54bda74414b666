import type { Fact, Position } from '../../model/vm-disk.js';
import { unresolved, written } from '../fact.js';
import { limits } from '../limits.js';
import { isTemplate } from '../template.js';
import { positionAt, type SourceText, type Span } from '../text.js';
import type { DocNode } from './node.js';

/** A place in a document: a value, or where one is missing. */
export interface View {
  readonly source: SourceText;
  /** null where nothing stands. */
  readonly node: DocNode | null;
  /** The value, or what encloses it where it is missing. */
  readonly span: Span;
}

export function viewOf(source: SourceText, node: DocNode | null): View {
  return { source, node, span: node?.span ?? { start: 0, end: 1 } };
}

function inside(view: View, node: DocNode | null): View {
  return { source: view.source, node, span: node?.span ?? view.span };
}

/** The value of a key; where it is missing, the mapping that lacks it. */
export function at(view: View, ...keys: readonly string[]): View {
  let current = view;
  for (const key of keys) current = member(current, key, 0);
  return current;
}

/** The last of a key counts; what a merge key brings comes after the mapping's own. */
function member(view: View, key: string, depth: number): View {
  const { node } = view;
  if (node?.kind !== 'map') return inside(view, null);
  const found = node.entries.findLast((entry) => entry.key === key);
  if (found !== undefined) return inside(view, found.value);
  const merged = node.entries.findLast((entry) => entry.key === '<<');
  if (merged === undefined || depth > limits.depth) return inside(view, null);
  return { ...member(inside(view, merged.value), key, depth + 1) };
}

export function items(view: View): readonly View[] {
  return view.node?.kind === 'list' ? view.node.items.map((item) => inside(view, item)) : [];
}

/** Keys of a mapping with their values. */
export function members(view: View): readonly (readonly [string, View])[] {
  if (view.node?.kind !== 'map') return [];
  return view.node.entries.map(({ key, value }) => [key, inside(view, value)] as const);
}

export function labelsOf({ node }: View): readonly string[] {
  return node?.kind === 'map' ? node.labels : [];
}

export function isThere({ node }: View): boolean {
  return node !== null && !(node.kind === 'scalar' && node.isNull);
}

/** A text, number or truth value as text; '' for anything else. */
export function textOf({ node }: View): string {
  return node?.kind === 'scalar' ? node.text : '';
}

export function positionOf({ source, span }: View): Position {
  return positionAt(source, span);
}

/** A text that is known, or words that stand for one; null where nothing is said. */
export function givenText(view: View): Fact<string> | null {
  const { node } = view;
  if (node === null || !isThere(view)) return null;
  const where = positionOf(view);
  if (node.kind === 'unknown') return unresolved(node.text, where, node.values);
  if (node.kind !== 'scalar') return unresolved('no plain value', where);
  return isTemplate(node.text) ? unresolved(node.text, where) : written(node.text, where);
}
