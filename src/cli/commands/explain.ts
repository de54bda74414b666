import { explainTogether } from '../../advise/explain-together.js';
import { frontends } from '../../catalogue/dimensions/frontends.js';
import type { Known } from '../../catalogue/known.js';
import { isOfQemu } from '../../catalogue/releases/of-qemu.js';
import { neighboursOf } from '../../catalogue/releases/releases.js';
import type { Rule } from '../../catalogue/rules/rule.js';
import { rules } from '../../catalogue/rules/rules.js';
import { topics } from '../../library/topics.js';
import type { Configuration } from '../../model/configuration.js';
import { faultIds } from '../../model/fault.js';
import { nearest } from '../../model/nearest-word.js';
import { wrap } from '../../report/text/width.js';
import {
  configurationNamed,
  namesConfiguration,
  namesDefinitions,
  optionsNamed,
} from '../../run/configurations/named-configuration.js';
import { profileOf } from '../../run/configurations/profile.js';
import { stackName } from '../../run/configurations/stack-words.js';
import {
  unreadOf,
  unreadVersions,
  wordsOfUnread,
} from '../../run/configurations/unread-versions.js';
import { usageError } from '../../run/usage-error.js';
import { didYouMean } from '../../scenario/language/suggest.js';
import { checkNothingToRead } from '../definition-flags.js';
import type { ExplainFlags } from '../reading-flags.js';
import { columnsOf } from '../streams.js';
import { rulesHint, stackLines } from './explain-stack.js';

/** A paragraph is easier to read if its lines are not long. */
const columnsMax = 92;

/**
 * @param words - the id or the name of a rule, a word of `blkcheck list`, a stack
 *   (`frontend/cache[@key=value,...]`), and files of definitions, which are explained together
 */
export async function explainCommand(
  words: readonly string[],
  flags: ExplainFlags,
): Promise<number> {
  const columns = Math.min(columnsOf(process.stdout), columnsMax);
  const files = words.filter((word) => ruleOf(word) === undefined && namesDefinitions(word));
  if (files.length === 0) checkNothingToRead(flags, 'blkcheck explain vm.xml');
  if (files.length === 0 && flags.assume !== undefined) {
    throw usageError('--assume is for definitions of machines', 'blkcheck explain vm.xml');
  }
  const others = words.filter((word) => !files.includes(word));
  const texts = await Promise.all(others.map((word) => linesOf(word, flags, columns)));
  const all = [...texts, ...(await definitionTexts(files, flags, columns))];
  process.stdout.write(`${all.map((lines) => lines.join('\n')).join('\n\n')}\n`);
  return 0;
}

/** Who asks for a word loads no readers. */
async function definitionTexts(
  files: readonly string[],
  flags: ExplainFlags,
  columns: number,
): Promise<readonly (readonly string[])[]> {
  if (files.length === 0) return [];
  const { definitionLines } = await import('./explain-definitions.js');
  return [await definitionLines(files, flags, columns)];
}

async function linesOf(
  word: string,
  { profile }: ExplainFlags,
  columns: number,
): Promise<readonly string[]> {
  const rule = ruleOf(word);
  if (rule !== undefined) return explanation(rule, columns);
  if (namesConfiguration(word)) return configurationLines(word, profile, columns);
  return wordLines(word, columns);
}

function ruleOf(word: string): Rule | undefined {
  const wanted = word.toLowerCase();
  return rules.find(({ id, name }) => id.toLowerCase() === wanted || name === wanted);
}

function configurationLines(word: string, profileName: string, columns: number): readonly string[] {
  const profile = profileOf(profileName);
  const configuration = configurationNamed(word, profile);
  return [
    stackName(configuration, profile),
    `assuming profile=${profile.id}${releaseWords(configuration)}`,
    ...inferredLines(configuration, columns),
    ...unreadLines(word, configuration, columns),
    '',
    ...stackLines(explainTogether([configuration], faultIds), columns),
    '',
    rulesHint,
  ];
}

/** What is not QEMU has no release of it. */
function releaseWords({ frontend, qemu }: Configuration): string {
  return isOfQemu(frontend) ? `, qemu=${qemu.release}` : '';
}

/** A run examines such a release as its neighbours, which may differ from what is inferred of it. */
function inferredLines({ frontend, qemu }: Configuration, columns: number): readonly string[] {
  const { release } = qemu;
  const neighbours = isOfQemu(frontend) ? neighboursOf(release) : [];
  if (neighbours.length === 0) return [];
  const text =
    `QEMU ${release} was neither run nor read, and this is inferred: ` +
    `a run examines it as QEMU ${neighbours.join(' and ')}.`;
  return ['', ...wrap(text, columns)];
}

/** What is explained is another release than the one that is named. */
function unreadLines(
  word: string,
  configuration: Configuration,
  columns: number,
): readonly string[] {
  const found = unreadOf(configuration, unreadVersions(optionsNamed(word)));
  return found.map(wordsOfUnread).flatMap(({ named, looked }) => {
    const owner = looked.split(' ')[0];
    const text =
      `${named} was neither run nor read. This is ${looked}, the nearest that was; a run is ` +
      `inconclusive where no more than the code of ${owner} decides, unless --assume takes the one for the other.`;
    return ['', ...wrap(text, columns)];
  });
}

/** Anything else that the output names. */
async function wordLines(word: string, columns: number): Promise<readonly string[]> {
  const wanted = word.toLowerCase();
  const lists = await Promise.all(
    topics.map(async ({ name, takenBy, rows }) => ({ name, takenBy, rows: await rows() })),
  );
  const meanings = lists.flatMap(({ name, takenBy, rows }) =>
    rows
      .filter(({ id }) => id.toLowerCase() === wanted)
      .flatMap((row) => [
        `${row.id} (${name}, ${takenBy})`,
        ...wrap(row.sentence, columns),
        ...(row.models === undefined ? [] : labelled('models', row.models, columns)),
        ...evidenceLines(row, columns),
      ]),
  );
  if (meanings.length > 0) return [...meanings, ...stackHint(wanted, columns)];
  const ids = lists.flatMap(({ rows }) => rows.map(({ id }) => id));
  const names = [...rules.flatMap(({ id, name }) => [id, name]), ...ids];
  const help = nearest(word, names) === '' ? 'blkcheck list' : didYouMean(word, names);
  throw usageError(`nothing is called \`${word}\``, help);
}

function evidenceLines({ source, confidence }: Partial<Known>, columns: number): readonly string[] {
  if (source === undefined) return [];
  return labelled('source', `${source} (${confidence})`, columns);
}

function stackHint(word: string, columns: number): readonly string[] {
  if (!frontends.some(({ id }) => id === word)) return [];
  const text = `With a cache mode it is a stack: \`blkcheck explain ${word}/writeback\` says what it promises.`;
  return ['', ...wrap(text, columns)];
}

function explanation(rule: Rule, columns: number): readonly string[] {
  return [
    `${rule.id} ${rule.name} (${rule.layer})`,
    ...wrap(`${rule.title}.`, columns),
    '',
    ...wrap(rule.meaning, columns),
    '',
    ...labelled('because', rule.because, columns),
    ...labelled('change', rule.change, columns),
    ...labelled('at risk', rule.atRisk, columns),
    ...evidenceLines(rule, columns),
    ...labelled('since', `blkcheck ${rule.since}`, columns),
  ];
}

function labelled(label: string, sentence: string, columns: number): readonly string[] {
  const first = `${label}:`.padEnd('because: '.length);
  const [line = '', ...others] = wrap(sentence, columns - first.length);
  return [first + line, ...others.map((other) => ' '.repeat(first.length) + other)];
}
