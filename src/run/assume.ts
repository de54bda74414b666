import { type Verdict, verdicts } from '../model/verdict.js';
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

/**
 * Which answer of those that stand for an unknown release counts: the nearest, which is the first, where
 * they agree or it is assumed; else one of the worst. `isDecided`: they agree, or something is assumed.
 *
 * @throws Error where there is none
 */
export function settledAnswer<Answer>(
  assume: Assume,
  answers: readonly Answer[],
  verdictOf: (answer: Answer) => Verdict,
): { readonly answer: Answer; readonly isDecided: boolean } {
  const [nearest] = answers;
  if (nearest === undefined) throw new Error('nothing stands for a machine');
  const found = new Set(answers.map(verdictOf));
  if (assume === 'nearest' || found.size === 1) return { answer: nearest, isDecided: true };
  const worst = verdicts.findLast((verdict) => found.has(verdict));
  const answer = answers.find((each) => verdictOf(each) === worst) ?? nearest;
  return { answer, isDecided: assume === 'worst' };
}
