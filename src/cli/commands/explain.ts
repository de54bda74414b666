import { explainStack } from '../../advise/explain.js';
import { frontends } from '../../catalogue/frontends.js';
import { neighboursOf } from '../../catalogue/releases.js';
import type { Rule } from '../../catalogue/rule.js';
import { rules } from '../../catalogue/rules.js';
import type { QemuReleaseId } from '../../model/configuration.js';
import { wrap } from '../../report/width.js';
import { cellOf, differenceOf } from '../../run/configurations.js';
import { configurationNamed, namesConfiguration } from '../../run/named-configuration.js';
import { profileOf } from '../../run/profile.js';
import { usageError } from '../../run/usage-error.js';
import { didYouMean, nearest } from '../../scenario/language/suggest.js';
import { columnsOf } from '../streams.js';
import { topics } from '../topics.js';
import { stackLines } from './explain-stack.js';

/** A paragraph is easier to read if its lines are not long. */
const columnsMax = 92;

/**
 * @param word - the id or the name of a rule, or a stack: `frontend/cache[@key=value,...]`
 * @param profileName - whose values a stack has that it does not say
 */
export async function explainCommand(word: string, profileName: string): Promise<number> {
  const columns = Math.min(columnsOf(process.stdout), columnsMax);
  const lines = namesConfiguration(word)
    ? configurationLines(word, profileName, columns)
    : await wordLines(word, columns);
  process.stdout.write(`${lines.join('\n')}\n`);
  return 0;
}

function configurationLines(word: string, profileName: string, columns: number): readonly string[] {
  const profile = profileOf(profileName);
  const configuration = configurationNamed(word, profile);
  const name = cellOf(configuration) + differenceOf(configuration, profile);
  const [first = '', ...lines] = stackLines(name, explainStack(configuration), columns);
  return [first, ...inferredLines(configuration.qemu.release, columns), ...lines];
}

/** A run examines such a release as its neighbours, which may differ from what is inferred of it. */
function inferredLines(release: QemuReleaseId, columns: number): readonly string[] {
  const neighbours = neighboursOf(release);
  if (neighbours.length === 0) return [];
  const text =
    `QEMU ${release} was neither run nor read, and this is inferred: ` +
    `a run examines it as QEMU ${neighbours.join(' and ')}.`;
  return ['', ...wrap(text, columns)];
}

/** A rule, or anything else that the output names. */
async function wordLines(word: string, columns: number): Promise<readonly string[]> {
  const wanted = word.toLowerCase();
  const rule = rules.find(({ id, name }) => id.toLowerCase() === wanted || name === wanted);
  if (rule !== undefined) return explanation(rule, columns);
  const lists = await Promise.all(
    topics.map(async ({ name, takenBy, rows }) => ({ name, takenBy, rows: await rows() })),
  );
  const meanings = lists.flatMap(({ name, takenBy, rows }) =>
    rows
      .filter(({ id }) => id === wanted)
      .flatMap(({ id, sentence }) => [`${id} (${name}, ${takenBy})`, ...wrap(sentence, columns)]),
  );
  if (meanings.length > 0) return [...meanings, ...stackHint(wanted, columns)];
  const ids = lists.flatMap(({ rows }) => rows.map(({ id }) => id));
  const names = [...rules.flatMap(({ id, name }) => [id, name]), ...ids];
  const help = nearest(word, names) === '' ? 'blkcheck list' : didYouMean(word, names);
  throw usageError(`nothing is called \`${word}\``, help);
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
    ...labelled('source', `${rule.source} (${rule.confidence})`, columns),
    ...labelled('since', `blkcheck ${rule.since}`, columns),
  ];
}

function labelled(label: string, sentence: string, columns: number): readonly string[] {
  const first = `${label}:`.padEnd('because: '.length);
  const [line = '', ...others] = wrap(sentence, columns - first.length);
  return [first + line, ...others.map((other) => ' '.repeat(first.length) + other)];
}
