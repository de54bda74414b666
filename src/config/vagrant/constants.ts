import type { SyntaxNode } from '../syntax.js';
import type { Constants } from './options.js';

/** Each use is read again, so that long hashes that are used often are left unknown. */
const keysMax = 30;
const usesMax = 1000;

/** Calls that change no hash that they are given. */
const readers = /^(storage|disk_driver|qemuargs|merge)$/;

/**
 * Constants that are set once, at the top, to a literal hash, and are used for nothing but reading: what else
 * has a hash in hand may change it.
 */
export function hashConstants(root: SyntaxNode): Constants {
  const found = new Map<string, SyntaxNode>();
  for (const node of root.namedChildren) {
    const left = node.type === 'assignment' ? node.childForFieldName('left') : null;
    const right = node.childForFieldName('right');
    const isNew = left?.type === 'constant' && !found.has(left.text);
    if (isNew && right !== null && isLiteral(right)) found.set(left.text, right);
  }
  if (found.size > 0) dropChanged(found, root);
  return found;
}

function isLiteral(node: SyntaxNode): boolean {
  const receiver = node.type === 'call' ? node.childForFieldName('receiver') : null;
  const isFrozen = node.childForFieldName('method')?.text === 'freeze';
  const hash = isFrozen ? receiver : node;
  return hash?.type === 'hash' && hash.namedChildren.length <= keysMax;
}

/** A node with what it stands in. */
interface Inside {
  readonly node: SyntaxNode;
  readonly parent: SyntaxNode;
  readonly caller: SyntaxNode | null;
}

function dropChanged(found: Map<string, SyntaxNode>, root: SyntaxNode): void {
  let uses = 0;
  const waiting: Inside[] = root.namedChildren.map((node) => ({
    node,
    parent: root,
    caller: null,
  }));
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { node, parent } = next;
    const value = node.type === 'constant' ? found.get(node.text) : undefined;
    if (value !== undefined) uses += 1;
    if (value !== undefined && !isRead(next) && !isSetTo(parent, value)) found.delete(node.text);
    const caller = parent.type === 'call' ? parent : null;
    for (const child of node.namedChildren) waiting.push({ node: child, parent: node, caller });
  }
  if (uses > usesMax) found.clear();
}

function isRead({ node, parent, caller }: Inside): boolean {
  if (parent.type === 'hash_splat_argument') return true;
  const call = parent.type === 'argument_list' ? caller : parent;
  const method = call?.childForFieldName('method')?.text ?? '';
  if (parent.type === 'argument_list') return readers.test(method);
  const isReceiver = call?.childForFieldName('receiver')?.startIndex === node.startIndex;
  return parent.type === 'call' && isReceiver && /^(merge|freeze)$/.test(method);
}

function isSetTo(parent: SyntaxNode, value: SyntaxNode): boolean {
  return (
    parent.type === 'assignment' &&
    parent.childForFieldName('right')?.startIndex === value.startIndex
  );
}
