import { assignmentStart, ownWords } from './own-words.js';
import type { Dialect, Reading } from './reading.js';
import { textRunners } from './runners.js';
import { declaring } from './setters.js';
import { appendAs, appendWord, joined, touch, unknownMark, type Word } from './word.js';

export const isShell = (dialect: Dialect): boolean =>
  dialect.make === undefined && dialect.escape === undefined && !dialect.specifiers;

/**
 * Elements stay one word behind `[*]`, in an assignment, and in a text that another shell runs, which
 * puts its words together: bash(1), Arrays, and ssh(1).
 */
export function isJoined(reading: Reading, written: string): boolean {
  const { word, words, dialect } = reading;
  if (!isShell(dialect)) return false;
  if (written.includes('[*]')) return true;
  if (!dialect.operators) return false;
  const before = word.parts.slice(0, partsMax).join('');
  const own = ownWords({ words: words.slice(0, partsMax) });
  if (assignmentStart.test(before)) return own.length === 0 || declaring.has(own[0]?.text ?? '');
  return runsText.test(before) && own.some(({ text }) => textRunners.test(text));
}

/** A text that is a command: the program, or the variable of one, stands before its options. */
const runsText = new RegExp(`^${unknownMark}\\s|(^|[\\s/])(qemu[\\w-]*|kvm|virt-install|qm)\\s`);

/** A word that begins otherwise is none of these, and no command has so many before its own. */
const partsMax = 50;

export function appendJoined(reading: Reading, words: readonly Word[], start: number): void {
  const { word, at, dialect } = reading;
  touch(word, start, at);
  if (words.length > 1 && dialect.variables.hasOwnSeparator) appendAs(word, unknownMark, start, at);
  else appendWord(word, joined(words, ' '));
}
