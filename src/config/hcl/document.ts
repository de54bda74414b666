import { addToGroup } from '../../model/group-by.js';
import type { DocumentRead } from '../document/json.js';
import { type DocNode, dynamic, type Entry, list, map } from '../document/node.js';
import { limits } from '../limits.js';
import { childOf, mistakeIn, type SyntaxNode, type SyntaxParser } from '../syntax.js';
import { diagnosticAt, type SourceText, type Span } from '../text.js';
import { evaluate, type Locals, type Reading, spanOf } from './expression.js';
import { unescaped } from './strings.js';

/**
 * A file of HCL as one mapping. Blocks of one name are a list under that name, each a mapping with
 * its labels; a `dynamic` block is one of the blocks that it makes, with a label that says so.
 */
export function readHcl(source: SourceText, parser: SyntaxParser): DocumentRead {
  if (source.text.length > limits.hclLength) {
    const message = `HCL of more than ${limits.hclLength} characters`;
    const help = 'split it, or give the output of `terraform show -json`';
    return { diagnostics: [diagnosticAt(source, { start: 0, end: 1 }, message, help)] };
  }
  return parser(source.text, (root) => {
    const mistake = root.hasError ? mistakeIn(root) : null;
    if (mistake !== null) return { diagnostics: [diagnosticAt(source, mistake, 'not valid HCL')] };
    const body = childOf(root, 'body');
    if (body === undefined) return { documents: [map([], { start: 0, end: 1 })] };
    const reading: Reading = { locals: localsOf(body), depth: 0 };
    return { documents: [bodyOf(body, spanOf(root), reading, [])] };
  });
}

function localsOf(body: SyntaxNode): Locals {
  const found = new Map<string, SyntaxNode>();
  for (const block of body.namedChildren) {
    if (block.type !== 'block' || block.namedChildren[0]?.text !== 'locals') continue;
    for (const attribute of childOf(block, 'body')?.namedChildren ?? []) {
      const name = childOf(attribute, 'identifier')?.text ?? '';
      const value = childOf(attribute, 'expression');
      if (attribute.type === 'attribute' && value !== undefined) found.set(name, value);
    }
  }
  return { expressions: found, values: new Map() };
}

function bodyOf(
  body: SyntaxNode | undefined,
  span: Span,
  reading: Reading,
  labels: readonly string[],
): DocNode {
  const entries: Entry[] = [];
  const blocks = new Map<string, DocNode[]>();
  const inner = { ...reading, depth: reading.depth + 1 };
  for (const node of body?.namedChildren ?? []) {
    const name = childOf(node, 'identifier')?.text ?? '';
    const value = node.type === 'attribute' ? childOf(node, 'expression') : undefined;
    if (value !== undefined) entries.push({ key: name, value: evaluate(value, reading) });
    if (node.type !== 'block' || inner.depth > limits.depth) continue;
    const { key, block } = blockOf(node, name, inner);
    addToGroup(blocks, key, block);
  }
  for (const [key, found] of blocks) {
    entries.push({ key, value: list(found, found[0]?.span ?? span) });
  }
  return map(entries, span, labels);
}

/** The place of a block is its head, which is where something that it lacks would be added. */
function blockOf(
  node: SyntaxNode,
  name: string,
  reading: Reading,
): { readonly key: string; readonly block: DocNode } {
  const brace = childOf(node, 'block_start')?.startIndex ?? node.endIndex;
  const [, ...rest] = node.namedChildren;
  const labels = rest
    .filter(({ type, startIndex }) => /^(string_lit|identifier)$/.test(type) && startIndex < brace)
    .map(({ type, text }) => (type === 'identifier' ? text : unescaped(text.slice(1, -1))));
  const last = rest.findLast(({ endIndex }) => endIndex <= brace);
  const head = { start: node.startIndex, end: last?.endIndex ?? node.startIndex + name.length };
  const [label] = labels;
  if (name === 'dynamic' && label !== undefined) {
    const content = childOf(node, 'body')?.namedChildren.find(
      (each) => each.type === 'block' && childOf(each, 'identifier')?.text === 'content',
    );
    const body = content === undefined ? undefined : childOf(content, 'body');
    return { key: label, block: bodyOf(body, head, reading, [dynamic]) };
  }
  return { key: name, block: bodyOf(childOf(node, 'body'), head, reading, labels) };
}
