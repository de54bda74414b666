import { limits } from '../limits.js';
import { readCommands } from './commands.js';
import { type Command, noVariables, shell, type Variables } from './reading.js';
import { isUnknown, partOf, spanIn, unknownWord, type Word } from './word.js';

const assignment = /^([A-Za-z_]\w*)(\+?)=/;

interface Assignment {
  readonly name: string;
  readonly word: Word;
  readonly appends: boolean;
  /** Where the value begins in the word's text. */
  readonly valueAt: number;
}

const declaring: ReadonlySet<string> = new Set(['export', 'readonly', 'declare', 'typeset']);
const opening: ReadonlySet<string> = new Set([
  'if',
  'for',
  'while',
  'until',
  'case',
  'select',
  '{',
]);
const closingWords: ReadonlySet<string> = new Set(['fi', 'done', 'esac', '}']);
const keywords: ReadonlySet<string> = new Set(['then', 'else', 'elif', 'do', ...opening]);

/** What a script surely sets: names that it assigns in its plain course, and nowhere else. */
interface Census {
  /** Names that are set in a branch, a loop, a function, or by something that reads input. */
  readonly uncertain: ReadonlySet<string>;
  /** The script runs code of other files, which may set anything. */
  readonly sources: boolean;
}

function isAt(command: Command, depth: number): boolean {
  return depth > 0 || command.isChained;
}

function assignmentsOf({ words }: Command): readonly Assignment[] {
  const found: Assignment[] = [];
  const first = words[0]?.text ?? '';
  const list = declaring.has(first) ? words.slice(1) : words;
  for (const word of list) {
    const match = assignment.exec(word.text);
    if (match === null) {
      // `NAME=value program` sets it for the program alone.
      return declaring.has(first) ? found : [];
    }
    const valueAt = match[0].length;
    found.push({ name: match[1] ?? '', word, appends: match[2] === '+', valueAt });
  }
  return found;
}

function takeCensus(commands: readonly Command[]): Census {
  const uncertain = new Set<string>();
  let depth = 0;
  let sources = false;
  for (const command of commands) {
    const first = command.words[0]?.text ?? '';
    if (first === '.' || first === 'source' || first === 'eval') sources = true;
    for (const { text } of command.words) if (opening.has(text)) depth += 1;
    const nested = isAt(command, depth);
    for (const { name, appends } of assignmentsOf(withoutKeywords(command))) {
      if (nested && !appends) uncertain.add(name);
    }
    for (const name of otherwiseSet(command)) uncertain.add(name);
    if (closingWords.has(first)) depth = Math.max(0, depth - 1);
  }
  return { uncertain, sources };
}

function withoutKeywords(command: Command): Command {
  const from = command.words.findIndex(({ text }) => !keywords.has(text));
  return { ...command, words: command.words.slice(Math.max(0, from)) };
}

/** `read X`, `for X in`, `local X`, `getopts ... X`. */
function otherwiseSet({ words }: Command): readonly string[] {
  const [first, ...others] = withoutKeywords({ words, start: 0, isChained: false }).words;
  const texts = words.map(({ text }) => text);
  const loop = texts.indexOf('for');
  const names = loop === -1 ? [] : [texts[loop + 1] ?? ''];
  if (!['read', 'local', 'getopts', 'mapfile', 'unset', 'printf'].includes(first?.text ?? '')) {
    return names;
  }
  return [...names, ...others.map(({ text }) => text.replace(/\+?=.*$/s, ''))];
}

/** Values of a script's variables, learnt as it is read; what is uncertain is never told. */
export function scriptVariables(text: string): Variables {
  const census = takeCensus(readCommands(text, { ...shell, variables: noVariables }).commands);
  if (census.sources) return noVariables;
  const scalars = new Map<string, Word>();
  const arrays = new Map<string, readonly Word[]>();
  let depth = 0;
  const variables: Variables = {
    scalar: (name) => scalars.get(name),
    array: (name) => arrays.get(name),
    learn: (command) => {
      for (const { text: word } of command.words) if (opening.has(word)) depth += 1;
      for (const found of assignmentsOf(withoutKeywords(command))) {
        if (!census.uncertain.has(found.name)) assign(found, isAt(command, depth));
      }
      if (closingWords.has(command.words[0]?.text ?? '')) depth = Math.max(0, depth - 1);
    },
  };
  function assign({ name, word, appends, valueAt }: Assignment, isUncertain: boolean): void {
    if (word.text[valueAt] === '(') {
      const words = isUncertain ? [unknownWord(word)] : arrayWords(word, valueAt);
      const whole = appends ? [...(arrays.get(name) ?? []), ...words] : words;
      arrays.set(name, whole.length <= limits.arrayWords ? whole : [unknownWord(word)]);
      return;
    }
    const value = partOf(word, valueAt);
    const known = scalars.get(name);
    if (isUncertain || appends || isUnknown(value.text)) scalars.delete(name);
    else if (known === undefined) scalars.set(name, value);
    else if (known.text !== value.text) scalars.set(name, value);
  }
  function arrayWords(word: Word, valueAt: number): readonly Word[] {
    const { start, end } = spanIn(word, valueAt + 1, word.text.length - 1);
    const dialect = { operators: false, specifiers: false, variables: { ...variables, learn } };
    const { commands, error } = readCommands(text, dialect, start, end);
    const words = commands.flatMap((command) => command.words);
    const isWhole = error === null && words.length <= limits.arrayWords;
    return isWhole ? words : [unknownWord(word)];
  }
  return variables;
}

const learn = (): void => {};
