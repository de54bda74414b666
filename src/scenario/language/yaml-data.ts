import { type Alias, type Document, isAlias, isMap, isScalar, isSeq, type Node } from 'yaml';
import { limits } from './limits.js';

type Range = readonly [number, number];
/** What each alias stands for: looked up once, because the parser searches the document for it. */
export type AliasTargets = ReadonlyMap<Alias, Node>;
export type PlainData =
  | { readonly data: unknown; readonly aliases: AliasTargets }
  | { readonly problem: string; readonly range: Range };

/** Names that mean something to JavaScript objects, and nothing here. */
const reservedKeys: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/** What is wrong with a document, and where; never leaves this file. */
class DataError extends Error {
  constructor(
    message: string,
    readonly range: Range,
  ) {
    super(message);
  }
}

interface Progress {
  readonly document: Document;
  readonly aliases: Map<Alias, Node>;
  valueCount: number;
}

function rangeOf(node: unknown): Range {
  const range = (node as Node | null)?.range;
  return range ? [range[0], range[1]] : [0, 0];
}

function countValue(progress: Progress, node: unknown, depth: number): void {
  progress.valueCount += 1;
  if (progress.valueCount > limits.values) {
    throw new DataError(`more than ${limits.values} values, aliases counted`, rangeOf(node));
  }
  if (depth > limits.depth) {
    throw new DataError(`nested too deeply; the limit is ${limits.depth} levels`, rangeOf(node));
  }
}

function keyText(key: unknown, taken: object): string {
  const name = isScalar(key) ? String(key.value) : '';
  if (!isScalar(key) || reservedKeys.has(name)) {
    throw new DataError('this cannot be a key', rangeOf(key));
  }
  if (Object.hasOwn(taken, name)) throw new DataError('this key was given before', rangeOf(key));
  return name;
}

function aliasTarget(progress: Progress, alias: Alias): Node {
  const known = progress.aliases.get(alias);
  if (known !== undefined) return known;
  if (progress.aliases.size === limits.aliases) {
    throw new DataError(`more than ${limits.aliases} aliases`, rangeOf(alias));
  }
  const target = alias.resolve(progress.document);
  if (target === undefined) throw new DataError('an alias of nothing', rangeOf(alias));
  progress.aliases.set(alias, target);
  return target;
}

function convert(progress: Progress, node: unknown, depth: number): unknown {
  countValue(progress, node, depth);
  if (isAlias(node)) return convert(progress, aliasTarget(progress, node), depth + 1);
  if (isSeq(node)) return node.items.map((item) => convert(progress, item, depth + 1));
  if (isMap(node)) {
    const data: Record<string, unknown> = {};
    for (const { key, value } of node.items) {
      data[keyText(key, data)] = convert(progress, value, depth + 1);
    }
    return data;
  }
  return isScalar(node) ? node.value : null;
}

/**
 * The document as plain data. Not the parser's own conversion: this one counts what aliases
 * multiply, ends on an alias of itself, and takes no key that could reach a prototype.
 */
export function plainData(document: Document): PlainData {
  const progress: Progress = { document, aliases: new Map(), valueCount: 0 };
  try {
    return { data: convert(progress, document.contents, 0), aliases: progress.aliases };
  } catch (error) {
    if (error instanceof DataError) return { problem: error.message, range: error.range };
    throw error;
  }
}
