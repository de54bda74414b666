import { limits } from '../limits.js';
import { type Assignment, assignmentsOf, Branches } from './assignments.js';
import { takeCensus } from './census.js';
import { readCommands } from './commands.js';
import { noVariables, type Variables } from './reading.js';
import { isUnknown, partOf, spanIn, unknownWord, type Word } from './word.js';

/** Values of a script's variables, learnt as it is read; what is uncertain is never told. */
export function scriptVariables(text: string): Variables {
  const census = takeCensus(text);
  if (census.sources) return noVariables;
  const scalars = new Map<string, Word>();
  const arrays = new Map<string, readonly Word[]>();
  const branches = new Branches();
  const variables: Variables = {
    scalar: (name, at) => (census.until(name, at)?.length === 0 ? scalars.get(name) : undefined),
    array: (name, at) => {
      const [added, words] = [census.until(name, at), arrays.get(name)];
      return added === null || words === undefined ? undefined : grown(words, added);
    },
    learn: (command) => {
      const isUncertain = branches.enter(command);
      for (const found of assignmentsOf(command)) {
        if (!census.uncertain.has(found.name)) assign(found, isUncertain);
      }
    },
  };
  function assign({ name, word, appends, valueAt }: Assignment, isUncertain: boolean): void {
    if (word.text[valueAt] === '(') {
      const words = isUncertain ? [unknownWord(word)] : arrayWords(word, valueAt);
      const whole = appends ? [...(arrays.get(name) ?? []), ...words] : words;
      arrays.set(name, whole.length <= limits.arrayWords ? whole : [unknownWord(word)]);
      scalars.delete(name);
      return;
    }
    // Without brackets it is the first element that changes.
    if (arrays.has(name)) arrays.set(name, [unknownWord(word)]);
    const value = partOf(word, valueAt);
    const known = scalars.get(name);
    if (isUncertain || appends || isUnknown(value.text)) scalars.delete(name);
    else if (known === undefined) scalars.set(name, value);
    else if (known.text !== value.text) scalars.set(name, value);
  }
  function arrayWords(word: Word, valueAt: number): readonly Word[] {
    const { start, end } = spanIn(word, valueAt + 1, word.text.length - 1);
    const dialect = { operators: false, specifiers: false, variables: { ...variables, learn } };
    const { commands, error } = readCommands(text, dialect, start, end);
    const words = commands.flatMap((command) => command.words);
    const isWhole = error === null && words.length <= limits.arrayWords;
    return isWhole ? words : [unknownWord(word)];
  }
  return variables;
}

const learn = (): void => {};

/** A list that may have more in it by then. */
function grown(words: readonly Word[], added: readonly Word[]): readonly Word[] {
  if (added.length === 0) return words;
  const known = new Set(words.map(({ start }) => start));
  return [...words, ...added.filter(({ start }) => !known.has(start)).map(unknownWord)];
}
