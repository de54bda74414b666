import { choiceKinds } from '../model/choice.js';

/** Small integers for the hot path; their order is that of `choiceKinds`. */
export const ask = Object.fromEntries(choiceKinds.map((kind, index) => [kind, index])) as Record<
  (typeof choiceKinds)[number],
  number
>;

/** Answers for nature; 0 is the kind answer. What the others mean is said at `choiceKinds`. */
export interface Chooser {
  choose(kind: number, subject: number, nth: number): number;
}

export const kindChooser: Chooser = { choose: () => 0 };
