import type { Command } from './reading.js';
import type { Word } from './word.js';

/** Words that begin a branch, a loop or a group. */
export const opening: ReadonlySet<string> = new Set([
  'if',
  'for',
  'while',
  'until',
  'case',
  'select',
  '{',
]);

/** What a command may stand behind without being another one. */
const keywords: ReadonlySet<string> = new Set([
  ...opening,
  'then',
  'else',
  'elif',
  'do',
  '!',
  'time',
  'coproc',
]);

/** Words that run the builtin after them in the same shell. */
const prefixes: ReadonlySet<string> = new Set(['command', 'builtin', 'time', '!']);

export const assignmentStart = /^([A-Za-z_]\w*)(\[[^\]]*\])?(\+?)=/;

/** The words of a command from behind its keywords on: assignments, prefixes, its name and its arguments. */
export function withoutKeywords({ words }: Pick<Command, 'words'>): readonly Word[] {
  return words.slice(behindKeywords(words));
}

function behindKeywords(words: readonly Word[]): number {
  // `function NAME {` is followed by the first command of the body.
  let at = words[0]?.text === 'function' ? 2 : 0;
  while (at < words.length && keywords.has(words[at]?.text ?? '')) at += 1;
  return at;
}

/** Where the name stands that a command runs. */
export const calledAt = (command: Pick<Command, 'words' | 'start'>): number =>
  ownWords(command)[0]?.start ?? command.start;

/** The name that a shell runs, and its arguments: behind `then`, `IFS=`, `command`, `builtin`, `time`, `!`. */
export function ownWords({ words }: Pick<Command, 'words'>): readonly Word[] {
  return words.slice(nameIndex(words));
}

/** Which word is the name that a shell runs; as many as there are where none is. */
export function nameIndex(words: readonly Word[]): number {
  let at = behindKeywords(words);
  for (;;) {
    const first = words[at];
    if (first === undefined) return words.length;
    if (prefixes.has(first.text)) at += words[at + 1]?.text === '-p' ? 2 : 1;
    else if (assignmentStart.test(first.text)) at += 1;
    else return at;
  }
}
