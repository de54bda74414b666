import type { Chooser } from '../../stack/choose.js';

/** Answers that are run through one after the other. Every question about a crash has two. */
export interface Branching extends Chooser {
  readonly answers: number[];
  asked: number;
}

/** The first run gives every question the kind answer; `nextAnswers` makes ready for the next. */
export function createBranching(): Branching {
  const branching: Branching = {
    answers: [],
    asked: 0,
    choose() {
      const answer = branching.answers[branching.asked] ?? 0;
      if (branching.asked === branching.answers.length) branching.answers.push(0);
      branching.asked += 1;
      return answer;
    },
  };
  return branching;
}

/** Whether there is another list of answers; then a run with it may begin. */
export function nextAnswers(branching: Branching): boolean {
  const { answers } = branching;
  branching.asked = 0;
  while (answers.at(-1) === 1) answers.pop();
  if (answers.length === 0) return false;
  answers[answers.length - 1] = 1;
  return true;
}

/** A chooser that hands on to whichever is wanted at the moment. */
export interface SwitchedChooser extends Chooser {
  to: Chooser;
}

export function createSwitch(first: Chooser): SwitchedChooser {
  const switched: SwitchedChooser = {
    to: first,
    choose: (kind, subject, nth) => switched.to.choose(kind, subject, nth),
  };
  return switched;
}
