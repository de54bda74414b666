import type { Span } from '../text.js';
import { type Assignment, assignmentsOf, Branches, everyAssignmentOf } from './assignments.js';
import { readCommands } from './commands.js';
import { argumentsSetBy } from './positional.js';
import { type Command, noVariables, shell } from './reading.js';
import { changedInExpressions, settingOf, settingValue } from './setters.js';

/** What keeps a variable from being what the plain assignments of a script say. */
export interface Census {
  /** Names that something else than an assignment sets: what reads, counts, or changes one element. */
  readonly otherwise: ReadonlySet<string>;
  /** The script runs code of other files, or computes a name: that may set anything. */
  readonly sources: boolean;
  /** Names that an expression changes, wherever it stands. */
  readonly inExpressions: ReadonlySet<string>;
  /** Whether a place is in a function, which has arguments of its own. */
  readonly isInFunction: (at: number) => boolean;
  /** Where a branch or a loop sets the arguments of the script, or of a function, for the last time; -1 for nowhere. */
  readonly lastOwnArguments: (within: Span | null) => number;
  /** Whether the script, or the function around a place, changes what expansions are split at there. */
  readonly hasOwnSplit: (at: number) => boolean;
}

export function commandsOf(text: string): readonly Command[] {
  return readCommands(text, { ...shell, variables: noVariables }).commands;
}

export function takeCensus(text: string, commands = commandsOf(text)): Census {
  const inExpressions = new Set<string>(changedInExpressions(text));
  const otherwise = new Set<string>(inExpressions);
  const functions = functionsOf(text, commands);
  const branches = new Branches();
  const isInFunction = (at: number) => startOfFunction(functions, at) !== undefined;
  let splits: 'nowhere' | 'in functions' | 'everywhere' = 'nowhere';
  let sources = false;
  const ownArguments: number[] = [];
  for (const command of commands) {
    const isInside = branches.enter(command);
    if (assignmentsOf(command).some(({ name }) => name === 'IFS')) splits = 'everywhere';
    if (isInside && argumentsSetBy(command) !== null) ownArguments.push(command.start);
    const { names, isAny } = settingOf(command);
    for (const name of names) otherwise.add(name);
    if (names.includes('IFS') && splits === 'nowhere') splits = 'in functions';
    sources ||= isAny || everyAssignmentOf(command).some(isSetting);
  }
  const hasOwnSplit = (at: number) =>
    splits === 'everywhere' || (splits === 'in functions' && isInFunction(at));
  const lastOwnArguments = (within: Span | null) => {
    const isOwn = (at: number) =>
      within === null ? !isInFunction(at) : within.start <= at && at <= within.end;
    return ownArguments.findLast(isOwn) ?? -1;
  };
  return { otherwise, inExpressions, sources, isInFunction, lastOwnArguments, hasOwnSplit };
}

const isSetting = ({ word, valueAt }: Assignment): boolean =>
  settingValue.test(word.text.slice(valueAt, valueAt + 50));

/** Where functions of a script stand, in their order; one within another is part of it. */
function functionsOf(text: string, commands: readonly Command[]): readonly Span[] {
  const bodies: Span[] = [];
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

function startOfFunction(functions: readonly Span[], at: number): number | undefined {
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
