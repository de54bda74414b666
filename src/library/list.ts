import { usageError } from '../run/usage-error.js';
import { didYouMean } from '../scenario/language/suggest.js';
import { type TopicRow, topics } from './topics.js';

/** of-stacks.ts says what it does, and loads it. */
export async function list(topic: string): Promise<readonly TopicRow[]> {
  const found = topics.find(({ name }) => name === topic);
  if (found !== undefined) return found.rows();
  const names = topics.map(({ name }) => name);
  throw usageError(`there is no topic \`${topic}\``, didYouMean(String(topic), names));
}
