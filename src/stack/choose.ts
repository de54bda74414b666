import { choiceKinds } from '../model/choice.js';

/** Small integers for the hot path; their order is that of `choiceKinds`. */
export const ask = Object.fromEntries(choiceKinds.map((kind, index) => [kind, index])) as Record<
  (typeof choiceKinds)[number],
  number
>;

/** Answers for nature. Every question so far has two answers; 0 is the kind one. */
export interface Chooser {
  choose(kind: number, subject: number, nth: number): number;
}

export const kindChooser: Chooser = { choose: () => 0 };
