const escapeCharacter = '\u001b';

/**
 * Whole sequences, so that their letters do not stay behind as text: CSI, then OSC and its kin. Of these
 * `stripVTControlCharacters` of Node leaves some (DCS, PM), and the beginning of one that has no end.
 */
const terminalSequence = new RegExp(
  `(?:${escapeCharacter}\\[|\\u009b)[0-?]*[ -/]*[@-~]` +
    `|${escapeCharacter}[\\]PX^_][^\\u0007${escapeCharacter}]*(?:\\u0007|${escapeCharacter}\\\\)?`,
  'gu',
);

/** Control and format characters (bidirectional overrides too), and what is no character at all. */
const harmful = /[\p{Cc}\p{Cf}\p{Cs}\p{Noncharacter_Code_Point}]/gu;

/** A text of unknown origin as one line that a terminal and an XML reader can only show. */
export function inert(text: string): string {
  return text.replace(terminalSequence, '').replace(/\s+/gu, ' ').replace(harmful, '').trim();
}
