import { tellingWords } from '../catalogue/cures/telling-values.js';
import { breaks, type JudgedCandidate } from './certain.js';
import { whichNobodySays } from './difference.js';

/**
 * Of what a disk may be, what breaks a rule; '' where all of it does.
 *
 * @param cacheBytes - of a cache that is taken for endless and for none, which no value tells apart; 0 for none
 */
export function conditionOf(
  rule: string,
  judged: readonly JudgedCandidate[],
  cacheBytes: number,
): string {
  if (cacheBytes > 0) return '';
  const breaking = judged.filter((each) => breaks(each, rule));
  const configurationsOf = (some: readonly JudgedCandidate[]) =>
    some.map(({ configuration }) => configuration);
  const words = tellingWords(configurationsOf(breaking), configurationsOf(judged));
  return words === '' ? '' : whichNobodySays(words);
}
