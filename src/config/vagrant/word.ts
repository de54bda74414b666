import {
  append,
  appendAs,
  finished,
  newWord,
  touch,
  unknownMark,
  type Word,
  type WordBuilder,
} from '../shell/word.js';
import type { SyntaxNode } from '../syntax.js';
import { rubyValue, unescaped } from './values.js';

/** A text of Ruby as a word of a command line: what a run fills in is marked, and the rest is read. */
export function rubyWord(node: SyntaxNode): Word {
  const word = newWord();
  touch(word, node.startIndex, node.endIndex);
  add(word, node, 0);
  return finished(word);
}

const depthMax = 100;

function add(word: WordBuilder, node: SyntaxNode, depth: number): void {
  const isJoined = node.type === 'chained_string' || isSum(node);
  if (depth < depthMax && isJoined) {
    for (const each of node.namedChildren) add(word, each, depth + 1);
  } else if (node.type === 'string' && node.text.startsWith('"')) {
    for (const each of node.namedChildren) addPiece(word, each);
  } else {
    const value = rubyValue(node);
    const isText = value.kind === 'scalar' && (depth === 0 || node.type === 'string');
    if (isText) appendAs(word, value.text, value.span.start, value.span.end);
    else appendAs(word, unknownMark, node.startIndex, node.endIndex);
  }
}

function isSum(node: SyntaxNode): boolean {
  return node.type === 'binary' && node.childForFieldName('operator')?.type === '+';
}

function addPiece(word: WordBuilder, { type, text, startIndex, endIndex }: SyntaxNode): void {
  if (type === 'string_content') append(word, text, startIndex);
  else if (type === 'escape_sequence') appendAs(word, unescaped(text, '"'), startIndex, endIndex);
  else appendAs(word, unknownMark, startIndex, endIndex);
}
