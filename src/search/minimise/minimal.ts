import type { Choice } from '../../model/choice.js';
import type { Attempt, Subject } from '../attempt.js';

/** A failure, as small as it was made so far. */
export interface Minimal {
  readonly subject: Subject;
  readonly attempt: Attempt;
}

/** A smaller failure counts only if it shows the same defect. */
export function isSameDefect(from: Minimal, other: Attempt | null): other is Attempt {
  return other !== null && other.blamed === from.attempt.blamed;
}

/**
 * With fewer unkind choices and the same operations it is as good a story whatever is to blame in it, and
 * the smaller one is told. Only one that blames nothing says less; and of two faults, what the first one
 * left in flight is what is to be shown.
 */
export function isKinder(from: Minimal, other: Attempt | null): other is Attempt {
  if (from.attempt.second !== undefined) return isSameDefect(from, other);
  return other !== null && (other.blamed !== '' || from.attempt.blamed === '');
}

export function isSame(a: Choice, b: Choice): boolean {
  return a.kind === b.kind && a.subject === b.subject && a.nth === b.nth;
}
