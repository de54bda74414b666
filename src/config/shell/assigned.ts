import {
  type Assignment,
  assignmentsOf,
  everyAssignmentOf,
  valueText,
  withoutIndex,
} from './assignments.js';
import { readCommands } from './commands.js';
import { said, within } from './inner.js';
import { type Command, shell } from './reading.js';
import { isUnknown, partOf, spanIn, unknownWord, type Word } from './word.js';

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
  const own = new Set(all.map(({ word }) => word));
  const others = commands.flatMap(({ words }) => words.filter((word) => !own.has(word)));
  const known = new Set(others.flatMap(sourcesOf));
  return starts.flatMap(({ name, word, valueAt }) => {
    const [command] = valuesOf(text, { word, valueAt });
    const first = writtenFirst(text, { word, valueAt });
    if (command === undefined || first === undefined || known.has(sourceOf(first))) return [];
    // One says that there may be more; thousands would say it no better.
    const other = all.find((each) => each.name === name && !isStart(each, isProgram));
    const words = other === undefined ? [] : [unknownWord(other.word)];
    return [{ ...command, words: [...command.words, ...words] }];
  });
}

/**
 * A variable that begins with the program, and that nobody sees run: with words that are not known. All
 * that is put into it may be its options.
 *
 * @param isAlone - the script shows no start at all; beside others only drives count
 */
export function hiddenCommands(
  text: string,
  commands: readonly Command[],
  isProgram: (word: string) => boolean,
  isAlone: boolean,
): readonly Command[] {
  const all = commands.flatMap(everyAssignmentOf);
  const starts = all.filter((each) => isProgram(firstWord(each)));
  const isSeen = isAlone || starts.length === 0 ? () => false : usesOf(commands, all);
  return starts.slice(0, assignedMax).flatMap((start) => {
    const own = all.filter(({ name }) => name === start.name).slice(0, assignedMax);
    const words = own.flatMap((each) => valuesOf(text, each));
    const options = own.filter((each) => !isOtherProgram(text, each));
    if (!isAlone && (!options.some(mayHaveDisks) || own.some(({ word }) => isSeen(word))))
      return [];
    const isUsed = own.length > 1 || isOpen(start);
    const [command] = valuesOf(text, start);
    if (command === undefined || !isUsed) return [];
    return [{ ...command, words: words.flatMap((each) => each.words).map(certain) }];
  });
}

/** What makes all disks disposable may stand in a branch. */
const certain = (word: Word): Word => (/^--?snapshot$/.test(word.text) ? unknownWord(word) : word);

/** A list stands as it is written. */
const isOpen = ({ word, valueAt }: Value): boolean =>
  isUnknown(word.text) || (word.text[valueAt] === '(' && /[$`]/.test(word.text));

/** `QEMU=$2`, in the place of the program that it was; what is started with it stands in the script. */
function isOtherProgram(text: string, assignment: Assignment): boolean {
  const value = valueText(text, assignment);
  return !assignment.appends && /^"?\$(\d|\{\d\}|OPTARG|\{OPTARG\})"?$/.test(value);
}

const mayHaveDisks = ({ word, valueAt }: Value): boolean =>
  isOpen({ word, valueAt }) || ofDisks.test(` ${word.text.slice(valueAt).replace(/^[("']+/, '')}`);

/** Whether words of commands come from a value that is assigned. */
function usesOf(commands: readonly Command[], assigned: readonly Assignment[]) {
  const own = new Set(assigned.map(({ word }) => word));
  const places = commands
    .flatMap(({ words }) => words.filter((word) => !own.has(word)).map(sourceOf))
    .sort((a, b) => a - b);
  return ({ start, end }: Word): boolean => {
    const next = firstAtOrAfter(places, start);
    return next !== undefined && next < end;
  };
}

function firstAtOrAfter(places: readonly number[], at: number): number | undefined {
  let low = 0;
  let high = places.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((places[middle] ?? 0) < at) low = middle + 1;
    else high = middle;
  }
  return places[low];
}

type Value = Pick<Assignment, 'word' | 'valueAt'>;

/** Commands in a value, or the one whose words are the elements of a list. */
function valuesOf(text: string, { word, valueAt }: Value): readonly Command[] {
  if (word.text[valueAt] !== '(') return said(text, partOf(word, valueAt));
  return listed(text, { word, valueAt });
}

function listed(text: string, { word, valueAt }: Value): readonly Command[] {
  const { start, end } = spanIn(word, valueAt + 1, word.text.length - 1);
  const dialect = { ...shell, operators: false };
  return readCommands(text, dialect, start, end).commands.map((command) => ({
    ...command,
    words: command.words.map(withoutIndex),
  }));
}

/** The first word as it is written, which tells whether the value is seen where it runs. */
function writtenFirst(text: string, { word, valueAt }: Value): Word | undefined {
  const isList = word.text[valueAt] === '(';
  const [command] = isList ? listed(text, { word, valueAt }) : within(text, partOf(word, valueAt));
  return command?.words[0];
}

function firstWord({ word, valueAt }: Assignment): string {
  const value = word.text.slice(valueAt).replace(/^\(/, '').trimStart();
  return (value.split(/\s/, 1)[0] ?? '').replace(/^["']|["']$/g, '');
}

function isStart(assignment: Assignment, isProgram: (word: string) => boolean): boolean {
  const { word, valueAt } = assignment;
  return isProgram(firstWord(assignment)) && ofDisks.test(word.text.slice(valueAt));
}

const sourcesOf = (word: Word): readonly number[] => [
  sourceOf(word),
  ...word.pieces.map(({ start }) => start),
];

const sourceOf = ({ pieces, start }: Word): number => pieces[0]?.start ?? start;
