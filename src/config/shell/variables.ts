import { limits } from '../limits.js';
import { type Assignment, Branches, everyAssignmentOf, withoutIndex } from './assignments.js';
import { blocksOf } from './blocks.js';
import { type Census, commandsOf, takeCensus } from './census.js';
import { readCommands } from './commands.js';
import { Effects } from './effects.js';
import { ownWords } from './own-words.js';
import { OwnArguments, ownArguments } from './positional.js';
import { type Command, noVariables, type Variables } from './reading.js';
import type { Scope } from './scope.js';
import {
  empty,
  grown,
  listOf,
  longer,
  textOf,
  unknownValue,
  type Value,
  wordsOf,
} from './values.js';
import { Walk } from './walk.js';
import { isUnknown, partOf, spanIn, unknownWord, type Word } from './word.js';

/** Values of a script's variables, learnt as it is read; what is uncertain is never told. */
export function scriptVariables(text: string): Variables {
  const commands = commandsOf(text);
  const blocks = blocksOf(text, commands);
  if (blocks.isTooDeep) return noVariables;
  const census = takeCensus(text, commands);
  const effects = new Effects(commands, blocks, census.sources);
  return new ScriptVariables(text, census, new Walk(blocks.steps, effects));
}

/** To one variable; beyond this nobody wrote the script. */
const additionsMax = 1000;

class ScriptVariables implements Variables {
  readonly hasOwnSplit: (at: number) => boolean;
  readonly hasOwnSeparator: boolean;
  readonly #text: string;
  readonly #census: Census;
  readonly #walk: Walk;
  readonly #own = new OwnArguments();
  readonly #branches = new Branches();
  readonly #additions = new Map<string, number>();
  /** Words in all lists: one that is made of itself has all of its own again. */
  #listed = 0;

  constructor(text: string, census: Census, walk: Walk) {
    this.#text = text;
    this.#census = census;
    this.#walk = walk;
    this.hasOwnSplit = census.hasOwnSplit;
    this.hasOwnSeparator = /(^|[\s;(])IFS=/.test(text);
  }

  scalar(name: string, at: number): Word | undefined {
    const value = this.#valueOf(name, at);
    if (value?.kind !== 'text') return undefined;
    const { word } = value;
    // A path or a name of which a part is not known is not known where it is used.
    return isUnknown(word.text) && !/[\s,=]/.test(word.text) ? undefined : word;
  }

  array(name: string, at: number): readonly Word[] | undefined {
    if (name === ownArguments) return this.#ownAt(at);
    const value = this.#valueOf(name, at);
    return value?.kind === 'list' ? wordsOf(value) : undefined;
  }

  learn(command: Command): void {
    const isUncertain = this.#branches.enter(command);
    if (!this.#census.isInFunction(command.start)) {
      this.#own.learn(this.#text, command, isUncertain);
    }
    const assigned = everyAssignmentOf(command);
    const [first] = assigned;
    if (first === undefined) return this.#declare(command);
    const scope = this.#walk.scopeAt(first.word.start);
    const { isChained } = command;
    if (isChained) scope.open(null);
    for (const found of assigned) {
      if (found.word.text[found.valueAt] === '(') this.#assignList(scope, found);
      else this.#assign(scope, found);
    }
    if (isChained) scope.close(first.word);
    this.#declare(command);
  }

  #valueOf(name: string, at: number): Value | undefined {
    const scope = this.#walk.scopeAt(at);
    return this.#census.inExpressions.has(name) ? undefined : scope.get(name);
  }

  #ownAt(at: number): readonly Word[] | undefined {
    // A loop comes here again with what it has set by then.
    const isOpen = this.#branches.depth > 0 && this.#census.lastOwnArguments > at;
    return isOpen || this.#census.isInFunction(at) ? undefined : this.#own.words;
  }

  /** `local NAME` holds nothing. */
  #declare(command: Command): void {
    const [first, ...others] = ownWords(command);
    if (first?.text !== 'local') return;
    const scope = this.#walk.scopeAt(first.start);
    for (const { text } of others) if (/^[A-Za-z_]\w*$/.test(text)) scope.set(text, empty);
  }

  #assignList(scope: Scope, { name, word, appends, valueAt }: Assignment): void {
    if (appends && this.#isTooMuch(name)) return scope.set(name, unknownValue(word));
    const words = this.#arrayWords(word, valueAt);
    const known = appends ? scope.get(name) : undefined;
    scope.set(name, appends ? grown(known, words, word) : listOf(words, word));
  }

  #assign(scope: Scope, { name, word, appends, valueAt }: Assignment): void {
    const known = scope.get(name);
    // Without brackets it is the first element that changes.
    if (known?.kind === 'list' && known !== empty) {
      return scope.set(name, listOf([unknownWord(word)], word));
    }
    const value = partOf(word, valueAt);
    const isGrowing = appends || isUnknown(value.text);
    if (isGrowing && this.#isTooMuch(name)) return scope.set(name, unknownValue(word));
    const isWhole = !appends || known === empty;
    const whole = isWhole ? textOf(value, word) : longer(known, value, word);
    scope.set(name, whole);
  }

  #isTooMuch(name: string): boolean {
    const count = (this.#additions.get(name) ?? 0) + 1;
    this.#additions.set(name, count);
    return count > additionsMax;
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
