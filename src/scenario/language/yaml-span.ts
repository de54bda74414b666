import { type Document, isAlias, isMap, isScalar, isSeq, type LineCounter, type Node } from 'yaml';
import type { Located, Path } from './located.js';
import { nowhere, type Span } from './source.js';
import type { AliasTargets } from './yaml-data.js';

interface Step {
  readonly key: unknown;
  readonly value: unknown;
}

function resolved(aliases: AliasTargets, node: unknown): unknown {
  return isAlias(node) ? aliases.get(node) : node;
}

/** Where an alias stands for a value, the value's own place is the one to show. */
function descend(aliases: AliasTargets, node: unknown, key: string | number): Step | null {
  const target = resolved(aliases, node);
  if (isSeq(target) && typeof key === 'number') {
    const value = target.items[key];
    return value === undefined ? null : { key: value, value };
  }
  if (!isMap(target)) return null;
  const pair = target.items.find((item) => isScalar(item.key) && String(item.key.value) === key);
  return pair === undefined ? null : { key: pair.key, value: pair.value ?? pair.key };
}

function follow(document: Document, aliases: AliasTargets, path: Path): Step {
  let step: Step = { key: document.contents, value: document.contents };
  for (const key of path) {
    const next = descend(aliases, step.value, key);
    if (next === null) return step;
    step = next;
  }
  return { key: step.key, value: resolved(aliases, step.value) };
}

function spanOf(lines: LineCounter, node: unknown): Span {
  const range = (node as Node | null)?.range;
  if (!range) return { ...nowhere, line: 1, column: 1, endColumn: 1 };
  const quote = isScalar(node) && node.type?.startsWith('QUOTE') ? 1 : 0;
  const start = lines.linePos(range[0] + quote);
  const end = lines.linePos(Math.max(range[0], range[1] - quote));
  const endColumn = end.line === start.line && end.col > start.col ? end.col : start.col + 1;
  return { line: start.line, column: start.col, endColumn, where: '' };
}

/** Positions of a parsed document by path. */
export function spansOf(
  document: Document,
  aliases: AliasTargets,
  lines: LineCounter,
): Omit<Located, 'data'> {
  return {
    span: (path) => spanOf(lines, follow(document, aliases, path).value),
    keySpan: (path) => spanOf(lines, follow(document, aliases, path).key),
  };
}
