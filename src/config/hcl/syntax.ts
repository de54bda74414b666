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
}

/** Reads HCL; the tree lives as long as `use` runs. */
export type HclParser = <T>(text: string, use: (root: SyntaxNode) => T) => T;

export function childOf(node: SyntaxNode, type: string): SyntaxNode | undefined {
  return node.namedChildren.find((each) => each.type === type);
}
