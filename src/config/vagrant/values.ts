import { type DocNode, scalar, unknown } from '../document/node.js';
import type { SyntaxNode } from '../syntax.js';
import type { Span } from '../text.js';

export function spanOf({ startIndex, endIndex }: SyntaxNode): Span {
  return { start: startIndex, end: endIndex };
}

const wordsMax = 200;

export function wordsOf(node: SyntaxNode): string {
  const text = node.text.slice(0, 4 * wordsMax).replaceAll(/\s+/g, ' ');
  return text.length > wordsMax ? `${text.slice(0, wordsMax)}...` : text;
}

/** A plain literal of Ruby as a value; anything else as its own words. */
export function rubyValue(node: SyntaxNode): DocNode {
  const span = spanOf(node);
  switch (node.type) {
    case 'string':
      return stringOf(node);
    case 'simple_symbol':
      return scalar(node.text.slice(1), { start: span.start + 1, end: span.end });
    case 'integer':
    case 'float':
    case 'true':
    case 'false':
      return scalar(node.text, span);
    case 'nil':
      return { kind: 'scalar', text: '', isNull: true, span };
    default:
      return unknown(wordsOf(node), span);
  }
}

/** A text without anything to fill in. */
export function isPlainString({ type, namedChildren }: SyntaxNode): boolean {
  const isPlain = namedChildren.every((each) =>
    /^(string_content|escape_sequence)$/.test(each.type),
  );
  return type === 'string' && isPlain;
}

function stringOf(node: SyntaxNode): DocNode {
  const { start, end } = spanOf(node);
  const quote = node.text[0] ?? '';
  if (!isPlainString(node) || !/["']/.test(quote)) return unknown(wordsOf(node), { start, end });
  return scalar(unescaped(node.text.slice(1, -1), quote), { start: start + 1, end: end - 1 });
}

/** Two kinds of quotes have two kinds of escapes. */
export function unescaped(text: string, quote: string): string {
  return text.replaceAll(/\\(.)/gs, (whole, code: string) => {
    if (quote === "'") return code === "'" || code === '\\' ? code : whole;
    return ({ n: '\n', t: '\t', e: '\u001b' } as Readonly<Record<string, string>>)[code] ?? code;
  });
}
