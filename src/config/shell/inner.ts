import { readCommands } from './commands.js';
import { ownWords } from './own-words.js';
import { type Command, noVariables, shell } from './reading.js';
import { runners } from './runners.js';
import { isUnknown, partOf, sliceOf, spanIn, type Word } from './word.js';

/** Beyond this nobody wrote the script. */
const innerMax = 1000;

/**
 * Commands within words: `ssh host "..."`, `sh -c '...'`, `$(...)`, `<(...)`. What the outer shell has in its
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
  const seen = new Set<number>();
  const mentions = (words: string) => words.split(/[\s'"]+/, 100).some(isProgram);
  for (const { words } of commands) {
    if (found.length > innerMax) break;
    if (ownWords({ words })[0]?.text === 'alias') {
      for (const word of words) found.push(...aliased(text, word, mentions));
    }
    const runner = words.findIndex((word) => runners.test(word.text));
    for (const [index, word] of words.entries()) {
      const isCommand = runner !== -1 && index > runner && /\s/.test(word.text);
      if (isCommand && mentions(word.text)) found.push(...said(text, word));
      else if (isUnknown(word.text)) found.push(...substituted(text, word, mentions, seen));
    }
  }
  return found;
}

/** `alias NAME='...'` */
function aliased(
  text: string,
  word: Word,
  mentions: (words: string) => boolean,
): readonly Command[] {
  const equals = word.text.indexOf('=') + 1;
  const isCommand = equals > 0 && mentions(word.text.slice(equals));
  return isCommand ? within(text, partOf(word, equals)) : [];
}

/** A word that is as it is written has places inside; of any other all words are where it is. */
export function within(text: string, word: Word): readonly Command[] {
  const { start, end } = word;
  const dialect = { ...shell, variables: noVariables };
  for (const from of [start, start + 1]) {
    const to = from + word.text.length;
    if (text.slice(from, to) === word.text) return readCommands(text, dialect, from, to).commands;
  }
  const open = text[start] === '"' ? start : start - 1;
  const inside = text.slice(open + 1, end - 1);
  if (text[open] === '"' && text[end - 1] === '"' && !/[\\"`]/.test(inside)) {
    return readCommands(text, dialect, open + 1, end - 1).commands;
  }
  return readCommands(word.text, dialect).commands.map((command) => ({
    ...command,
    start,
    words: command.words.map((each) => ({ text: each.text, pieces: [], start, end })),
  }));
}

/** What a word says once its variables are known, each part from where it stands. */
export function said(text: string, word: Word): readonly Command[] {
  const { start, end } = word;
  if (text.slice(start, end).includes(word.text)) return within(text, word);
  const { commands } = readCommands(word.text, { ...shell, variables: noVariables });
  const placed = (each: Word): Word => {
    const span = spanIn(word, each.start, each.end);
    const pieces = each.pieces.flatMap((piece, index) => {
      const length = (each.pieces[index + 1]?.at ?? each.text.length) - piece.at;
      // An escape is one character for two of the text.
      if (length !== piece.end - piece.start) {
        return [{ at: piece.at, ...spanIn(word, piece.start, piece.end) }];
      }
      const parts = sliceOf(word, piece.start, piece.end).pieces;
      return parts.map((part) => ({ ...part, at: part.at + piece.at }));
    });
    return { text: each.text, pieces, ...span };
  };
  return commands.map((command) => ({ ...command, words: command.words.map(placed) }));
}

function substituted(
  text: string,
  { pieces }: Word,
  mentions: (words: string) => boolean,
  seen: Set<number>,
): readonly Command[] {
  return pieces.flatMap(({ start, end }) => {
    const inside = text.slice(start, end);
    if (!/^[$<>]\([^(]/.test(inside) || !mentions(inside.slice(2, -1))) return [];
    // A variable that holds it brings it along.
    if (seen.has(start)) return [];
    seen.add(start);
    return readCommands(text, { ...shell, variables: noVariables }, start + 2, end - 1).commands;
  });
}
