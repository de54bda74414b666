import type { SyntaxNode } from '../syntax.js';

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };

/** What a text between quotes means: HCL has JSON's escapes, and doubles a mark that is itself. */
export function unescaped(text: string): string {
  return text
    .replace(/\\(u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|.)/gs, (_, code: string) => {
      if (/^[uU]./.test(code)) return characterOf(Number.parseInt(code.slice(1), 16));
      return escapes[code] ?? code;
    })
    .replace(/([$%])\1\{/g, '$1{');
}

function characterOf(code: number): string {
  return code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd';
}

/** A heredoc without anything to fill in; `<<-` takes the common indentation away. */
export function heredocText(node: SyntaxNode): string {
  const isIndented = node.text.startsWith('<<-');
  const lines = node.text.split('\n').slice(1, -1);
  const used = lines.filter((line) => line.trim() !== '');
  const widths = used.map((line) => line.length - line.trimStart().length);
  const common = isIndented && widths.length > 0 ? Math.min(...widths) : 0;
  return lines.map((line) => `${line.slice(common)}\n`).join('');
}
