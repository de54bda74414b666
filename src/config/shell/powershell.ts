import { limits } from '../limits.js';
import { readCommands } from './commands.js';
import { type Dialect, noVariables, type Script, type Variables } from './reading.js';
import { plainWord, unknownMark, type Word } from './word.js';

const dialect = { operators: true, specifiers: false, escape: '`' } as const;

/** Variables that are set once, or grow, in the plain course of the script, and only to literals. */
export function readPowerShell(text: string): Script {
  const found = assignmentsOf(text);
  const variables = variablesOf(text, found);
  const { commands, error } = readCommands(blanked(text, found), { ...dialect, variables });
  return { commands: commands.map(withoutLists), error };
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

/** Where an element stands, its quotes included. */
interface Element {
  readonly start: number;
  readonly end: number;
}

const head = /^[ \t]*\$(?:script:|global:)?(\w+)[ \t]*(\+?)=[ \t]*(?!=)/gim;
const changes = /\$(?:\w+:)?(\w+)[ \t]*(?:\+\+|--|[-+*/%]?=(?!=))|foreach[ \t]*\([ \t]*\$(\w+)/gi;
const literal =
  /'(?:[^']|''){0,4096}'|"(?:[^"`]|`[\s\S]|""){0,4096}"|\$\w+(?![\w.[(:])|\d+(?=[\s,)])/y;
const between = /(?:[ \t]|`\r?\n)*/y;
const betweenLines = /(?:\s|`\r?\n|#[^\n]*)*/y;

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
  const open = /@?\([ \t]*/y;
  open.lastIndex = from;
  const bracket = open.exec(text)?.[0] ?? '';
  const gap = bracket === '' ? between : betweenLines;
  const elements: Element[] = [];
  let at = skipped(text, from + bracket.length, gap);
  for (; elements.length < limits.arrayWords; ) {
    literal.lastIndex = at;
    const element = literal.exec(text)?.[0];
    if (element === undefined) break;
    elements.push({ start: at, end: at + element.length });
    const next = skipped(text, at + element.length, gap);
    const hasComma = text[next] === ',';
    const endsLine = bracket !== '' && text.slice(at + element.length, next).includes('\n');
    at = hasComma ? skipped(text, next + 1, betweenLines) : next;
    if (!hasComma && !endsLine) break;
  }
  const isClosed = bracket === '' ? /[\r\n;#]|^$/.test(text[at] ?? '') : text[at] === ')';
  const end = isClosed ? at + (bracket === '' ? 0 : 1) : lineEnd(text, from);
  const isList = bracket !== '' || elements.length > 1;
  return { elements: isClosed ? elements : null, end, isList };
}

function skipped(text: string, at: number, gap: RegExp): number {
  gap.lastIndex = at;
  return at + (gap.exec(text)?.[0].length ?? 0);
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

function variablesOf(text: string, found: readonly Assignment[]): Variables {
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

/** What `Start-Process` takes are expressions: they are not read. */
function withoutLists(command: Script['commands'][number]): Script['commands'][number] {
  const [first, ...others] = command.words;
  if (!/^(start-process|saps)$/i.test(first?.text ?? '')) return command;
  const words = others.map((word) =>
    /qemu/.test(word.text) ? word : { ...word, text: unknownMark },
  );
  return { ...command, words };
}
