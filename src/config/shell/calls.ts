import { limits } from '../limits.js';
import type { Block, Blocks } from './blocks.js';
import type { Effects } from './effects.js';
import { Mentions } from './mentions.js';
import { calledAt, ownWords, withoutKeywords } from './own-words.js';
import type { Command } from './reading.js';
import { declaring } from './setters.js';
import { isCommon } from './strange-commands.js';
import type { Stretch } from './walk.js';
import type { Word } from './word.js';

/** Calls within calls, all calls, and characters of all bodies that are read: none has so many. */
const depthMax = 30;
const callsMax = 5000;
const charactersMax = 1_000_000;

/** The commands of a function. */
export interface Body extends Stretch {
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

/** Calls of a script's own functions, whose bodies are read with what they are given. */
export class Calls {
  readonly #blocks: Blocks;
  readonly #effects: Effects;
  readonly #mentions: Mentions;
  readonly #functions: ReadonlyMap<string, Block>;
  readonly #bodies = new Map<string, Body>();
  /** Calls that are open, and where the first of them stands. */
  readonly #open: { readonly name: string; readonly foundBefore: number }[] = [];
  #since = 0;
  readonly #found: Command[] = [];
  readonly #passedOn = new Set<Command>();
  #calls = 0;
  #characters = 0;
  #words = 0;

  constructor(text: string, commands: readonly Command[], blocks: Blocks, effects: Effects) {
    this.#blocks = blocks;
    this.#effects = effects;
    this.#mentions = new Mentions(text, commands, blocks);
    this.#functions = steadyFunctions(commands, blocks);
  }

  /** The function that a command calls; null where it is none of the script's, or cannot be followed. */
  enter(command: Command): Body | null {
    const [first] = ownWords(command);
    const block = this.#functions.get(first?.text ?? '');
    if (block === undefined) return null;
    if (this.#open.length === 0) this.#since = command.start;
    this.#words += command.words.length;
    const isKnown = block.to < this.#since && withoutKeywords(command)[0] === first;
    const isFollowed = isKnown && this.#mayFollow(block);
    this.#mentions.meet(command, block.name, isFollowed);
    if (!isFollowed) return null;
    this.#open.push({ name: block.name, foundBefore: this.#found.length });
    return this.#bodyOf(block);
  }

  leave(command: Command, commands: readonly Command[]): void {
    const others = commands.filter((each) => isNoSetting(each) && !saying.test(nameOf(each)));
    for (const { words } of others) this.#words += words.length;
    this.#found.push(...others);
    const given = keyOf(ownWords(command).slice(1));
    const run = this.#found.slice(this.#open.pop()?.foundBefore);
    const isRun = run.some(({ words }) => keyOf(words).includes(given));
    if (given !== keyOf([]) && (isRun || commands.every(onlySays))) this.#passedOn.add(command);
  }

  /** What is left of a script's commands, and what its calls run in place of bodies that all are read. */
  replaced(commands: readonly Command[]): readonly Command[] {
    const isLeft = (command: Command): boolean =>
      !this.#passedOn.has(command) &&
      !(isNoSetting(command) && this.#mentions.isReplaced(calledAt(command)));
    const left = commands.filter(isLeft);
    const known = new Set(left.map(({ words }) => keyOf(words)));
    const found = this.#found.filter((command) => {
      const key = keyOf(command.words);
      const isNew = !known.has(key) && !this.#passedOn.has(command);
      known.add(key);
      return isNew;
    });
    return [...left, ...found];
  }

  #mayFollow({ name, from, to }: Block): boolean {
    this.#calls += 1;
    this.#characters += to - from;
    const isTooMuch =
      this.#calls > callsMax || this.#characters > charactersMax || this.#words > limits.words;
    const isNested = this.#open.length >= depthMax || this.#open.some((each) => each.name === name);
    // What other code defines may have the same name.
    return !isTooMuch && !isNested && !this.#effects.isAnySince(to);
  }

  #bodyOf(block: Block): Body {
    const { name, body: from, to } = block;
    const known = this.#bodies.get(name);
    if (known !== undefined) return known;
    const steps = this.#blocks.steps.filter(
      (step) => step.block !== block && step.at >= from && step.at <= to,
    );
    const found = { name, from, to, steps, effects: this.#effects.within({ from, to }) };
    this.#bodies.set(name, found);
    return found;
  }
}

/** Functions that are written once, in braces and by themselves, and that nothing deletes. */
function steadyFunctions(
  commands: readonly Command[],
  { functions }: Blocks,
): ReadonlyMap<string, Block> {
  const found = new Map<string, Block>();
  const others = new Set<string>();
  let outer: Block | undefined;
  for (const block of functions) {
    const { name, depth, body, isClosed } = block;
    const isPlain =
      depth === 0 && body !== -1 && isClosed && !isCommon(name) && !declaring.has(name);
    if (depth > 0 && outer !== undefined) others.add(outer.name);
    if (depth === 0) outer = block;
    if (!isPlain || found.has(name)) others.add(name);
    found.set(name, block);
  }
  for (const command of commands) {
    const [first, ...names] = ownWords(command);
    if (isGlobal(command)) return new Map();
    if (/^(unset|alias)$/.test(first?.text ?? ''))
      for (const { text } of names) others.add(text.replace(/=.*/s, ''));
  }
  for (const name of others) found.delete(name);
  return found;
}

/** `declare -g` sets what another function may hide. */
function isGlobal(command: Command): boolean {
  const [first, ...others] = ownWords(command);
  return declaring.has(first?.text ?? '') && others.some(({ text }) => /^-\w*g/.test(text));
}

const nameOf = (command: Command): string => ownWords(command)[0]?.text ?? '';

/** What only says the words that a function is given. */
const saying = /^(echo|printf|:)$/;

/** What stands beside it in functions that keep a log. */
const besideSaying = /^(date|logger|tee|return|true)$/;

function onlySays(command: Command): boolean {
  const name = nameOf(command);
  return saying.test(name) || besideSaying.test(name) || !isNoSetting(command);
}

/** What sets variables is read where it stands. */
function isNoSetting(command: Command): boolean {
  const [first] = ownWords(command);
  return first !== undefined && !declaring.has(first.text);
}

const keyOf = (words: readonly Word[]): string =>
  words.reduce(
    (key, { text, pieces, start }) => `${key}${pieces[0]?.start ?? start} ${text}\0`,
    '\0',
  );
