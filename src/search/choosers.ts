import { type Choice, choiceKinds } from '../model/choice.js';
import { ask, type Chooser } from '../stack/choose.js';

// Constants of this module, because what is imported is looked up at each use; runs are counted in
// microseconds.
const dispatchQuestion = ask.dispatch;
const completeQuestion = ask.complete;
const runQuestion = ask.run;
const loseQuestion = ask.lose;
const loseMappingQuestion = ask['lose-mapping'];

/**
 * A fate is one generated integer per operation, read as small fields: how many steps its
 * dispatch, its completion and its thread are held back, which of its units and mappings are
 * lost, and whether it is overtaken. 0 is the kind fate, so shrinking is towards it.
 */
export const fateBits = 20;

/** Held back until nothing else can go on; more steps than a run has. */
export const untilForced = 2 ** 29;

/** Mostly not at all; sometimes until nothing else can go on, so that any order can come up. */
const stepsHeld = Int32Array.of(0, 0, 0, 0, 0, 1, 3, untilForced);

/**
 * Answers from fates; an answer does not depend on when it is asked for. `slots` says which fate
 * is an operation's, by its id.
 */
export function fateChooser(fates: ArrayLike<number>, slots: ArrayLike<number>): Chooser {
  return {
    choose(kind, subject, nth) {
      const fate = fates[slots[subject] ?? -1] ?? 0;
      switch (kind) {
        case dispatchQuestion:
          return stepsHeld[fate & 7] ?? 0;
        case completeQuestion:
          return stepsHeld[(fate >> 3) & 7] ?? 0;
        case runQuestion:
          return stepsHeld[(fate >> 6) & 7] ?? 0;
        case loseQuestion:
          return nth < 8 ? (fate >> (9 + nth)) & 1 : scattered((fate >> 9) & 255, nth);
        case loseMappingQuestion:
          return nth < 2 ? (fate >> (17 + nth)) & 1 : scattered((fate >> 9) & 1023, nth);
        default:
          return nth === 0 ? (fate >> 19) & 1 : scattered((fate >> 9) & 2047, nth);
      }
    },
  };
}

/** A subset of any size from a few bits: each `nth` has an answer of its own, none for 0. */
function scattered(field: number, nth: number): number {
  if (field === 0) return 0;
  const mixed = Math.imul(Math.imul(field, 0x9e3779b1) ^ Math.imul(nth, 0x85ebca6b), 0xc2b2ae35);
  return (mixed >>> 17) & 1;
}

export interface RecordingChooser extends Chooser {
  /** The answers that were not kind, in the order of the questions. */
  readonly unkind: Choice[];
}

export function recordingChooser(inner: Chooser): RecordingChooser {
  const unkind: Choice[] = [];
  return {
    unkind,
    choose(kind, subject, nth) {
      const value = inner.choose(kind, subject, nth);
      const name = choiceKinds[kind];
      if (value !== 0 && name !== undefined) unkind.push({ kind: name, subject, nth, value });
      return value;
    },
  };
}

/** Answers from a recorded list; every other question gets the kind answer. */
export function recordedChooser(choices: readonly Choice[]): Chooser {
  const answers = new Map(
    choices.map((choice) => [
      questionOf(ask[choice.kind], choice.subject, choice.nth),
      choice.value,
    ]),
  );
  return { choose: (kind, subject, nth) => answers.get(questionOf(kind, subject, nth)) ?? 0 };
}

/** More units than any write has, and small enough that questions stay exact. */
const nthMax = 2 ** 24;

/** One number for each question. */
export function questionOf(kind: number, subject: number, nth: number): number {
  return (subject * nthMax + nth) * choiceKinds.length + kind;
}
