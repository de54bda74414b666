import type { OperationId, RecoverySpec, Script, VersionId } from '../../model/script.js';
import type { Check } from '../checks.js';
import { describe } from '../promises/describe.js';
import { createIndex, type DoubleWriteIndex } from './double-write-index.js';
import { judgeDoubleWrite } from './judge-double-write.js';
import {
  beginRepair,
  nextRepair,
  type PageRepair,
  type RepairedPage,
  resumeRepair,
} from './page-repair.js';
import { judgeRecovery, type Recovery, type RecoveryStep } from './recovery.js';

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

/** Each of these pages must go on holding this, or something later, once it was served. */
export function servedPages(
  script: Script,
  spec: Extract<RecoverySpec, { kind: 'double-write' }>,
  pages: readonly { readonly page: number; readonly held: VersionId }[],
  serve: OperationId,
): Check {
  const recovery = doubleWrite(script, spec);
  const extents = script.regions.find(({ name }) => name === spec.pages)?.extents ?? [];
  const heldOf = new Map(pages.map(({ page, held }) => [page, held]));
  const watching: Recovery<DoubleWriteState, RepairedPage> = {
    ...recovery,
    judge(outcome, aftermath, excluded) {
      const held = heldOf.get(outcome.page) ?? 0;
      const isKept = outcome.held === -1 || outcome.held >= held;
      if (excluded.has('lost') || isKept || !aftermath.acknowledged(serve)) return null;
      const [missing, found] = [describe(script, held), describe(script, outcome.held)];
      const effect = `${missing} was served, and after the next recovery the page holds ${found}`;
      const lba = extents[outcome.page]?.lba ?? 0;
      return { kind: 'lost', victim: held, witness: 0, acknowledge: serve, lba, effect };
    },
  };
  return {
    kinds: ['lost'],
    after: serve,
    settledBy: null,
    judge: (aftermath, excluded) => judgeRecovery(watching, aftermath, excluded),
    lendRecovery: (use) => use(watching),
  };
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
