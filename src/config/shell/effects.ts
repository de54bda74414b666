import { addToGroup, groupBy } from '../../model/group-by.js';
import { everyAssignmentOf, namesBefore } from './assignments.js';
import type { Block, Blocks } from './blocks.js';
import { ownWords } from './own-words.js';
import type { Command } from './reading.js';
import { changing, referencesIn, settingOf } from './setters.js';
import { isStranger } from './strange-commands.js';
import { isUnknown, type Word } from './word.js';

/** What commands may do to variables beside what is read where it stands. */
export interface VariableEffects {
  readonly isAny: boolean;
  readonly sets: ReadonlySet<string>;
  readonly adds: ReadonlyMap<string, readonly Word[]>;
  readonly of: Word;
}

/** What one command does to variables, by plain assignments or otherwise. */
export interface Effect {
  /** Behind its words, which are read before. */
  readonly at: number;
  readonly of: Word;
  readonly isAny: boolean;
  readonly sets: readonly string[];
  readonly others: readonly string[];
  readonly adds: readonly { readonly name: string; readonly word: Word }[];
  readonly calls: readonly string[];
}

interface Change {
  readonly at: number;
  readonly isInFunction: boolean;
  /** What is added; null where it is set, or nobody knows. */
  readonly added: Word | null;
}

export class Effects {
  readonly all: readonly Effect[];
  readonly #functions: ReadonlyMap<string, readonly Block[]>;
  readonly #changes = new Map<string, Change[]>();
  readonly #ofFunctions = new Map<string, VariableEffects>();
  /** Where anything may be set for the last time; a function may be called at the end. */
  #lastAny = -1;

  constructor(
    commands: readonly Command[],
    { functions, patterns, heads }: Blocks,
    hasSources: boolean,
  ) {
    const byName = groupBy(functions, ({ name }) => name);
    this.#functions = byName;
    const own = commands.filter(({ start }) => !patterns.has(start));
    const references = new Set(own.flatMap(referencesIn));
    this.all = own.flatMap((command) => {
      const words = command.words.filter(({ start }) => !heads.has(start));
      const effect = effectOf({ ...command, words }, byName, hasSources);
      return effect === null ? [] : [throughReferences(effect, references)];
    });
    let index = 0;
    for (const effect of this.all) {
      // One within another ends before it, and is passed over with it.
      while ((functions[index]?.to ?? Number.POSITIVE_INFINITY) < effect.at) index += 1;
      this.#learn(effect, (functions[index]?.from ?? Number.POSITIVE_INFINITY) < effect.at);
    }
  }

  #learn({ at, sets, others, adds, isAny }: Effect, isInFunction: boolean): void {
    if (isAny)
      this.#lastAny = isInFunction ? Number.POSITIVE_INFINITY : Math.max(this.#lastAny, at);
    const add = (name: string, added: Word | null): void =>
      addToGroup(this.#changes, name, { at, isInFunction, added });
    for (const name of [...sets, ...others]) add(name, null);
    for (const { name, word } of adds) add(name, word);
  }

  /** What may have happened to a variable when a function runs, beside what stands before it. */
  since(name: string, from: number): readonly (Word | null)[] {
    const changes = this.#changes.get(name) ?? [];
    return changes
      .filter(({ at, isInFunction }) => at > from || isInFunction)
      .map(({ added }) => added);
  }

  /** Whether anything may be set in a function, or behind a place. */
  isAnySince(from: number): boolean {
    return this.#lastAny > from;
  }

  ofFunction(name: string): VariableEffects | undefined {
    const known = this.#ofFunctions.get(name);
    if (known !== undefined) return known;
    const [first] = this.#functions.get(name) ?? [];
    if (first === undefined) return undefined;
    const found = this.inRange(0, 0, [name]);
    this.#ofFunctions.set(name, found);
    return found;
  }

