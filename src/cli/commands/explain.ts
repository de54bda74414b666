import { explainStack } from '../../advise/explain.js';
import { frontends } from '../../catalogue/frontends.js';
import { defaultProfile } from '../../catalogue/profiles.js';
import { type Rule, rules } from '../../catalogue/rules.js';
import { wrap } from '../../report/width.js';
import { cellOf, differenceOf } from '../../run/configurations.js';
import { configurationNamed, namesConfiguration } from '../../run/named-configuration.js';
import { usageError } from '../../run/usage-error.js';
import { didYouMean } from '../../scenario/language/suggest.js';
import { columnsOf } from '../streams.js';
import { stackLines } from './explain-stack.js';

/** A paragraph is easier to read if its lines are not long. */
const columnsMax = 92;

/** @param word - the id or the name of a rule, or a stack: `frontend/cache[@key=value,...]` */
export async function explainCommand(word: string): Promise<number> {
  const columns = Math.min(columnsOf(process.stdout), columnsMax);
  const lines = namesConfiguration(word)
    ? configurationLines(word, columns)
    : explanation(ruleNamed(word), columns);
  process.stdout.write(`${lines.join('\n')}\n`);
  return 0;
}

function configurationLines(word: string, columns: number): readonly string[] {
  const configuration = configurationNamed(word, defaultProfile);
  const name = cellOf(configuration) + differenceOf(configuration, defaultProfile);
  return stackLines(name, explainStack(configuration), columns);
}

function ruleNamed(word: string): Rule {
  const wanted = word.toLowerCase();
  const rule = rules.find(({ id, name }) => id.toLowerCase() === wanted || name === wanted);
  if (rule !== undefined) return rule;
  const frontend = frontends.find(({ id }) => id === wanted);
  if (frontend !== undefined) {
    const help = `a stack is frontend/cache, such as \`${frontend.id}/writeback\``;
    throw usageError(`\`${word}\` is a frontend, not a rule or a stack`, help);
  }
  const names = rules.flatMap(({ id, name }) => [id, name]);
  throw usageError(`unknown rule \`${word}\``, didYouMean(word, names));
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
