import { readCommands } from './commands.js';
import { type Element, literalsAt } from './powershell-list.js';
import type { Command, Dialect } from './reading.js';
import { isUnknown, plainWord, unknownWord, type Word } from './word.js';

/**
 * `Start-Process PROGRAM -ArgumentList LIST`: elements are joined by blanks, without quotes, and taken
 * apart again by the program, so that one may hold several words. An expression is not read.
 */
export function started(text: string, command: Command, around: Dialect): Command {
  const [first, ...others] = command.words;
  if (!/^(start-process|saps|start)$/i.test(first?.text ?? '')) return command;
  const program = others.find((word) => /qemu/i.test(word.text) && !word.text.startsWith('-'));
  if (program === undefined) return { ...command, words: others };
  const named = others.find((word) => /^-a[a-z]*$/i.test(word.text));
  const from = (named ?? program).end;
  const gap = /^(?:[ \t]|`\r?\n)*/.exec(text.slice(from, from + 200))?.[0].length ?? 0;
  const { elements, at, hasBracket } = literalsAt(text, from + gap);
  const isRead = hasBracket ? text[at] === ')' : /^$|[\s;|#)}-]/.test(text[at] ?? '');
  if (!isRead || elements.length === 0) {
    const rest = others.at(-1) ?? program;
    return { ...command, words: [program, unknownWord({ start: from + gap, end: rest.end })] };
  }
  return {
    ...command,
    words: [program, ...elements.flatMap((each) => wordsOf(text, each, around))],
  };
}

/** The words that an element comes to; one with escapes in it has no places inside. */
function wordsOf(text: string, element: Element, around: Dialect): readonly Word[] {
  const { start, end } = element;
  const quote = text[start] ?? '';
  const dialect: Dialect = { ...around, operators: false };
  if (quote === '$') {
    const { commands, error } = readCommands(text, dialect, start, end);
    const words = commands.flatMap((command) => command.words);
    return error === null ? words.flatMap((word) => partsOf(word)) : [unknownWord(element)];
  }
  if (!/['"]/.test(quote)) return [plainWord(text.slice(start, end), start)];
  const inside = text.slice(start + 1, end - 1);
  if (/`|""|''/.test(inside) || (quote === "'" && inside.includes('$')))
    return [unknownWord(element)];
  const { commands, error } = readCommands(text, dialect, start + 1, end - 1);
  return error === null ? commands.flatMap(({ words }) => words) : [unknownWord(element)];
}

/** A variable's text is one word here, and as many as it has blanks between in the process. */
function partsOf(word: Word): readonly Word[] {
  if (!/\s/.test(word.text)) return [word];
  const { start, end } = word;
  if (/["'`]/.test(word.text) || isUnknown(word.text)) return [unknownWord({ start, end })];
  const texts = word.text.split(/\s+/).filter((part) => part !== '');
  return texts.map((part) => ({ text: part, pieces: [], start, end }));
}
