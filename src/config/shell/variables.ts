import { limits } from '../limits.js';
import { type Assignment, Branches, everyAssignmentOf, withoutIndex } from './assignments.js';
import { blocksOf } from './blocks.js';
import { type Body, Calls } from './calls.js';
import { type Census, commandsOf, takeCensus } from './census.js';
import { readCommands } from './commands.js';
import { Effects } from './effects.js';
import { Locals, localNames } from './locals.js';
import { ownWords } from './own-words.js';
import { argumentAt, OwnArguments, ownArguments } from './positional.js';
import { type Command, noVariables, shell, type Variables } from './reading.js';
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

/** Those of a whole script. */
export interface ScriptVariables extends Variables {
  /** Commands of the script, with those that its calls run in place of what their functions say. */
  readonly replaced: (own: readonly Command[]) => readonly Command[];
}

/** Values of a script's variables, learnt as it is read; what is uncertain is never told. */
export function scriptVariables(text: string): ScriptVariables {
  const commands = commandsOf(text);
  const blocks = blocksOf(text, commands);
  if (blocks.isTooDeep) return { ...noVariables, replaced: (own) => own };
  const census = takeCensus(text, commands);
  const effects = new Effects(commands, blocks, census.sources);
  const calls = new Calls(text, commands, blocks, effects);
  const hasOwnSeparator = /(^|[\s;(])IFS=/.test(text);
  const counts = { additions: new Map<string, number>(), listed: 0 };
  const script: Whole = { text, census, effects, calls, hasOwnSeparator, ...counts };
  const walk = new Walk({ steps: blocks.steps, effects: effects.all }, effects);
  const replaced = (own: readonly Command[]) => calls.replaced(own);
  return Object.assign(new KnownVariables(script, walk, null), { replaced });
}

/** What is one for a script, however often its functions are called. */
interface Whole {
  readonly text: string;
  readonly census: Census;
  readonly effects: Effects;
  readonly calls: Calls;
  readonly hasOwnSeparator: boolean;
  /** To each variable. */
  readonly additions: Map<string, number>;
  /** Words in all lists: one that is made of itself has all of its own again. */
  listed: number;
}

/** To one variable; beyond this nobody wrote the script. */
const additionsMax = 1000;

/** What a function is given, and what it hides. */
interface Called {
  readonly body: Body;
  readonly words: readonly Word[];
  readonly locals: Locals;
}

class KnownVariables implements Variables {
  readonly hasOwnSplit: (at: number) => boolean;
  readonly hasOwnSeparator: boolean;
  readonly #script: Whole;
  readonly #walk: Walk;
  readonly #called: Called | null;
  readonly #own: OwnArguments;
  readonly #lastOwnArguments: number;
  readonly #branches = new Branches();

  constructor(script: Whole, walk: Walk, called: Called | null) {
    const { census, hasOwnSeparator } = script;
    this.#script = script;
    this.#walk = walk;
    this.#called = called;
    this.#own = new OwnArguments(called?.words);
    const within = called === null ? null : { start: called.body.from, end: called.body.to };
    this.#lastOwnArguments = census.lastOwnArguments(within);
    this.hasOwnSplit = census.hasOwnSplit;
    this.hasOwnSeparator = hasOwnSeparator;
  }

  scalar(name: string, at: number): Word | undefined {
    if (/^\d/.test(name)) return this.#argument(Number(name), at);
    const value = this.#valueOf(name, at);
    if (value?.kind !== 'text') return undefined;
    const { word } = value;
    // A path or a name of which a part is not known is not known where it is used.
    const isOpen = isUnknown(word.text) && !/[\s,=]/.test(word.text);
    return isOpen && word.pieces[0]?.perhaps === undefined ? undefined : word;
  }

  array(name: string, at: number): readonly Word[] | undefined {
    if (name === ownArguments) return this.#ownAt(at);
    const value = this.#valueOf(name, at);
    return value?.kind === 'list' ? wordsOf(value) : undefined;
  }

  learn(command: Command): void {
    const isUncertain = this.#branches.enter(command);
    const isLater = this.#isLater(command.start);
    if (!isLater) this.#own.learn(this.#script.text, command, isUncertain);
    this.#called?.locals.learn(command);
    this.#set(command);
    if (!isLater) this.#follow(command);
  }

  /** What stands in a function runs when it is called, and not where it is read. */
  #isLater(at: number): boolean {
    return this.#called === null && this.#script.census.isInFunction(at);
  }

  #valueOf(name: string, at: number): Value | undefined {
    const scope = this.#walk.scopeAt(at);
    return this.#script.census.inExpressions.has(name) ? undefined : scope.get(name);
  }

  #ownAt(at: number): readonly Word[] | undefined {
    // A loop comes here again with what it has set by then.
    const isOpen = this.#branches.depth > 0 && this.#lastOwnArguments > at;
    return isOpen || this.#isLater(at) ? undefined : this.#own.words;
  }

  #argument(number: number, at: number): Word | undefined {
    const words = this.#ownAt(at);
    return words === undefined ? undefined : argumentAt(this.#script.text, words, number);
  }

  /** The commands of a function, as if they stood where it is called. */
  #follow(command: Command): void {
    const { text, effects, calls } = this.#script;
    const body = calls.enter(command);
    if (body === null) return;
    const [first, ...words] = ownWords(command);
    const scope = this.#walk.scopeAt(command.start);
    scope.open(null);
    const locals = new Locals(scope);
    const walk = new Walk(body, effects, scope);
    const variables = new KnownVariables(this.#script, walk, { body, words, locals });
    const { commands, error } = readCommands(text, { ...shell, variables }, body.from, body.to);
    walk.scopeAt(body.to);
    const of = first ?? unknownWord({ start: body.from, end: body.to });
    locals.end(of);
    calls.leave(command, commands);
    if (error !== null || !locals.isWhole) return scope.drop();
    if (command.isChained) scope.close(of);
    else scope.keep();
    this.#walk.follow(command, body.name);
  }

  #set(command: Command): void {
    const assigned = everyAssignmentOf(command);
    const names = this.#called !== null || this.#isLater(command.start) ? localNames(command) : [];
    const first = command.words[0];
    if (first === undefined || assigned.length + names.length === 0) return;
    const scope = this.#walk.scopeAt(assigned[0]?.word.start ?? first.start);
    const { isChained } = command;
    if (isChained) scope.open(null);
    for (const name of names) this.#hide(scope, name);
    const isDeclared = ownWords(command).length > 0;
    const before = new Set<string>();
    for (const found of assigned) {
      const isOther = !isDeclared && this.#names(found.word).some((name) => before.has(name));
      before.add(found.name);
      if (isOther) scope.set(found.name, unknownValue(found.word));
      else if (found.word.text[found.valueAt] === '(') this.#assignList(scope, found);
      else this.#assign(scope, found);
    }
    if (isChained) scope.close(first);
  }

  /** Variables in a word: one that the same command sets before it, as in `A=1 B=$A`, was read as it was. */
  #names({ start, end }: Word): readonly string[] {
    const written = this.#script.text.slice(start, end);
    return [...written.matchAll(/\$\{?(\w+)/g)].map(([, name = '']) => name);
  }

  /** Until something is put into it, a variable of a function holds nothing. */
  #hide(scope: Scope, name: string): void {
    if (this.#called === null) scope.set(name, empty);
    else this.#called.locals.hide(name);
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
    const count = (this.#script.additions.get(name) ?? 0) + 1;
    this.#script.additions.set(name, count);
    return count > additionsMax;
  }

  #arrayWords(word: Word, valueAt: number): readonly Word[] {
    if (this.#script.listed > limits.words) return [unknownWord(word)];
    const { start, end } = spanIn(word, valueAt + 1, word.text.length - 1);
    const dialect = { operators: false, specifiers: false, variables: this.#asTheyAre() };
    const { commands, error } = readCommands(this.#script.text, dialect, start, end);
    // An element with a number may stand before others, or in the place of one.
    const words = commands.flatMap((command) => command.words).map(withoutIndex);
    this.#script.listed += words.length;
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
