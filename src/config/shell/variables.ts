import { limits } from '../limits.js';
import { type Assignment, assignmentsOf, Branches, withoutIndex } from './assignments.js';
import { type Census, takeCensus } from './census.js';
import { readCommands } from './commands.js';
import { OwnArguments, ownArguments } from './positional.js';
import { type Command, noVariables, type Variables } from './reading.js';
import { isUnknown, joined, partOf, spanIn, unknownWord, type Word } from './word.js';

/** Values of a script's variables, learnt as it is read; what is uncertain is never told. */
export function scriptVariables(text: string): Variables {
  const census = takeCensus(text);
  return census.sources ? noVariables : new ScriptVariables(text, census);
}

class ScriptVariables implements Variables {
  readonly hasOwnSplit: (at: number) => boolean;
  readonly hasOwnSeparator: boolean;
  readonly #text: string;
  readonly #census: Census;
  readonly #scalars = new Map<string, Word>();
  readonly #arrays = new Map<string, Word[]>();
  readonly #own = new OwnArguments();
  readonly #branches = new Branches();
  /** Words in all lists: one that is made of itself has all of its own again. */
  #listed = 0;

  constructor(text: string, census: Census) {
    this.#text = text;
    this.#census = census;
    this.hasOwnSplit = census.hasOwnSplit;
    this.hasOwnSeparator = /(^|[\s;(])IFS=/.test(text);
  }

  scalar(name: string, at: number): Word | undefined {
    return this.#census.until(name, at)?.length === 0 ? this.#scalars.get(name) : undefined;
  }

  array(name: string, at: number): readonly Word[] | undefined {
    if (name === ownArguments) return this.#ownAt(at);
    const [added, words] = [this.#census.until(name, at), this.#arrays.get(name)];
    return added === null || words === undefined ? undefined : grown(words, added);
  }

  learn(command: Command): void {
    const isUncertain = this.#branches.enter(command);
    if (!this.#census.isInFunction(command.start)) {
      this.#own.learn(this.#text, command, isUncertain);
    }
    for (const found of assignmentsOf(command)) {
      if (this.#census.uncertain.has(found.name)) continue;
      if (found.word.text[found.valueAt] === '(') this.#assignList(found, isUncertain);
      else this.#assign(found, isUncertain);
    }
  }

  #ownAt(at: number): readonly Word[] | undefined {
    // A loop comes here again with what it has set by then.
    const isOpen = this.#branches.depth > 0 && this.#census.lastOwnArguments > at;
    return isOpen || this.#census.isInFunction(at) ? undefined : this.#own.words;
  }

  #assignList({ name, word, appends, valueAt }: Assignment, isUncertain: boolean): void {
    const words = isUncertain ? [unknownWord(word)] : this.#arrayWords(word, valueAt);
    const known = appends ? (this.#arrays.get(name) ?? asList(this.#scalars.get(name))) : [];
    const isFull = known.length + words.length > limits.arrayWords;
    // A copy for each of many additions takes longer than anybody waits.
    if (!isFull) known.push(...words);
    this.#arrays.set(name, isFull ? [unknownWord(word)] : known);
    this.#scalars.delete(name);
  }

  #assign({ name, word, appends, valueAt }: Assignment, isUncertain: boolean): void {
    // Without brackets it is the first element that changes.
    if (this.#arrays.has(name)) this.#arrays.set(name, [unknownWord(word)]);
    const value = partOf(word, valueAt);
    const known = this.#scalars.get(name);
    const whole = appends ? longer(known, value) : value;
    const isKnown = !isUncertain && whole !== undefined && !isUnknown(whole.text);
    if (!isKnown || whole.pieces.length > piecesMax) this.#scalars.delete(name);
    else if (known?.text !== whole.text) this.#scalars.set(name, whole);
  }

  #arrayWords(word: Word, valueAt: number): readonly Word[] {
    if (this.#listed > limits.words) return [unknownWord(word)];
    const { start, end } = spanIn(word, valueAt + 1, word.text.length - 1);
    const dialect = { operators: false, specifiers: false, variables: this.#asTheyAre() };
    const { commands, error } = readCommands(this.#text, dialect, start, end);
    // An element with a number may stand before others, or in the place of one.
    const words = commands.flatMap((command) => command.words).map(withoutIndex);
    this.#listed += words.length;
    const isWhole = error === null && words.length <= limits.arrayWords;
    return isWhole ? words : [unknownWord(word)];
  }

  /** The same values for words that are no commands. */
  #asTheyAre(): Variables {
    return {
      scalar: (name, at) => this.scalar(name, at),
      array: (name, at) => this.array(name, at),
      hasOwnSplit: this.hasOwnSplit,
      hasOwnSeparator: this.hasOwnSeparator,
      learn,
    };
  }
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
