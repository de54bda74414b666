import { type Known, markOf, sourceWords } from '../../catalogue/known.js';
import { type Topic, type TopicRow, topics } from '../../library/topics.js';
import { inert } from '../../report/text/inert.js';
import { wrap } from '../../report/text/width.js';
import { usageError } from '../../run/usage-error.js';
import { didYouMean } from '../../scenario/language/suggest.js';
import type { ListFlags } from '../program.js';
import { columnsOf } from '../streams.js';

/** @param topic - '' for all */
export async function listCommand(topic: string, { json }: ListFlags): Promise<number> {
  const chosen = topics.filter(
    ({ name, besides }) => topic === '' || name === topic || besides === topic,
  );
  if (chosen.length === 0) {
    const names = topics.map(({ name }) => name);
    throw usageError(`unknown topic \`${topic}\``, didYouMean(topic, names));
  }
  const lists = await Promise.all(
    chosen.map(async (each) => ({ ...each, rows: await each.rows() })),
  );
  process.stdout.write(json ? jsonOf(lists) : textOf(lists, topic === '' ? withMark : withSource));
  return 0;
}

type Lists = readonly (Omit<Topic, 'rows'> & { readonly rows: readonly TopicRow[] })[];

function jsonOf(chosen: Lists): string {
  const lists = Object.fromEntries(chosen.map(({ name, rows }) => [name, rows]));
  return `${JSON.stringify({ schemaVersion: 1, ...lists }, null, 2)}\n`;
}

/** How the evidence of a fact is printed: paragraphs of which the first is the sentence. */
type Wording = (sentence: string, row: Known) => readonly string[];

/** Who asks for one topic is told where each fact is known from. */
const withSource: Wording = (sentence, row) => [sentence, `source: ${sourceWords(row)}`];

const withMark: Wording = (sentence, { confidence }) => {
  const mark = markOf(confidence);
  return [mark === '' ? sentence : `${sentence} (${mark})`];
};

function textOf(chosen: Lists, wording: Wording): string {
  const columns = columnsOf(process.stdout);
  const blocks = chosen.map(({ name, takenBy, rows }) => {
    const width = Math.max(...rows.map(({ id }) => id.length));
    return [
      `${name} (${takenBy})`,
      ...rows.flatMap((row) => rowLines(row, wording, width, columns)),
    ];
  });
  return `${blocks.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function isFact(row: TopicRow): row is TopicRow & Known {
  return row.source !== undefined;
}

function rowLines(
  row: TopicRow,
  wording: Wording,
  width: number,
  columns: number,
): readonly string[] {
  const { id, sentence } = row;
  const indent = width + 4;
  const paragraphs = isFact(row) ? wording(sentence, row) : [sentence];
  const [first = '', ...others] = paragraphs.flatMap((text) => wrap(inert(text), columns - indent));
  const start = `  ${id.padEnd(width)}  `;
  return [start + first, ...others.map((line) => ' '.repeat(indent) + line)];
}
