import { ask, type Chooser } from '../../src/stack/choose.js';

/** Longer than any script of a test. */
export const longHeld = 99;

/** Nature holds these back, and is kind about the rest. */
export function holding(
  kind: 'run' | 'dispatch' | 'complete',
  subjects: readonly number[] | 'all' = 'all',
): Chooser {
  return {
    choose: (asked, subject) =>
      asked === ask[kind] && (subjects === 'all' || subjects.includes(subject)) ? longHeld : 0,
  };
}

/** Nature loses what is named `kind subject nth`, and is kind about the rest. */
export function losing(...names: readonly string[]): Chooser {
  const lost = new Set(names);
  const kinds = ['lose', 'lose-mapping', 'overtake'] as const;
  return {
    choose: (asked, subject, nth) =>
      kinds.some((kind) => asked === ask[kind] && lost.has(`${kind} ${subject} ${nth}`)) ? 1 : 0,
  };
}
