import type {
  Extent,
  Lba,
  OperationId,
  RecoverySpec,
  Script,
  VersionId,
} from '../../model/script.js';
import type { Check } from '../checks.js';
import { describe } from '../promises/describe.js';
import { createIndex, type DoubleWriteIndex } from './double-write-index.js';
import { judgeDoubleWrite } from './judge-double-write.js';
import { type Answer, judgeRecovery, type Recovery, type RecoveryStep } from './recovery.js';

/** What a page holds after recovery. */
export interface DoubleWriteOutcome {
  readonly page: number;
  /** -1 for a page that is torn and has no whole copy. */
  readonly held: VersionId | -1;
  /** For a torn page the newest write that one of its sectors shows. */
  readonly newest: VersionId | -1;
}

export interface DoubleWriteState extends DoubleWriteOutcome {
  readonly phase: 'pages' | 'first' | 'whole' | 'copy' | 'copy-whole' | 'sectors' | 'done';
  /** What the first sector of the page, or of the copy, showed. */
  readonly found: VersionId;
  /** Which copy, or which sector, is looked at. */
  readonly position: number;
  /** The newest whole copy, or the newest sector, so far; -1 for none. */
  readonly newest: VersionId | -1;
}

const start: DoubleWriteState = {
  phase: 'pages',
  page: 0,
  found: 0,
  position: 0,
  newest: -1,
  held: -1,
};

/** Where recovery begins with one of the pages. */
export function firstOf(page: number): DoubleWriteState {
  return { ...start, phase: 'first', page };
}

type Step = RecoveryStep<DoubleWriteState, DoubleWriteOutcome>;

function next({ pages }: DoubleWriteIndex, state: DoubleWriteState): Step {
  const { phase, page, found, position } = state;
  if (phase === 'pages') {
    const states = pages.map((_, page) => firstOf(page));
    return { kind: 'each', states };
  }
  const extent = extentOf(pages[page]);
  const copy = pages[page]?.copies[position] ?? extent;
  switch (phase) {
    case 'first':
      return { kind: 'read', lba: extent.lba };
    case 'whole':
      return { kind: 'verify', extent, version: found };
    case 'copy':
      return { kind: 'read', lba: copy.lba };
    case 'copy-whole':
      return { kind: 'verify', extent: copy, version: found };
    case 'sectors':
      return { kind: 'read', lba: extent.lba + position };
    case 'done':
      return { kind: 'done', outcome: { page, held: state.held, newest: state.newest } };
  }
}

function extentOf(page: DoubleWriteIndex['pages'][number] | undefined): Extent {
  if (page === undefined) throw new RangeError('there is no such page');
  return page.extent;
}

function holding(state: DoubleWriteState, held: VersionId): DoubleWriteState {
  return { ...state, phase: 'done', held };
}

/** Goes to the next copy of a torn page; past the last, takes the newest whole one. */
function goToCopy(
  { pages }: DoubleWriteIndex,
  state: DoubleWriteState,
  position: number,
): DoubleWriteState {
  if (position < (pages[state.page]?.copies.length ?? 0)) {
    return { ...state, phase: 'copy', position };
  }
  if (state.newest !== -1) return holding(state, state.newest);
  return { ...state, phase: 'sectors', position: 0 };
}

function resumeCopy(
  index: DoubleWriteIndex,
  state: DoubleWriteState,
  found: VersionId,
): DoubleWriteState {
  const write = index.copyOf[found] ?? 0;
  const isOurs = write !== 0 && index.pageOf[write] === state.page;
  if (isOurs) return { ...state, phase: 'copy-whole', found };
  return goToCopy(index, state, state.position + 1);
}

function resumeSector(
  { pages }: DoubleWriteIndex,
  state: DoubleWriteState,
  found: VersionId,
): DoubleWriteState {
  const newest = Math.max(state.newest, found);
  const position = state.position + 1;
  const isLast = position >= extentOf(pages[state.page]).sectorCount;
  return isLast ? { ...state, phase: 'done', newest } : { ...state, newest, position };
}

function resume(
  index: DoubleWriteIndex,
  state: DoubleWriteState,
  answer: Answer,
): DoubleWriteState {
  switch (state.phase) {
    case 'first':
      return { ...state, phase: 'whole', found: Number(answer) };
    case 'whole':
      return answer === true ? holding(state, state.found) : goToCopy(index, state, 0);
    case 'copy':
      return resumeCopy(index, state, Number(answer));
    case 'copy-whole': {
      const write = answer === true ? (index.copyOf[state.found] ?? 0) : -1;
      const newest = Math.max(state.newest, write);
      return goToCopy(index, { ...state, newest }, state.position + 1);
    }
    case 'sectors':
      return resumeSector(index, state, Number(answer));
    default:
      return state;
  }
}

/** Each of these pages must go on holding this, or something later, once it was served. */
export function servedPages(
  script: Script,
  spec: Extract<RecoverySpec, { kind: 'double-write' }>,
  pages: readonly { readonly page: number; readonly held: VersionId }[],
  serve: OperationId,
): Check {
  const recovery = doubleWrite(script, spec);
  const heldOf = new Map(pages.map(({ page, held }) => [page, held]));
  const watching: Recovery<DoubleWriteState, DoubleWriteOutcome> = {
    ...recovery,
    judge(outcome, aftermath, excluded) {
      const held = heldOf.get(outcome.page) ?? 0;
      const isKept = outcome.held === -1 || outcome.held >= held;
      if (excluded.has('lost') || isKept || !aftermath.acknowledged(serve)) return null;
      const [missing, found] = [describe(script, held), describe(script, outcome.held)];
      const effect = `${missing} was served, and after the next recovery the page holds ${found}`;
      const lba = recovery.lbaOf(outcome.page);
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
): Recovery<DoubleWriteState, DoubleWriteOutcome> & { readonly lbaOf: (page: number) => Lba } {
  const index = createIndex(script, spec);
  return {
    start: () => start,
    next: (state) => next(index, state),
    resume: (state, answer) => resume(index, state, answer),
    judge: (outcome, acknowledged, excluded) =>
      judgeDoubleWrite(index, outcome, acknowledged, excluded),
    lbaOf: (page) => extentOf(index.pages[page]).lba,
  };
}
