import type { Command, Option } from 'commander';
import { dimensions } from '../../catalogue/dimensions/dimensions.js';
import { failOnNames } from '../../gate/summary.js';
import { topics } from '../../library/topics.js';
import { matrixReporterNames } from '../advice-flags.js';
import { reporterNames } from '../values.js';

/** What may stand behind a flag. */
export interface CompletedFlag {
  /** With its dashes. */
  readonly name: string;
  readonly takesValue: boolean;
  /** Nothing where these are files, or anything. */
  readonly values: readonly string[];
  /** Several may be given, with commas between them. */
  readonly isList: boolean;
}

/** A command, with what may follow it; commander, which knows all of it, writes no completion. */
export interface CompletedCommand {
  readonly name: string;
  readonly summary: string;
  readonly flags: readonly CompletedFlag[];
  /** Words that it takes. */
  readonly words: readonly string[];
  /** Whether it takes files too. */
  readonly takesFiles: boolean;
}

export const shells = ['bash', 'zsh', 'fish'] as const;

type Names = () => readonly string[] | Promise<readonly string[]>;

const dimensionNames: Names = () => dimensions.map(({ key }) => key);

/** Values that are no topic of `blkcheck list`, or of which a command takes others. */
const others: Readonly<Record<string, Names>> = {
  '--fail-on': () => failOnNames,
  '--keep': dimensionNames,
  '--vary': dimensionNames,
  '--reporter': () => reporterNames,
  'matrix --reporter': () => matrixReporterNames,
  'config --format': () => namesOf('--input-format'),
  '--host-note': async () =>
    (await namesOf('--host-note')).flatMap((name) => [`${name}=on`, `${name}=off`]),
  '--param': async () => (await namesOf('--param')).map((name) => `${name}=`),
};

/** The rows of the topics that a flag or a command takes. */
async function namesOf(taker: string): Promise<readonly string[]> {
  const own = topics.filter(({ takenBy }) => takenBy === taker || takenBy.endsWith(` ${taker}`));
  const rows = await Promise.all(own.map((topic) => topic.rows()));
  return rows.flat().map(({ id }) => id);
}

/** Words with anything else in them would need quotes of each shell. */
const isPlain = (name: string): boolean => /^[\w.,:+=-]+$/u.test(name);

async function allNames(): Promise<readonly string[]> {
  const rows = await Promise.all(topics.map((topic) => topic.rows()));
  const ids = rows.flat().map(({ id }) => id);
  return [...new Set(ids.filter((id) => /[A-Za-z]/u.test(id)))];
}

const words: Readonly<Record<string, Names>> = {
  explain: allNames,
  list: () => topics.map(({ name }) => name),
  completion: () => shells,
};

export async function completedOf(command: Command): Promise<CompletedCommand> {
  const name = command.name();
  const flags = await Promise.all(command.options.flatMap((option) => flagsOf(name, option)));
  const help = { name: '--help', takesValue: false, values: [], isList: false };
  const own = (await words[name]?.()) ?? [];
  return {
    name,
    summary: command.summary(),
    flags: [...flags, help],
    words: own.filter(isPlain),
    takesFiles: own.length === 0 || name === 'explain',
  };
}

/** An option may have two names, as in `--format, --input-format <name>`. */
function flagsOf(command: string, option: Option): readonly Promise<CompletedFlag>[] {
  return (option.flags.match(/--[\w-]+/gu) ?? []).map((name) => flagOf(command, name, option));
}

async function flagOf(command: string, name: string, option: Option): Promise<CompletedFlag> {
  const takesValue = option.required || option.optional;
  const of = others[`${command} ${name}`] ?? others[name] ?? (() => namesOf(name));
  const values = takesValue ? await of() : [];
  const isList = /<(names|dimensions|bytes)>/u.test(option.flags);
  return { name, takesValue, values: values.filter(isPlain), isList };
}
