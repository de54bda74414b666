import type { Draw } from './evaluate.js';

/** Everything random in the operation that is emitted next comes out of that operation's draw. */
export interface Draws {
  readonly draw: Draw;
  /** The next operation begins; what is left of the last draw is dropped. */
  readonly advance: () => void;
}

/**
 * A draw is a number whose digits are the answers, least significant first; the base of each digit
 * is how many answers there are. A draw that is used up, or not there, answers 0.
 */
export function createDraws(draws: readonly number[]): Draws {
  let index = 0;
  let rest = draws[0] ?? 0;
  return {
    draw: (radix) => {
      const digit = rest % radix;
      rest = (rest - digit) / radix;
      return digit;
    },
    advance: () => {
      index += 1;
      rest = draws[index] ?? 0;
    },
  };
}
