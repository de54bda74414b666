import { type Verdict, worstOf } from '../model/verdict.js';
import { usageError } from './usage-error.js';

/** The values of --assume, each with what it is. */
export const assumes = [
  {
    id: 'nothing',
    sentence:
      'a version that nobody ran or read is inconclusive where its code decides and those around it differ ' +
      '(the default)',
  },
  { id: 'nearest', sentence: 'such a version is taken for the nearest that was run or read' },
  { id: 'worst', sentence: 'such a version is taken for the worst of those around it' },
] as const;

/**
 * What is taken for granted of a release whose code nobody ran or read: nothing, so that it is judged
 * only where its neighbours agree; that it is as the nearest of them; or as the worst.
 */
export type Assume = (typeof assumes)[number]['id'];

/** @throws UsageError for another word. */
export function assumeOf(word: string): Assume {
  const assume = assumes.find(({ id }) => id === word);
  if (assume !== undefined) return assume.id;
  const ids = assumes.map(({ id }) => id);
  throw usageError(`--assume is one of ${ids.join(', ')}, not \`${word}\``);
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
  return { answer: worstOf(answers, verdictOf) ?? nearest, isDecided: assume === 'worst' };
}
