import type { FaultOrNone } from '../../model/fault.js';
import type { Attempt } from '../attempt.js';
import type { Minimal } from './minimal.js';

/**
 * Remembers what failures were made into. Faults and machines that do the same share an attempt, and
 * ask for it one after the other, each with what tells it apart from those that do not do the same.
 */
export function createMinimals() {
  const known = new WeakMap<Attempt, Map<string, Minimal>>();
  return (attempt: Attempt, key: string, fault: FaultOrNone, make: () => Minimal): Minimal => {
    const ofAttempt = known.get(attempt) ?? new Map<string, Minimal>();
    known.set(attempt, ofAttempt);
    const minimal = ofAttempt.get(key) ?? make();
    ofAttempt.set(key, minimal);
    return { ...minimal, subject: { ...minimal.subject, fault } };
  };
}
