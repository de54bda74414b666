import { inert } from '../../report/inert.js';
import { wrap } from '../../report/width.js';
import { usageError } from '../../run/usage-error.js';
import { didYouMean } from '../../scenario/language/suggest.js';
import type { ListFlags } from '../program.js';
import { columnsOf } from '../streams.js';
import { type Topic, type TopicRow, topics } from '../topics.js';

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
  process.stdout.write(json ? jsonOf(lists) : textOf(lists));
  return 0;
}

type Lists = readonly (Omit<Topic, 'rows'> & { readonly rows: readonly TopicRow[] })[];

function jsonOf(chosen: Lists): string {
  const lists = Object.fromEntries(chosen.map(({ name, rows }) => [name, rows]));
  return `${JSON.stringify({ schemaVersion: 1, ...lists }, null, 2)}\n`;
}

function textOf(chosen: Lists): string {
  const columns = columnsOf(process.stdout);
  const blocks = chosen.map(({ name, takenBy, rows }) => {
    const width = Math.max(...rows.map(({ id }) => id.length));
    return [`${name} (${takenBy})`, ...rows.flatMap((row) => rowLines(row, width, columns))];
  });
  return `${blocks.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function rowLines({ id, sentence }: TopicRow, width: number, columns: number): readonly string[] {
  const indent = width + 4;
  const [first = '', ...others] = wrap(inert(sentence), columns - indent);
  const start = `  ${id.padEnd(width)}  `;
  return [start + first, ...others.map((line) => ' '.repeat(indent) + line)];
}