  /** What all commands of a stretch do, with the functions that they call. */
  inRange(from: number, to: number, calls: readonly string[] = []): VariableEffects {
    const sets = new Set<string>();
    const adds = new Map<string, Word[]>();
    const seen = new Set(calls);
    const ranges = [{ from, to }, ...calls.flatMap((name) => this.#functions.get(name) ?? [])];
    let isAny = false;
    let of: Word | undefined;
    for (const range of ranges) {
      for (const effect of this.within(range)) {
        of ??= effect.of;
        isAny ||= effect.isAny;
        for (const name of [...effect.sets, ...effect.others]) sets.add(name);
        for (const { name, word } of effect.adds) addToGroup(adds, name, word);
        for (const name of effect.calls.filter((each) => !seen.has(each))) {
          seen.add(name);
          ranges.push(...(this.#functions.get(name) ?? []));
        }
      }
    }
    return { isAny, sets, adds, of: of ?? nowhere };
  }

  within({ from, to }: Pick<Block, 'from' | 'to'>): readonly Effect[] {
    const start = firstFrom(this.all, from);
    const end = firstFrom(this.all, to);
    return this.all.slice(start, Math.max(start, end + 1)).filter(({ at }) => at <= to);
  }
}

/** What a name stands for is not followed: whoever sets it may set anything. */
function throughReferences(effect: Effect, references: ReadonlySet<string>): Effect {
  const { sets, others, adds } = effect;
  const changed = [...sets, ...others, ...adds.map(({ name }) => name)];
  const isAny = effect.isAny || changed.some((name) => references.has(name));
  return { ...effect, isAny };
}

const nowhere: Word = { text: '', pieces: [], start: 0, end: 0 };

function firstFrom(effects: readonly Effect[], at: number): number {
  let low = 0;
  let high = effects.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((effects[middle]?.at ?? 0) < at) low = middle + 1;
    else high = middle;
  }
  return low;
}

function effectOf(
  command: Command,
  functions: ReadonlyMap<string, unknown>,
  hasSources: boolean,
): Effect | null {
  const own = ownWords(command);
  const [first] = own;
  const of = first ?? command.words[0];
  if (of === undefined) return null;
  const assigned = everyAssignmentOf(command);
  const { names, isAny } = settingOf(command);
  const isLocal = first?.text === 'local' && !own.some(({ text }) => changing.test(text));
  const calls = callsOf(command, own, functions);
  const before = calls.length === 0 ? [] : namesBefore(command);
  const others = [...(isLocal ? [] : names), ...before];
  const isFunction = calls.length > 0 && !isUnknown(of.text);
  const isOpen = isAny || (hasSources && !isFunction && isStranger(own));
  const effect = {
    at: (command.words.at(-1)?.end ?? command.start) - 0.5,
    of,
    isAny: isOpen,
    // What a function hides with `local NAME` is hidden from what it calls.
    sets: [
      ...assigned.filter(({ appends }) => !appends).map(({ name }) => name),
      ...(isLocal ? names : []),
    ],
    others,
    adds: assigned.filter(({ appends }) => appends),
    calls,
  };
  const changes = [...assigned, ...effect.sets, ...others, ...calls];
  return !isOpen && changes.length === 0 ? null : effect;
}

/** Words of a command that are looked at for names. */
const wordsMax = 100;

/** Functions of the script that a command names, or may name. */
function callsOf(
  { words }: Command,
  own: readonly Word[],
  functions: ReadonlyMap<string, unknown>,
): readonly string[] {
  if (functions.size === 0) return [];
  const [first, second] = own;
  const isComputed = first !== undefined && isUnknown(first.text) && !/^-/.test(second?.text ?? '');
  if (isComputed) return [...functions.keys()];
  const named = words.slice(0, wordsMax).flatMap(({ text }) => text.split(/[^\w.-]+/, wordsMax));
  return [...new Set(named)].filter((name) => functions.has(name));
}
