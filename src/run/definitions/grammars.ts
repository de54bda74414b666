import { readFileSync } from 'node:fs';
import { Language, Parser } from 'web-tree-sitter';
import type { SyntaxParser } from '../../config/syntax.js';
import { inPackage } from '../where.js';

export type Grammar = 'hcl' | 'ruby';

/** Put beside the compiled files by the build, from packages that have binaries which nobody needs. */
const fileOf = (grammar: Grammar) => inPackage(`grammars/tree-sitter-${grammar}.wasm`);

const loaded = new Map<Grammar, Promise<SyntaxParser>>();

/** tree-sitter's parser with a grammar: some 40 ms, so each is loaded when it is needed. */
export function loadGrammar(grammar: Grammar): Promise<SyntaxParser> {
  const known = loaded.get(grammar) ?? load(grammar);
  loaded.set(grammar, known);
  return known;
}

let initialised: Promise<void> | undefined;

/** Once: a second one that begins before the first has ended takes the ground from under its parsers. */
function initialise(): Promise<void> {
  initialised ??= Parser.init();
  return initialised;
}

async function load(grammar: Grammar): Promise<SyntaxParser> {
  await initialise();
  const language = await Language.load(new Uint8Array(readFileSync(fileOf(grammar))));
  const parser = new Parser();
  parser.setLanguage(language);
  return (text, use) => {
    const tree = parser.parse(text);
    if (tree === null) throw new Error(`the parser of ${grammar} gave no tree`);
    try {
      return use(tree.rootNode);
    } finally {
      tree.delete();
    }
  };
}
