import fc from 'fast-check';

/** What a name may hold to trick a terminal, an XML reader or a line width. */
const tricks = [
  '\u001b[31m',
  '\u001b]0;title\u0007',
  '\u009b2J',
  '\u0000',
  '\u0008',
  '\r\n',
  '\u202e',
  '\u2028',
  '\ufffe',
  '\ud800',
  ']]>',
  '<![CDATA[',
  '&amp;',
  '"',
  "'",
  '<',
  '\\',
  '#lost',
] as const;

/** Widths that any terminal agrees on: one, two and no columns. */
const letters = ['a', 'b', ' ', 'あ', '🙂', 'e\u0301', '…'] as const;

export const hostileText: fc.Arbitrary<string> = fc
  .array(fc.oneof(fc.constantFrom(...tricks), fc.constantFrom(...letters)), { maxLength: 60 })
  .map((parts) => parts.join(''));

export const wildText: fc.Arbitrary<string> = fc.oneof(
  hostileText,
  fc.string({ unit: 'binary', maxLength: 60 }),
);

/** Columns of a text made of `letters`, counted apart from the code under test. */
export function columnsOf(text: string): number {
  const characters = [...text].filter((character) => character !== '\u0301');
  const wide = characters.filter((character) => character === 'あ' || character === '🙂');
  return characters.length + wide.length;
}

export function linesOf(text: string): readonly string[] {
  return text.replace(/\n$/u, '').split('\n');
}
