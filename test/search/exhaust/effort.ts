import type { Exhausted, Limits } from '../../../src/search/exhaust/exhaust.js';

/** What a search may take, counted in what is the same on every machine. */
export interface Effort {
  readonly executionsMax: number;
  /** States of the machine. */
  readonly statesMax: number;
}

const infinite = Number.POSITIVE_INFINITY;
export const unlimited: Effort = { executionsMax: infinite, statesMax: infinite };

/** A search did not end within its effort, so it has nothing to compare. */
export class TooLarge extends Error {}

/** @throws TooLarge where the search does not end */
export function within<Answer extends readonly Pick<Exhausted, 'isComplete'>[]>(
  { executionsMax, statesMax }: Effort,
  search: (limits: Limits) => Answer,
): Answer {
  let states = 0;
  const isOver = () => {
    states += 1;
    return states > statesMax;
  };
  const answer = search({ executionsMax, isOver });
  if (answer.every(({ isComplete }) => isComplete)) return answer;
  throw new TooLarge();
}

/** The differences that come up in so many comparisons, and how many were too large beside them. */
export function compareSmall(wanted: number, difference: () => string) {
  const differences: string[] = [];
  let tooLarge = 0;
  for (let compared = 0; compared < wanted; ) {
    try {
      differences.push(difference());
      compared += 1;
    } catch (error) {
      if (!(error instanceof TooLarge)) throw error;
      tooLarge += 1;
    }
  }
  return { differences: differences.filter((text) => text !== ''), tooLarge };
}
