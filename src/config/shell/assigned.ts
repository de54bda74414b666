import { type Assignment, assignmentsOf } from './assignments.js';
import { within } from './inner.js';
import type { Command } from './reading.js';
import { partOf, unknownWord, type Word } from './word.js';

/** What a start has, and a variable for the program's name alone has not. */
const ofDisks = /\s--?(drive|blockdev|hd[abcd]|disk)[\s=]/;

/** Beyond this nobody wrote the script. */
const assignedMax = 200;

/**
 * Commands that a script puts into a variable, and that are not seen where it runs them: the variable
 * is not known there, or another program is given it.
 *
 * @param isProgram - whether a word is the program that is looked for
 */
export function assignedCommands(
  text: string,
  commands: readonly Command[],
  isProgram: (word: string) => boolean,
): readonly Command[] {
  const all = commands.flatMap(assignmentsOf);
  const starts = all.filter((each) => isStart(each, isProgram)).slice(0, assignedMax);
  if (starts.length === 0) return [];
  const known = new Set(commands.flatMap(({ words }) => words.map(sourceOf)));
  return starts.flatMap(({ name, word, valueAt }) => {
    const [command] = within(text, partOf(word, valueAt));
    const first = command?.words[0];
    if (command === undefined || first === undefined || known.has(sourceOf(first))) return [];
    // One says that there may be more; thousands would say it no better.
    const other = all.find((each) => each.name === name && !isStart(each, isProgram));
    const words = other === undefined ? [] : [unknownWord(other.word)];
    return [{ ...command, words: [...command.words, ...words] }];
  });
}

function isStart({ word, valueAt }: Assignment, isProgram: (word: string) => boolean): boolean {
  const value = word.text.slice(valueAt);
  return isProgram(value.trimStart().split(/\s/, 1)[0] ?? '') && ofDisks.test(value);
}

const sourceOf = ({ pieces, start }: Word): number => pieces[0]?.start ?? start;
