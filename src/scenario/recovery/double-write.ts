import type { RecoverySpec, Script } from '../../model/script.js';
import { createIndex, type DoubleWriteIndex } from './double-write-index.js';
import { judgeDoubleWrite } from './judge-double-write.js';
import {
  beginRepair,
  nextRepair,
  type PageRepair,
  type RepairedPage,
  resumeRepair,
} from './page-repair.js';
import type { Recovery, RecoveryStep } from './recovery.js';

export type DoubleWriteState = { readonly phase: 'pages' } | PageRepair;

function next(
  index: DoubleWriteIndex,
  state: DoubleWriteState,
): RecoveryStep<DoubleWriteState, RepairedPage> {
  if (state.phase === 'pages') {
    return { kind: 'each', states: index.pages.map((_, page) => beginRepair(page)) };
  }
  const { page, held, newest } = state;
  return nextRepair(index, state) ?? { kind: 'done', outcome: { page, held, newest } };
}

/** Takes each page if it is whole, and otherwise the newest whole copy of it in the buffer. */
export function doubleWrite(
  script: Script,
  spec: Extract<RecoverySpec, { kind: 'double-write' }>,
): Recovery<DoubleWriteState, RepairedPage> {
  const index = createIndex(script, spec);
  return {
    start: () => ({ phase: 'pages' }),
    next: (state) => next(index, state),
    resume: (state, answer) =>
      state.phase === 'pages' ? state : resumeRepair(index, state, answer),
    judge: (outcome, acknowledged, excluded) =>
      judgeDoubleWrite(index, outcome, acknowledged, excluded),
  };
}
