import { readFileSync } from 'node:fs';
import { Language, Parser } from 'web-tree-sitter';
import type { HclParser } from '../config/hcl/syntax.js';

/** Put beside the compiled files by the build, from a package that has binaries which nobody needs. */
const grammar = new URL('../../grammars/tree-sitter-hcl.wasm', import.meta.url);

/** tree-sitter's parser with the grammar of HCL: some 40 ms, so it is loaded for HCL alone. */
export async function loadHclParser(): Promise<HclParser> {
  await Parser.init();
  const language = await Language.load(new Uint8Array(readFileSync(grammar)));
  const parser = new Parser();
  parser.setLanguage(language);
  return (text, use) => {
    const tree = parser.parse(text);
    if (tree === null) throw new Error('the HCL parser gave no tree');
    try {
      return use(tree.rootNode);
    } finally {
      tree.delete();
    }
  };
}
