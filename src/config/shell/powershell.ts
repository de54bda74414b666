import { limits } from '../limits.js';
import { started } from './argument-list.js';
import { readCommands } from './commands.js';
import { type Element, literalsAt } from './powershell-list.js';
import { type Dialect, noVariables, type ShellScript, type Variables } from './reading.js';
import { plainWord, unknownMark, type Word } from './word.js';

const dialect = { operators: true, specifiers: false, escape: '`' } as const;

/** Variables that are set once, or grow, in the plain course of the script, and only to literals. */
export function readPowerShell(text: string): ShellScript {
  const found = assignmentsOf(text);
  const variables = variablesOf(text, found);
  const { commands, error } = readCommands(blanked(text, found), { ...dialect, variables });
  const around = { ...dialect, variables };
  return { commands: commands.map((command) => started(text, command, around)), error };
}

/** A script with more is no person's, and its variables are left unknown. */
const assignmentsMax = 2000;

interface Assignment {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  readonly appends: boolean;
  /** null for anything but literals. */
  readonly elements: readonly Element[] | null;
  /** With brackets or commas, so that one element is a list too. */
  readonly isList: boolean;
}

const head = /^[ \t]*\$(?:script:|global:)?(\w+)[ \t]*(\+?)=[ \t]*(?!=)/gim;
const changes = /\$(?:\w+:)?(\w+)[ \t]*(?:\+\+|--|[-+*/%]?=(?!=))|foreach[ \t]*\([ \t]*\$(\w+)/gi;
function assignmentsOf(text: string): readonly Assignment[] {
  const found: Assignment[] = [];
  let last = 0;
  let depth = 0;
  let counted = 0;
  for (const match of text.matchAll(head)) {
    if (match.index < last) continue;
    if (found.length >= assignmentsMax) return [];
    depth += depthOf(text.slice(counted, match.index));
    counted = match.index;
    const from = match.index + match[0].length;
    const { elements, end, isList } = valueAt(text, from);
    const name = (match[1] ?? '').toLowerCase();
    const appends = match[2] === '+';
    const own = depth === 0 ? elements : null;
    found.push({ name, start: match.index, end, appends, elements: own, isList });
    last = end;
  }
  return found;
}

/** Brackets that lines open; those in quotes do not count, and quotes do not reach over lines. */
function depthOf(lines: string): number {
  const bare = lines.replaceAll(/'[^'\n]*'|"[^"\n]*"|#[^\n]*/g, '');
  const count = (bracket: RegExp) => bare.match(bracket)?.length ?? 0;
  return count(/[{(]/g) - count(/[})]/g);
}

function valueAt(text: string, from: number): Pick<Assignment, 'elements' | 'end' | 'isList'> {
  const { elements, at, hasBracket } = literalsAt(text, from);
  const isClosed = hasBracket ? text[at] === ')' : /[\r\n;#]|^$/.test(text[at] ?? '');
  const end = isClosed ? at + (hasBracket ? 1 : 0) : lineEnd(text, from);
  const isList = hasBracket || elements.length > 1;
  return { elements: isClosed ? elements : null, end, isList };
}

function lineEnd(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end === -1 ? text.length : end;
}

/** What is read as an assignment is no command. */
function blanked(text: string, found: readonly Assignment[]): string {
  let last = 0;
  const parts: string[] = [];
  for (const { start, end } of found) {
    parts.push(text.slice(last, start), text.slice(start, end).replaceAll(/\S/g, ' '));
    last = end;
  }
  return [...parts, text.slice(last)].join('');
}

/** Dot-sourcing, and what sets a variable by its name or runs a text. */
const sourcing =
  /(^|[;{}&|(])[ \t]*\.[ \t]+\S|\b(set-variable|new-variable|invoke-expression|variable:)|(^|[;{}&|(])[ \t]*(sv|nv|iex)[ \t]|\[ref\]/im;

function variablesOf(text: string, found: readonly Assignment[]): Variables {
  if (sourcing.test(text.replaceAll(/#[^\n]*/g, ''))) return noVariables;
  const known = new Map<string, { readonly words: readonly Word[]; readonly isList: boolean }>();
  const uncertain = uncertainOf(text, found);
  const variables: Variables = {
    ...noVariables,
    scalar: (name) => {
      const value = known.get(name.toLowerCase());
      return value === undefined || value.isList ? undefined : value.words[0];
    },
    array: (name) => known.get(name.toLowerCase())?.words,
  };
  for (const { name, appends, elements, isList } of found) {
    if (uncertain.has(name) || elements === null) continue;
    const words = elements.flatMap((element) => wordOf(text, element, { ...dialect, variables }));
    const before = appends ? (known.get(name)?.words ?? []) : [];
    const all = [...before, ...words];
    if (all.length > limits.arrayWords) {
      uncertain.add(name);
      known.delete(name);
    } else known.set(name, { words: all, isList: isList || before.length > 0 });
  }
  return variables;
}

/** Set twice, to something that is no literal, or where nobody knows whether. */
function uncertainOf(text: string, found: readonly Assignment[]): Set<string> {
  const uncertain = new Set<string>();
  const seen = new Set<string>();
  const plain = found.filter(({ elements }) => elements !== null);
  const lists = new Set(plain.filter(({ isList }) => isList).map(({ name }) => name));
  for (const { name, appends, isList } of plain) {
    // `+=` adds to a list, and is joined to a text.
    if (appends ? !seen.has(name) || !lists.has(name) : seen.has(name)) uncertain.add(name);
    if (!appends || isList) seen.add(name);
  }
  const starts = new Map<string, number>();
  for (const { name } of plain) starts.set(name, (starts.get(name) ?? 0) + 1);
  const counts = new Map<string, number>();
  for (const match of text.matchAll(changes)) {
    const name = (match[1] ?? match[2] ?? '').toLowerCase();
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  // Something else changes it: a branch, a loop, an expression.
  for (const [name, count] of counts) if (count !== starts.get(name)) uncertain.add(name);
  return uncertain;
}

function wordOf(text: string, { start, end }: Element, around: Dialect): readonly Word[] {
  const isQuoted = /['"]/.test(text[start] ?? '');
  if (!isQuoted && text[start] !== '$') return [plainWord(text.slice(start, end), start)];
  const inner = { ...around, operators: false };
  const { commands, error } = readCommands(text, inner, start, end);
  const words = commands.flatMap((command) => command.words);
  return error === null ? words : [{ ...plainWord('', start), text: unknownMark }];
}
