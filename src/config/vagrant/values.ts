import { type DocNode, list, map, scalar, unknown } from '../document/node.js';
import { limits } from '../limits.js';
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

/** A literal of Ruby as a value; anything else as its own words. */
export function rubyValue(node: SyntaxNode, depth = 0): DocNode {
  const span = spanOf(node);
  if (depth > limits.depth) return unknown(wordsOf(node), span);
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
    case 'array':
      return list(
        node.namedChildren.map((each) => rubyValue(each, depth + 1)),
        span,
      );
    case 'hash':
      return hashOf(node.namedChildren, span, depth);
    default:
      return unknown(wordsOf(node), span);
  }
}

/** A text without anything to fill in; two kinds of quotes have two kinds of escapes. */
function stringOf(node: SyntaxNode): DocNode {
  const { start, end } = spanOf(node);
  const isPlain = node.namedChildren.every(({ type }) =>
    /^(string_content|escape_sequence)$/.test(type),
  );
  const quote = node.text[0] ?? '';
  if (!isPlain || !/["']/.test(quote)) return unknown(wordsOf(node), { start, end });
  const inside = node.text.slice(1, -1).replaceAll(/\\(.)/gs, (whole, code: string) => {
    if (quote === "'") return code === "'" || code === '\\' ? code : whole;
    return ({ n: '\n', t: '\t', e: '\u001b' } as Readonly<Record<string, string>>)[code] ?? code;
  });
  return scalar(inside, { start: start + 1, end: end - 1 });
}

/** `key: value`, `:key => value`, `'key' => value`. */
export function hashOf(nodes: readonly SyntaxNode[], span: Span, depth = 0): DocNode {
  const entries = nodes.flatMap((pair) => {
    const key = pair.type === 'pair' ? pair.childForFieldName('key') : null;
    const value = key === null ? null : pair.childForFieldName('value');
    if (key === null || value === null) return [];
    return [{ key: key.text.replaceAll(/^:|["']/g, ''), value: rubyValue(value, depth + 1) }];
  });
  return map(entries, span);
}
