import { type Assignment, assignmentsOf, Branches } from './assignments.js';
import { readCommands } from './commands.js';
import { argumentsSetBy } from './positional.js';
import { type Command, noVariables, shell } from './reading.js';
import { changedInExpressions, settingOf } from './setters.js';
import type { Word } from './word.js';

/** What keeps a variable from being what the plain assignments of a script say. */
export interface Census {
  /** Names that are also set in a branch, a loop, a function, or otherwise than by an assignment. */
  readonly uncertain: ReadonlySet<string>;
  /** Names that something else than an assignment sets: what reads, counts, or changes one element. */
  readonly otherwise: ReadonlySet<string>;
  /** The script runs code of other files, or computes a name: that may set anything. */
  readonly sources: boolean;
  /** What is added to a variable until the function runs in which a place stands; null where it is set. */
  readonly until: (name: string, at: number) => readonly Word[] | null;
  /** Whether a place is in a function, which has arguments of its own. */
  readonly isInFunction: (at: number) => boolean;
  /** Where a branch or a loop sets the script's own arguments for the last time; -1 for nowhere. */
  readonly lastOwnArguments: number;
  /** Whether the script, or the function around a place, changes what expansions are split at there. */
  readonly hasOwnSplit: (at: number) => boolean;
}

export function takeCensus(text: string): Census {
  const { commands } = readCommands(text, { ...shell, variables: noVariables });
  const otherwise = new Set<string>(changedInExpressions(text));
  const uncertain = new Set<string>();
  const functions = functionsOf(text, commands);
  const changes = new Changes(functions);
  const branches = new Branches();
  const isInFunction = (at: number) => startOfFunction(functions, at) !== undefined;
  let splits: 'nowhere' | 'in functions' | 'everywhere' = 'nowhere';
  let sources = false;
  let lastOwnArguments = -1;
  for (const command of commands) {
    const isInside = branches.enter(command);
    for (const found of assignmentsOf(command)) {
      if (isInside && !found.appends) uncertain.add(found.name);
      if (found.name === 'IFS') splits = 'everywhere';
      changes.add(found);
    }
    const isOwn = isInside && !isInFunction(command.start) && argumentsSetBy(command) !== null;
    if (isOwn) lastOwnArguments = command.start;
    const { names, isAny } = settingOf(command);
    for (const name of names) otherwise.add(name);
    if (names.includes('IFS') && splits === 'nowhere') splits = 'in functions';
    sources ||= isAny;
  }
  for (const name of otherwise) uncertain.add(name);
  const until = (name: string, at: number) => changes.until(name, at);
  const hasOwnSplit = (at: number) =>
    splits === 'everywhere' || (splits === 'in functions' && isInFunction(at));
  return { uncertain, otherwise, sources, until, isInFunction, lastOwnArguments, hasOwnSplit };
}

/** Beyond this nobody wrote the script. */
const additionsMax = 1000;

/** Where variables are assigned, for functions that run later than they are written. */
class Changes {
  readonly #functions: readonly Body[];
  readonly #set = new Map<string, number>();
  readonly #added = new Map<string, { readonly at: number; readonly word: Word }[]>();

  constructor(functions: readonly Body[]) {
    this.#functions = functions;
  }

  add({ name, appends, word }: Assignment): void {
    if (!appends) {
      this.#set.set(name, word.start);
      return;
    }
    // What a function adds, it adds whenever it is called.
    const isLate = startOfFunction(this.#functions, word.start) !== undefined;
    const at = isLate ? Number.POSITIVE_INFINITY : word.start;
    const added = this.#added.get(name);
    if (added === undefined) this.#added.set(name, [{ at, word }]);
    else if (added.length < additionsMax) added.push({ at, word });
    else this.#set.set(name, Number.POSITIVE_INFINITY);
  }

  until(name: string, at: number): readonly Word[] | null {
    const set = this.#set.get(name) ?? -1;
    const added = this.#added.get(name) ?? [];
    if (set === -1 && added.length === 0) return [];
    const start = startOfFunction(this.#functions, at) ?? Number.MAX_SAFE_INTEGER;
    return set > start ? null : added.filter((each) => each.at > start).map(({ word }) => word);
  }
}

interface Body {
  readonly start: number;
  readonly end: number;
}

/** Where functions of a script stand, in their order; one within another is part of it. */
function functionsOf(text: string, commands: readonly Command[]): readonly Body[] {
  const bodies: Body[] = [];
  const branches = new Branches();
  let open: { readonly start: number; readonly depth: number; hasBody: boolean } | null = null;
  for (const command of commands) {
    const { depth } = branches;
    branches.enter(command);
    if (open === null && isHead(text, command))
      open = { start: command.start, depth, hasBody: false };
    if (open === null) continue;
    open.hasBody ||= branches.depth > open.depth || command.words[0]?.text === '{';
    if (!open.hasBody || branches.depth > open.depth) continue;
    bodies.push({ start: open.start, end: command.words.at(-1)?.end ?? command.start });
    open = null;
  }
  return open === null ? bodies : [...bodies, { start: open.start, end: text.length }];
}

const brackets = /[ \t]*\([ \t]*\)/y;

function isHead(text: string, { words }: Command): boolean {
  if (words[0]?.text === 'function') return true;
  brackets.lastIndex = words[0]?.end ?? 0;
  return words.length === 1 && brackets.test(text);
}

function startOfFunction(functions: readonly Body[], at: number): number | undefined {
  let low = 0;
  let high = functions.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((functions[middle]?.start ?? 0) <= at) low = middle;
    else high = middle - 1;
  }
  const found = functions[low];
  return found !== undefined && found.start <= at && at <= found.end ? found.start : undefined;
}
