import { limits } from '../limits.js';
import { type Assignment, assignmentsOf, Branches } from './assignments.js';
import { takeCensus } from './census.js';
import { readCommands } from './commands.js';
import { OwnArguments, ownArguments } from './positional.js';
import { noVariables, type Variables } from './reading.js';
import { isUnknown, joined, partOf, spanIn, unknownWord, type Word } from './word.js';

/** Values of a script's variables, learnt as it is read; what is uncertain is never told. */
export function scriptVariables(text: string): Variables {
  const census = takeCensus(text);
  if (census.sources) return noVariables;
  const scalars = new Map<string, Word>();
  const arrays = new Map<string, Word[]>();
  const own = new OwnArguments();
  const branches = new Branches();
  /** Words in all lists: one that is made of itself has all of its own again. */
  let listed = 0;
  const variables: Variables = {
    scalar: (name, at) => (census.until(name, at)?.length === 0 ? scalars.get(name) : undefined),
    array: (name, at) => {
      if (name === ownArguments) return ownAt(at);
      const [added, words] = [census.until(name, at), arrays.get(name)];
      return added === null || words === undefined ? undefined : grown(words, added);
    },
    hasOwnSplit: census.hasOwnSplit,
    hasOwnSeparator: /(^|[\s;(])IFS=/.test(text),
    learn: (command) => {
      const isUncertain = branches.enter(command);
      if (!census.isInFunction(command.start)) own.learn(text, command, isUncertain);
      for (const found of assignmentsOf(command)) {
        if (!census.uncertain.has(found.name)) assign(found, isUncertain);
      }
    },
  };
  function ownAt(at: number): readonly Word[] | undefined {
    // A loop comes here again with what it has set by then.
    const isOpen = branches.depth > 0 && census.lastOwnArguments > at;
    return isOpen || census.isInFunction(at) ? undefined : own.words;
  }
  function assign({ name, word, appends, valueAt }: Assignment, isUncertain: boolean): void {
    if (word.text[valueAt] === '(') {
      const words = isUncertain ? [unknownWord(word)] : arrayWords(word, valueAt);
      const known = appends ? (arrays.get(name) ?? asList(scalars.get(name))) : [];
      const isFull = known.length + words.length > limits.arrayWords;
      // A copy for each of many additions takes longer than anybody waits.
      if (!isFull) known.push(...words);
      arrays.set(name, isFull ? [unknownWord(word)] : known);
      scalars.delete(name);
      return;
    }
    // Without brackets it is the first element that changes.
    if (arrays.has(name)) arrays.set(name, [unknownWord(word)]);
    const value = partOf(word, valueAt);
    const known = scalars.get(name);
    const whole = appends ? longer(known, value) : value;
    const isKnown = !isUncertain && whole !== undefined && !isUnknown(whole.text);
    if (!isKnown || whole.pieces.length > piecesMax) scalars.delete(name);
    else if (known?.text !== whole.text) scalars.set(name, whole);
  }
  function arrayWords(word: Word, valueAt: number): readonly Word[] {
    if (listed > limits.words) return [unknownWord(word)];
    const { start, end } = spanIn(word, valueAt + 1, word.text.length - 1);
    const dialect = { operators: false, specifiers: false, variables: { ...variables, learn } };
    const { commands, error } = readCommands(text, dialect, start, end);
    const words = commands.flatMap((command) => command.words);
    listed += words.length;
    const isWhole = error === null && words.length <= limits.arrayWords;
    return isWhole ? words : [unknownWord(word)];
  }
  return variables;
}

const learn = (): void => {};

/** A variable without brackets is a list of one. */
const asList = (word: Word | undefined): Word[] => (word === undefined ? [] : [word]);

/** Of one value: what grows by itself copies all that it was each time. */
const piecesMax = 300;

function longer(known: Word | undefined, added: Word): Word | undefined {
  const isKnown = known !== undefined && known.text.length <= limits.wordLength;
  return isKnown ? joined([known, added], '') : undefined;
}

/** A list that may have more in it by then. */
function grown(words: readonly Word[], added: readonly Word[]): readonly Word[] {
  if (added.length === 0) return words;
  const known = new Set(words.map(({ start }) => start));
  return [...words, ...added.filter(({ start }) => !known.has(start)).map(unknownWord)];
}
