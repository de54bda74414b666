import { readCommands } from './commands.js';
import { type Command, noVariables, shell } from './reading.js';
import { runners } from './runners.js';
import { isUnknown, type Word } from './word.js';

/** Beyond this nobody wrote the script. */
const innerMax = 1000;

/**
 * Commands within words: `ssh host "..."`, `sh -c '...'`, `$(...)`. What the outer shell has in its
 * variables is not known in them.
 *
 * @param isProgram - whether a word is the program that is looked for
 */
export function innerCommands(
  text: string,
  commands: readonly Command[],
  isProgram: (word: string) => boolean,
): readonly Command[] {
  const found: Command[] = [];
  const mentions = (words: string) => words.split(/[\s'"]+/, 100).some(isProgram);
  for (const { words } of commands) {
    if (found.length > innerMax) break;
    const runner = words.findIndex((word) => runners.test(word.text));
    for (const [index, word] of words.entries()) {
      const isCommand = runner !== -1 && index > runner && /\s/.test(word.text);
      if (isCommand && mentions(word.text)) found.push(...within(text, word));
      else if (isUnknown(word.text)) found.push(...substituted(text, word, mentions));
    }
  }
  return found;
}

/** A word that is as it is written has places inside; of any other all words are where it is. */
function within(text: string, word: Word): readonly Command[] {
  const { start, end } = word;
  const dialect = { ...shell, variables: noVariables };
  if (text.slice(start + 1, end - 1) === word.text) {
    return readCommands(text, dialect, start + 1, end - 1).commands;
  }
  return readCommands(word.text, dialect).commands.map((command) => ({
    ...command,
    start,
    words: command.words.map((each) => ({ text: each.text, pieces: [], start, end })),
  }));
}

function substituted(
  text: string,
  { pieces }: Word,
  mentions: (words: string) => boolean,
): readonly Command[] {
  return pieces.flatMap(({ start, end }) => {
    const inside = text.slice(start, end);
    if (!/^\$\([^(]/.test(inside) || !mentions(inside.slice(2, -1))) return [];
    return readCommands(text, { ...shell, variables: noVariables }, start + 2, end - 1).commands;
  });
}
