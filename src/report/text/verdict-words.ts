import type { Verdict, ViolationKind } from '../../model/verdict.js';
import type { Paint } from './paint.js';

const symbols = { safe: '✓', inconclusive: '?', unsafe: '✗' } as const satisfies Record<
  Verdict,
  string
>;

const brushes = { safe: 'good', inconclusive: 'unsure', unsafe: 'bad' } as const satisfies Record<
  Verdict,
  keyof Paint
>;

/** `✗ lost`: a symbol, and the first kind, or the verdict where there is none. */
export function headline(verdict: Verdict, kinds: readonly ViolationKind[], paint: Paint): string {
  const [first] = kinds;
  const word = verdict === 'unsafe' && first !== undefined ? first : verdict;
  return paint[brushes[verdict]](`${symbols[verdict]} ${word}`);
}
