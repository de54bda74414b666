import { type Assignment, everyAssignmentOf, valueText } from './assignments.js';
import { ownWords } from './own-words.js';
import type { Command } from './reading.js';
import { textRunners, wordRunners } from './runners.js';
import { isUnknown, startsUnknown, unknownMark, unknownWord, type Word } from './word.js';

/** Beyond this nobody wrote the script. */
const startsMax = 200;
const wordsMax = 50;

/** What stands where a command is named: a variable, alone or before its options in one text. */
const variable = /^"?\$\{?([A-Za-z_]\w*)(?:\[[@*]\])?\}?(?=["\s]|$)/;

/** Between words of a value: `${QEMU:-qemu-kvm}`, `$(which qemu-kvm)`, `(sudo qemu-kvm)`. */
const marks = /(?:[\s"'`(){}[\]=|;&]|:[-=])+/;
/** Options, or what only a run knows, behind the program. */
const more = /\s["']?[-$]|[\])]\s*["']?\$/;
const variables = /\$\{?(\w+)\}?/g;

/**
 * Commands whose name is a variable that is not known there, and that a script sets to the program
 * somewhere: what it starts then may be anything.
 *
 * @param isProgram - whether a word is the program that is looked for
 * @param read - commands that are read as they are
 */
export function startedVariables(
  text: string,
  commands: readonly Command[],
  isProgram: (word: string) => boolean,
  read: readonly Command[],
): readonly Command[] {
  const programs = programsOf(text, commands, isProgram, read);
  if (programs.size === 0) return [];
  const own = new Set(read);
  return commands
    .filter((command) => !own.has(command))
    .flatMap((command) => startIn(text, command, programs) ?? [])
    .slice(0, startsMax);
}

/** A variable that is set to the program. */
interface Program {
  readonly name: string;
  /** It never holds more than the name. */
  readonly isAlone: boolean;
}

/** Variables that some assignment sets to the program, but for those whose every value is read. */
function programsOf(
  text: string,
  commands: readonly Command[],
  isProgram: (word: string) => boolean,
  read: readonly Command[],
): ReadonlyMap<string, Program> {
  const found = new Map<string, Program>();
  const all = commands.flatMap(everyAssignmentOf);
  for (const each of all) {
    const value = valueText(text, each);
    const program = programIn(value, isProgram, found);
    const known = found.get(each.name);
    const name = program ?? known?.name;
    if (name === undefined) continue;
    const isAlone = known?.isAlone !== false && !each.appends && !more.test(value);
    found.set(each.name, { name, isAlone });
  }
  const places = new Set(read.flatMap(({ words }) => words.flatMap(placesOf)));
  const left = all.filter((each) => found.get(each.name)?.isAlone || !isSeen(each, places));
  const names = new Set(left.map(({ name }) => name));
  return new Map([...found].filter(([name]) => names.has(name)));
}

/** The program that a value names, or that a variable in it holds. */
function programIn(
  value: string,
  isProgram: (word: string) => boolean,
  known: ReadonlyMap<string, Program>,
): string | undefined {
  const first = value.split(marks, wordsMax).filter((each) => each !== '');
  const own = first.map((each) => each.replaceAll(variables, unknownMark)).find(isProgram);
  const [, name = ''] = /^\(?\s*["']?\$\{?(\w+)/.exec(value) ?? [];
  return own ?? known.get(name)?.name;
}

const placesOf = ({ pieces, start }: Word): readonly number[] => [
  pieces[0]?.start ?? start,
  ...pieces.map((piece) => piece.start),
];

function isSeen({ word }: Assignment, places: ReadonlySet<number>): boolean {
  for (let at = word.start; at < word.end; at += 1) if (places.has(at)) return true;
  return false;
}

function startIn(
  text: string,
  command: Command,
  programs: ReadonlyMap<string, Program>,
): Command | null {
  const own = ownWords(command).slice(0, wordsMax);
  const isStart = (word: Word, at: number) =>
    programOf(text, word, programs) !== undefined && runs(own.slice(0, at));
  const index = own.findIndex(isStart);
  const word = own[index];
  const program = word === undefined ? undefined : programOf(text, word, programs);
  if (word === undefined || program === undefined) return null;
  const behind = ownWords(command).slice(index + 1);
  const isWhole = /\s/.test(text.slice(word.start, word.end));
  if (program.isAlone && !isWhole && !behind.some(startsUnknown)) return null;
  const name: Word = { ...unknownWord(word), text: program.name };
  return { ...command, words: [name, unknownWord(word), ...behind] };
}

/** Whether words before a command start it: nothing, `sudo -E`, `ssh host`, `su -c`. */
function runs(before: readonly Word[]): boolean {
  if (before.some(({ text }) => textRunners.test(text))) return true;
  const isOwn = ({ text }: Word, at: number): boolean =>
    wordRunners.test(text) || (at > 0 && /^-|=|^[\d.:,]+\w?$/.test(text));
  return before.every(isOwn);
}

function programOf(
  text: string,
  word: Word,
  programs: ReadonlyMap<string, Program>,
): Program | undefined {
  if (!isUnknown(word.text)) return undefined;
  const [, name = ''] = variable.exec(text.slice(word.start, word.end)) ?? [];
  return programs.get(name);
}
