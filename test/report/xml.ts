/** Enough of XML 1.0 to tell whether what we write is well formed: no DTD, no comments. */

const name = '[A-Za-z_][\\w.-]*';
const characterData = '(?:[^<&]|&(?:amp|lt|gt|quot|apos|#x?[0-9A-Fa-f]+);)+';
const attribute = `\\s+${name}="(?:[^<&"]|&(?:amp|lt|gt|quot|apos|#x?[0-9A-Fa-f]+);)*"`;

const tokens = new RegExp(
  [
    `(?<cdata><!\\[CDATA\\[[^]*?\\]\\]>)`,
    `</(?<close>${name})\\s*>`,
    `<(?<open>${name})(?:${attribute})*\\s*(?<empty>/?)>`,
    `(?<text>${characterData})`,
  ].join('|'),
  'uy',
);

const illegal = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/u;

/** Why a text is not well-formed XML; '' if it is. */
export function malformedBecause(xml: string): string {
  if (illegal.test(xml)) return 'an illegal character';
  const body = xml.replace(/^<\?xml [^?]*\?>\s*/u, '').trimEnd();
  const open: string[] = [];
  tokens.lastIndex = 0;
  while (tokens.lastIndex < body.length) {
    const at = tokens.lastIndex;
    const groups = tokens.exec(body)?.groups;
    if (groups === undefined) return `at ${at}: ${body.slice(at, at + 40)}`;
    if (groups['text']?.includes(']]>')) return 'the end of a CDATA section in text';
    if (groups['open'] !== undefined && groups['empty'] === '') open.push(groups['open']);
    if (groups['close'] !== undefined && open.pop() !== groups['close']) return 'a wrong end tag';
    if (open.length === 0 && tokens.lastIndex < body.length) return 'more than one root';
  }
  return open.length === 0 ? '' : `no end of ${open.join(', ')}`;
}
