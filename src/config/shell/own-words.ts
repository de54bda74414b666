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
  // `function NAME {` is followed by the first command of the body.
  const start = words[0]?.text === 'function' ? 2 : 0;
  const from = words.findIndex(({ text }, index) => index >= start && !keywords.has(text));
  return from === -1 ? [] : words.slice(from);
}

/** Where the name stands that a command runs. */
export const calledAt = (command: Pick<Command, 'words' | 'start'>): number =>
  ownWords(command)[0]?.start ?? command.start;

/** The name that a shell runs, and its arguments: behind `then`, `IFS=`, `command`, `builtin`, `time`, `!`. */
export function ownWords(command: Pick<Command, 'words'>): readonly Word[] {
  let words = withoutKeywords(command);
  for (;;) {
    const [first, second] = words;
    if (first === undefined) return [];
    if (prefixes.has(first.text)) words = words.slice(second?.text === '-p' ? 2 : 1);
    else if (assignmentStart.test(first.text)) words = words.slice(1);
    else return words;
  }
}
