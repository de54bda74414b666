import { limits } from '../limits.js';
import type { Span } from '../text.js';
import { readCommands } from './commands.js';
import { type Dialect, type ShellScript, shell, type Variables } from './reading.js';
import { unknownMark, unknownWord, type Word } from './word.js';

/** A stretch of the source that a variable holds, or that may have changed it. */
interface Part extends Span {
  readonly isKnown: boolean;
}
type Value = readonly Part[];

interface Makefile {
  readonly values: ReadonlyMap<string, Value>;
  readonly recipes: readonly Span[];
}

/** A rule with a recipe under it. */
const rule = /^[\w.%$(){}/ -]+::?(?![=/])[^\n=]*\n(?:[ \t]*\n|#[^\n]*\n)*\t/m;

export function isMakefile(text: string): boolean {
  return rule.test(text) && !/^#!.*sh\b/.test(text);
}

/** Commands of all recipes, with the variables that are set outside of conditions. */
export function readMakefile(text: string): ShellScript {
  const { values, recipes } = parse(text);
  const dialect: Dialect = { ...shell, make: true, variables: variablesOf(text, values) };
  const scripts = recipes.map(({ start, end }) => readCommands(text, dialect, start, end));
  const error = scripts.find((each) => each.error !== null)?.error ?? null;
  return { commands: scripts.flatMap(({ commands }) => commands), error };
}

const logicalLine = /(?:[^\n\\]|\\[\s\S])*(?:\n|$)/g;
const assignment =
  /^[ ]*(?:(?:export|override)[ ]+)*([\w.-]+)[ \t]*(\+=|\?=|!=|:{0,3}=)(?:[ \t]|\\\r?\n)*/;
const forTarget = /^[^\t#=:]+:[ \t]*([\w.-]+)[ \t]*[:+?]?=/;
const conditional = /^[ ]*(?:ifn?(?:def|eq)|endif)\b/;
/** Files that a compiler wrote hold rules, and no variables. */
const included = /^[ ]*[-s]?include\b(?!.*(?:\.d\b|DEP|dep))/;

/** How many conditions are around what follows a line that begins or ends one. */
function depthAfter(line: string, depth: number): number {
  return /^[ ]*endif\b/.test(line) ? Math.max(0, depth - 1) : depth + 1;
}

function parse(text: string): Makefile {
  const values = new Map<string, Value>();
  const recipes: Span[] = [];
  let depth = 0;
  let definition = false;
  for (const { 0: line, index } of text.matchAll(logicalLine)) {
    if (line === '') break;
    if (definition || /^[ ]*(define|endef)\b/.test(line)) definition = !/^[ ]*endef\b/.test(line);
    else if (line.startsWith('\t')) {
      const prefix = /^\t[\s@+-]*/.exec(line)?.[0].length ?? 0;
      recipes.push({ start: index + prefix, end: index + line.length });
    } else if (conditional.test(line)) depth = depthAfter(line, depth);
    else if (included.test(line)) {
      const part = { start: index, end: index + line.trimEnd().length, isKnown: false };
      for (const [name, value] of values) values.set(name, [...value, part]);
    } else assign(values, line, index, depth > 0);
  }
  return { values, recipes };
}

function assign(values: Map<string, Value>, line: string, at: number, isUncertain: boolean): void {
  const end = at + line.trimEnd().length;
  const specific = forTarget.exec(line)?.[1];
  if (specific !== undefined) {
    values.set(specific, [...(values.get(specific) ?? []), { start: at, end, isKnown: false }]);
  }
  const match = assignment.exec(line);
  if (match === null) return;
  const [head, name = '', operator = ''] = match;
  const before = values.get(name);
  if (operator === '?=' && before !== undefined) return;
  const isKnown = !isUncertain && operator !== '?=' && operator !== '!=';
  const added = { start: Math.min(at + head.length, end), end, isKnown };
  values.set(name, operator === '+=' ? [...(before ?? []), added] : [added]);
}

/**
 * What a variable may be where a condition decides: what branches add to it, or all that it is ever set
 * to; null where others have a say too, and where no assignment stands.
 *
 * @param span - of its value, or of its use
 */
export function alternativesAt(text: string, span: Span): readonly string[] | null {
  const { start, end } = span;
  const used = /^"?\$[({]([\w.-]+)[)}]"?$/.exec(text.slice(start, end))?.[1];
  const own = assignment.exec(text.slice(text.lastIndexOf('\n', start - 1) + 1, start + 1));
  const name = used ?? own?.[1] ?? '';
  if (name === '' || !isMakefile(text)) return null;
  const isAdded = used === undefined && own?.[2] === '+=';
  const found: string[] = [];
  let depth = 0;
  for (const { 0: line } of text.matchAll(logicalLine)) {
    if (conditional.test(line)) depth = depthAfter(line, depth);
    else if (included.test(line) || forTarget.exec(line)?.[1] === name) return null;
    const match = line.startsWith('\t') ? null : assignment.exec(line);
    if (match === null || match[1] !== name) continue;
    if (/[?!]/.test(match[2] ?? '')) return null;
    if (depth > 0 || !isAdded) found.push(line.slice(match[0].length).replace(/#.*/, ''));
  }
  return found.length === 0 ? null : found;
}

function variablesOf(text: string, values: ReadonlyMap<string, Value>): Variables {
  const read = new Map<string, readonly Word[]>();
  const variables: Variables = {
    scalar: () => undefined,
    array: (name) => {
      const value = values.get(name);
      if (value === undefined) return undefined;
      const known = read.get(name);
      if (known !== undefined) return known;
      // A variable that names itself ends here.
      read.set(name, []);
      const words = wholeOf(
        value.flatMap((each) => (each.isKnown ? wordsOf(each) : [unknownWord(each)])),
      );
      const few = words.length <= limits.arrayWords ? words : value.slice(0, 1).map(unknownWord);
      read.set(name, few);
      return few;
    },
    learn: () => {},
  };
  const dialect: Dialect = { operators: false, specifiers: false, make: true, variables };
  function wordsOf(part: Part): readonly Word[] {
    const { commands, error } = readCommands(text, dialect, part.start, part.end);
    return error === null ? commands.flatMap(({ words }) => words) : [unknownWord(part)];
  }
  return variables;
}

/** What was one word and may have changed is still one, not a list that has grown. */
function wholeOf(words: readonly Word[]): readonly Word[] {
  const [first, second, ...others] = words;
  const isOne = first !== undefined && second?.text === unknownMark && others.length === 0;
  return isOne && !first.text.startsWith('-') ? [second] : words;
}
