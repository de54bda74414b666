import { type DocNode, type Entry, list, map, scalar, unknown } from '../document/node.js';
import { limits } from '../limits.js';
import { childOf, type SyntaxNode } from '../syntax.js';
import type { Span } from '../text.js';
import { heredocText, unescaped } from './strings.js';

/** Values that a module gives names of its own: `local.x`. */
export interface Locals {
  readonly expressions: ReadonlyMap<string, SyntaxNode>;
  /** What was worked out before; null while it is being worked out. */
  readonly values: Map<string, DocNode | null>;
}

/** Where an expression is read: locals may refer to one another, and in a circle. */
export interface Reading {
  readonly locals: Locals;
  readonly depth: number;
}

/** An expression as a value, where it is one whatever happens; else its own words. */
export function evaluate(node: SyntaxNode, reading: Reading): DocNode {
  const inner = { ...reading, depth: reading.depth + 1 };
  if (inner.depth > limits.depth) return wordsOf(node);
  const [only, ...others] = node.namedChildren;
  if (node.type === 'expression' && only !== undefined) {
    return others.length === 0 ? evaluate(only, inner) : referenceOf(node, inner);
  }
  switch (node.type) {
    case 'literal_value':
      return only === undefined ? wordsOf(node) : literalOf(only);
    case 'template_expr':
      return only === undefined ? wordsOf(node) : templateOf(only, inner);
    case 'collection_value':
      return only === undefined ? wordsOf(node) : collectionOf(only, inner);
    case 'conditional':
      return conditionalOf(node, inner);
    case 'operation':
      return /^-\d[\d.eE]*$/.test(node.text) ? scalar(node.text, spanOf(node)) : wordsOf(node);
    default:
      return wordsOf(node);
  }
}

export function spanOf({ startIndex, endIndex }: SyntaxNode): Span {
  return { start: startIndex, end: endIndex };
}

const wordsMax = 200;

function wordsOf(node: SyntaxNode, values: readonly string[] = []): DocNode {
  const text = node.text.slice(0, 4 * wordsMax).replaceAll(/\s+/g, ' ');
  const short = text.length > wordsMax ? `${text.slice(0, wordsMax)}...` : text;
  return unknown(short, spanOf(node), values);
}

function literalOf(node: SyntaxNode): DocNode {
  if (node.type === 'null_lit')
    return { kind: 'scalar', text: '', isNull: true, span: spanOf(node) };
  if (node.type !== 'string_lit') return scalar(node.text, spanOf(node));
  const { start, end } = spanOf(node);
  return scalar(unescaped(node.text.slice(1, -1)), { start: start + 1, end: end - 1 });
}

function templateOf(node: SyntaxNode, reading: Reading): DocNode {
  const parts = node.namedChildren.filter(({ type }) => !/^(quoted_template|heredoc)_/.test(type));
  if (node.type === 'heredoc_template' && parts.every(({ type }) => type === 'template_literal')) {
    return scalar(heredocText(node), spanOf(node));
  }
  const [only] = parts;
  const inside = parts.length === 1 && only !== undefined ? childOf(only, 'expression') : undefined;
  // A template that is nothing but one value is that value.
  return inside === undefined ? wordsOf(node) : evaluate(inside, reading);
}

function collectionOf(node: SyntaxNode, reading: Reading): DocNode {
  if (node.type === 'tuple') {
    const items = node.namedChildren.filter(({ type }) => type === 'expression');
    return list(
      items.map((item) => evaluate(item, reading)),
      spanOf(node),
    );
  }
  if (node.type !== 'object') return wordsOf(node);
  const entries = node.namedChildren.flatMap((element): Entry[] => {
    const [key, value] = element.namedChildren.filter(({ type }) => type === 'expression');
    if (element.type !== 'object_elem' || key === undefined || value === undefined) return [];
    return [{ key: keyOf(key), value: evaluate(value, reading) }];
  });
  return map(entries, spanOf(node));
}

/** A name, or a text; `(expression)` has a key that only a run knows. */
function keyOf(node: SyntaxNode): string {
  const text = /^"((?:[^"\\$%]|\\.)*)"$/s.exec(node.text)?.[1];
  return text === undefined ? node.text : unescaped(text);
}

/** One of two: both are known where they are plain. */
function conditionalOf(node: SyntaxNode, reading: Reading): DocNode {
  const arms = node.namedChildren
    .filter(({ type }) => type === 'expression')
    .slice(1)
    .map((arm) => evaluate(arm, reading));
  const values = arms.flatMap((arm) => {
    if (arm.kind === 'unknown') return arm.values;
    return arm.kind === 'scalar' && !arm.isNull ? [arm.text] : [];
  });
  const isWhole = arms.every((arm) =>
    arm.kind === 'unknown' ? arm.values.length > 0 : arm.kind === 'scalar' && !arm.isNull,
  );
  return wordsOf(node, isWhole ? [...new Set(values)] : []);
}

/** `local.x`, `local.x.y`, `local.x["y"]`: followed where each step is plain. */
function referenceOf(node: SyntaxNode, reading: Reading): DocNode {
  const [root, name, ...rest] = node.namedChildren;
  const isLocal = root?.text === 'local' && name?.type === 'get_attr';
  let value = isLocal ? localOf(name.text.replace(/^\.\s*/, ''), reading) : undefined;
  if (value === undefined) return wordsOf(node);
  for (const step of rest) {
    const key = /^(?:\.\s*(\w+)|\[\s*"?([\w-]+)"?\s*\])$/.exec(step.text);
    value = key === null ? undefined : memberOf(value, key[1] ?? key[2] ?? '');
  }
  return value === undefined || value.kind === 'unknown'
    ? wordsOf(node, value?.values ?? [])
    : value;
}

/** Each is worked out once: locals made of locals can double at every step. */
function localOf(name: string, reading: Reading): DocNode | undefined {
  const { expressions, values } = reading.locals;
  const known = values.get(name);
  if (known !== undefined) return known ?? undefined;
  const expression = expressions.get(name);
  if (expression === undefined) return undefined;
  values.set(name, null);
  const value = evaluate(expression, reading);
  values.set(name, value);
  return value;
}

function memberOf(value: DocNode | undefined, key: string): DocNode | undefined {
  if (value?.kind === 'map') return value.entries.findLast((entry) => entry.key === key)?.value;
  return value?.kind === 'list' && /^\d+$/.test(key) ? value.items[Number(key)] : undefined;
}
