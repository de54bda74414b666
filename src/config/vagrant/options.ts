import { type DocNode, type Entry, map, unknown } from '../document/node.js';
import type { View } from '../document/view.js';
import type { SyntaxNode } from '../syntax.js';
import type { Span } from '../text.js';
import { isPlainString, rubyValue, spanOf, wordsOf } from './values.js';

/** Constants that are a literal hash wherever they are used. */
export type Constants = ReadonlyMap<string, SyntaxNode>;

/** One thing that a hash is made of, in its order: the last that may hold a key counts. */
export interface Part {
  /** null for what may hold any keys, or none. */
  readonly key: string | null;
  readonly node: SyntaxNode;
}

/** Stands for all keys, as in Ruby's own spelling of a hash that is put into another. */
const anyKey = '**';
const depthMax = 20;

/** What a call's arguments say, with those of constants and of `merge`. */
export function partsOf(nodes: readonly SyntaxNode[], constants: Constants, depth = 0): Part[] {
  return nodes.flatMap((node) => {
    if (node.type === 'pair') return partOfPair(node);
    if (node.type === 'block_argument') return [];
    return partsOfHash(node, constants, depth);
  });
}

function partsOfHash(node: SyntaxNode, constants: Constants, depth: number): Part[] {
  const [inside] = node.namedChildren;
  if (depth > depthMax) return [{ key: null, node }];
  if (node.type === 'hash') return partsOf(node.namedChildren, constants, depth + 1);
  if (node.type === 'hash_splat_argument' && inside !== undefined) {
    return partsOfHash(inside, constants, depth + 1);
  }
  const known = node.type === 'constant' ? constants.get(node.text) : undefined;
  // One constant in another is not followed: what they amount to could be as long as one likes.
  if (known !== undefined) return partsOfHash(known, new Map(), depth + 1);
  const receiver = node.type === 'call' ? node.childForFieldName('receiver') : null;
  const method = node.childForFieldName('method')?.text ?? '';
  if (receiver === null || !isPlainMerge(node, method)) return [{ key: null, node }];
  const added = node.childForFieldName('arguments')?.namedChildren ?? [];
  return [...partsOfHash(receiver, constants, depth + 1), ...partsOf(added, constants, depth + 1)];
}

/** A block would decide which of two values counts. */
function isPlainMerge(node: SyntaxNode, method: string): boolean {
  return /^(merge|freeze)$/.test(method) && node.childForFieldName('block') === null;
}

/** vagrant-libvirt looks for symbols: `'cache' =>` is a key that it never asks for. */
function partOfPair(pair: SyntaxNode): Part[] {
  const key = pair.childForFieldName('key');
  const value = pair.childForFieldName('value');
  if (key === null || value === null) return [{ key: null, node: pair }];
  const isArrow = pair.children.some(({ type }) => type === '=>');
  if (isArrow && isPlainString(key)) return [];
  return [{ key: nameOf(key), node: value }];
}

function nameOf(key: SyntaxNode): string | null {
  if (key.type === 'hash_key_symbol') return key.text;
  if (key.type === 'simple_symbol') return key.text.slice(1);
  const isText = /^(string|delimited_symbol)$/.test(key.type);
  const [content, ...more] = key.namedChildren;
  return isText && content?.type === 'string_content' && more.length === 0 ? content.text : null;
}

/** The parts as values that outlive the tree. */
export function optionsOf(parts: readonly Part[], span: Span): DocNode {
  const entries = parts.map(
    ({ key, node }): Entry =>
      key === null
        ? { key: anyKey, value: unknown(wordsOf(node), spanOf(node)) }
        : { key, value: rubyValue(node) },
  );
  return map(entries, span);
}

/** What an option is set to; unknown where something behind it may set it too. */
export function option(view: View, key: string): View {
  const { node, source, span } = view;
  const entries = node?.kind === 'map' ? node.entries : [];
  const value = entries.findLast((each) => each.key === key || each.key === anyKey)?.value ?? null;
  return { source, node: value, span: value?.span ?? span };
}
