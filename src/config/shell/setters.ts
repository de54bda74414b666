import { assignmentStart, ownWords } from './own-words.js';
import type { Command } from './reading.js';
import { isUnknown, type Word } from './word.js';

/** What a command sets in the shell that runs it, beside plain assignments. */
export interface Setting {
  readonly names: readonly string[];
  /** It may set any variable: it runs other code, or the name is computed. */
  readonly isAny: boolean;
}

const nothing: Setting = { names: [], isAny: false };
const anything: Setting = { names: [], isAny: true };

export const declaring: ReadonlySet<string> = new Set([
  'export',
  'readonly',
  'declare',
  'typeset',
  'local',
]);

/** Options that have a word of their own behind them. */
const readValue = /^-\w*[pdnNtui]$/;
const arrayValue = /^-\w*[dnOsuCc]$/;
const noValue = /(?!)/;
const isOption = (text: string): boolean => /^[-+]\w/.test(text);

export function settingOf(command: Pick<Command, 'words'>): Setting {
  const [first, ...others] = ownWords(command);
  const loops = loopNames(command.words);
  const own = first === undefined ? nothing : byName(first.text, others);
  const names = [...loops, ...elementsOf(command.words), ...own.names];
  return { names, isAny: own.isAny };
}

const setting =
  'eval|source|read|mapfile|readarray|printf|let|unset|export|declare|typeset|readonly';

/** An alias sets where its name stands. */
const settingAlias = new RegExp(
  `=(.*[\\s;&|(])?((${setting}|\\.|set|shift)(\\s|$)|\\w+\\+?=)`,
  's',
);

/** A value whose variable sets others where it stands for a command. */
export const settingValue = new RegExp(`^\\(?\\s*["']?(${setting})(?![\\w./-])`);

function byName(name: string, words: readonly Word[]): Setting {
  if (/^(\.|source|eval)$/.test(name)) return anything;
  if (name === 'trap' && /(^|[\s;])\w+\+?=/.test(words[0]?.text ?? '')) return anything;
  if (name === 'alias' && words.some(({ text }) => settingAlias.test(text))) return anything;
  if (declaring.has(name)) return declared(name, words);
  if (name === 'read') return named(operands(words, readValue), 'REPLY');
  if (name === 'mapfile' || name === 'readarray') {
    return named(operands(words, arrayValue), 'MAPFILE');
  }
  if (name === 'printf') return named(printed(words));
  if (name === 'getopts') return named(words.slice(1, 2));
  if (name === 'unset' || name === 'let') return named(operands(words, noValue));
  return nothing;
}

/** What is no option, and no option's value. */
function operands(words: readonly Word[], withValue: RegExp): readonly Word[] {
  return words.filter(
    ({ text }, index) => !isOption(text) && !withValue.test(words[index - 1]?.text ?? ''),
  );
}

function printed(words: readonly Word[]): readonly Word[] {
  const [first, second] = words;
  if (first === undefined || !/^-v/.test(first.text)) return [];
  return first.text === '-v' && second !== undefined ? [second] : [first];
}

function named(words: readonly Word[], otherwise = ''): Setting {
  if (words.length === 0) return { names: otherwise === '' ? [] : [otherwise], isAny: false };
  if (words.some(({ text }) => isUnknown(nameIn(text)))) return anything;
  return { names: words.map(({ text }) => nameIn(text)), isAny: false };
}

/** Of `NAME`, `NAME=value`, `NAME[1]`, `-vNAME`, `++NAME`. */
function nameIn(text: string): string {
  return /^(?:-v|[-+]+)?([^=[+-]*)/.exec(text)?.[1] ?? '';
}

/** What changes the value on its way: arithmetic, capitals, keys, another name. */
export const changing = /^[-+]\w*[Ailuc]/;
/** It only prints, or is about functions. */
const asking = /^-\w*[pfF]/;

/** Plain assignments are none here, but those of a `local`, which hold for a while. */
function declared(name: string, words: readonly Word[]): Setting {
  const flags = words.filter(({ text }) => isOption(text)).map(({ text }) => text);
  const others = words.filter(({ text }) => !isOption(text));
  if (flags.some((flag) => asking.test(flag))) return nothing;
  if (isReferring(name, flags)) return anything;
  if (others.some(({ text }) => isUnknown(nameIn(text)))) return anything;
  const isChanged = name === 'local' || flags.some((flag) => changing.test(flag));
  return isChanged ? named(others) : nothing;
}

function isReferring(name: string, flags: readonly string[]): boolean {
  return name !== 'export' && flags.some((flag) => /^-\w*n/.test(flag));
}

/** Names that stand for other variables from here on: `declare -n NAME=OTHER`. */
export function referencesIn(command: Pick<Command, 'words'>): readonly string[] {
  const [first, ...others] = ownWords(command);
  if (first === undefined || !declaring.has(first.text)) return [];
  const flags = others.filter(({ text }) => isOption(text)).map(({ text }) => text);
  return isReferring(first.text, flags) ? named(operands(others, noValue)).names : [];
}

/** `for NAME in`, `select NAME in`. */
function loopNames(words: readonly Word[]): readonly string[] {
  const index = words.findIndex(({ text }) => text === 'for' || text === 'select');
  return index === -1 ? [] : [words[index + 1]?.text ?? ''];
}

/** `NAME[1]=value` */
function elementsOf(words: readonly Word[]): readonly string[] {
  return words.flatMap(({ text }) => {
    const match = assignmentStart.exec(text);
    return match?.[2] === undefined ? [] : [match[1] ?? ''];
  });
}

const arithmetic = /\(\(((?:[^()]|\([^()]{0,200}\)){0,2000})\)\)/g;
const counted =
  /([A-Za-z_]\w*)\s*(?:\+\+|--|(?:[-+*/%&^|]|<<|>>)?=(?!=))|(?:\+\+|--)\s*([A-Za-z_]\w*)/g;
const replaced = /\$\{([A-Za-z_]\w*)(?:\[[^\]\n]*\])?:?=/g;

/** Names that expressions of a script change: `((NAME++))`, `${NAME:=value}`. */
export function changedInExpressions(text: string): readonly string[] {
  const numbers = [...text.matchAll(arithmetic)].flatMap(([, inside = '']) => [
    ...inside.matchAll(counted),
  ]);
  return [...numbers, ...text.matchAll(replaced)].map(([, name, other]) => name ?? other ?? '');
}
