import type { Span } from './text.js';

/** What is used of a node of the parser's tree; indices are those of the text. */
export interface SyntaxNode {
  readonly type: string;
  readonly text: string;
  readonly startIndex: number;
  readonly endIndex: number;
  readonly hasError: boolean;
  readonly isError: boolean;
  readonly isMissing: boolean;
  readonly children: readonly SyntaxNode[];
  readonly namedChildren: readonly SyntaxNode[];
  childForFieldName(name: string): SyntaxNode | null;
}

/** Reads texts of one language; the tree lives as long as `use` runs. */
export type SyntaxParser = <T>(text: string, use: (root: SyntaxNode) => T) => T;

export function childOf(node: SyntaxNode, type: string): SyntaxNode | undefined {
  return node.namedChildren.find((each) => each.type === type);
}

/** The first place that the parser could make nothing of. */
export function mistakeIn(root: SyntaxNode): Span {
  let node = root;
  for (;;) {
    const next = node.children.find(({ hasError, isError, isMissing }) => {
      return hasError || isError || isMissing;
    });
    if (next === undefined || node.isMissing) break;
    node = next;
    if (node.isError || node.isMissing) break;
  }
  const { startIndex: start, endIndex: end } = node;
  return { start, end: Math.max(start + 1, Math.min(end, start + 80)) };
}
