import { OracleError } from '../../scenario/module/recovery.js';
import type { Chooser } from '../../stack/choose.js';
import { questionOf } from '../choosers.js';

/** Answers that are run through one after the other. Every question about a crash has two. */
export interface Branching extends Chooser {
  readonly answers: number[];
  /** What each of them answers. */
  readonly questions: number[];
  asked: number;
}

/** The first run gives every question the kind answer; `nextAnswers` makes ready for the next. */
export function createBranching(): Branching {
  const branching: Branching = {
    answers: [],
    questions: [],
    asked: 0,
    choose(kind, subject, nth) {
      const { answers, asked, questions } = branching;
      branching.asked += 1;
      const question = questionOf(kind, subject, nth);
      const known = questions[asked];
      if (known !== undefined && known !== question) throw new OracleError(notAgain);
      questions[asked] = question;
      if (asked === answers.length) answers.push(0);
      return answers[asked] ?? 0;
    },
  };
  return branching;
}

/** Whether there is another list of answers; then a run with it may begin. */
export function nextAnswers(branching: Branching): boolean {
  const { answers } = branching;
  branching.asked = 0;
  while (answers.at(-1) === 1) answers.pop();
  branching.questions.length = answers.length;
  if (answers.length === 0) return false;
  answers[answers.length - 1] = 1;
  return true;
}

const notAgain = 'the recovery is not deterministic: run again, it reads something else';

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
