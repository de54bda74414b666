import { usageError } from './usage-error.js';

const assumes = ['nothing', 'nearest', 'worst'] as const;
/**
 * What is taken for granted of a release whose code nobody ran or read: nothing, so that it is judged
 * only where its neighbours agree; that it is as the nearest of them; or as the worst.
 */
export type Assume = (typeof assumes)[number];

/** @throws UsageError for another word. */
export function assumeOf(word: string): Assume {
  const assume = assumes.find((each) => each === word);
  if (assume !== undefined) return assume;
  throw usageError(`--assume is one of ${assumes.join(', ')}, not \`${word}\``);
}
