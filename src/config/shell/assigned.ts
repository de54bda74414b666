import { type Assignment, assignmentsOf } from './assignments.js';
import { within } from './inner.js';
import type { Command } from './reading.js';
import { isUnknown, partOf, unknownWord, type Word } from './word.js';

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

/**
 * What is left where a script shows no start at all: a variable that begins with the program, and is
 * run with words that nobody knows. All that is put into it may be its options.
 */
export function hiddenCommands(
  text: string,
  commands: readonly Command[],
  isProgram: (word: string) => boolean,
): readonly Command[] {
  const all = commands.flatMap(assignmentsOf);
  const starts = all.filter((each) => isProgram(firstWord(each)));
  return starts.slice(0, assignedMax).flatMap((start) => {
    const own = all.filter(({ name }) => name === start.name).slice(0, assignedMax);
    const words = own.flatMap(({ word, valueAt }) => within(text, partOf(word, valueAt)));
    const isUsed = own.length > 1 || isUnknown(start.word.text);
    const [command] = within(text, partOf(start.word, start.valueAt));
    if (command === undefined || !isUsed) return [];
    return [{ ...command, words: words.flatMap((each) => each.words) }];
  });
}

function firstWord({ word, valueAt }: Assignment): string {
  return word.text.slice(valueAt).trimStart().split(/\s/, 1)[0] ?? '';
}

function isStart(assignment: Assignment, isProgram: (word: string) => boolean): boolean {
  const { word, valueAt } = assignment;
  return isProgram(firstWord(assignment)) && ofDisks.test(word.text.slice(valueAt));
}

const sourceOf = ({ pieces, start }: Word): number => pieces[0]?.start ?? start;
