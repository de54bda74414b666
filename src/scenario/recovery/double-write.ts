import type { RecoverySpec, Script, VersionId } from '../../model/script.js';
import { createIndex, type DoubleWriteIndex } from './double-write-index.js';
import { judgeDoubleWrite } from './judge-double-write.js';
import type { Answer, Recovery, RecoveryStep } from './recovery.js';

/** A page that is torn and has no whole copy. */
export interface TornPage {
  readonly page: number;
  /** The newest write that one of its sectors shows. */
  readonly newest: VersionId;
}

export interface DoubleWriteOutcome {
  /** By page: the write that it holds after recovery; -1 for a torn one. */
  readonly pages: readonly (VersionId | -1)[];
  readonly torn: TornPage | null;
}

/** The page looked at is number `pages.length`. */
export interface DoubleWriteState extends DoubleWriteOutcome {
  readonly phase: 'first' | 'whole' | 'copy' | 'copy-whole' | 'sectors';
  /** What the first sector of the page, or of the copy, showed. */
  readonly found: VersionId;
  /** Which copy, or which sector, is looked at. */
  readonly position: number;
  /** The newest whole copy, or the newest sector, so far; -1 for none. */
  readonly newest: VersionId | -1;
}

const start: DoubleWriteState = {
  phase: 'first',
  found: 0,
  position: 0,
  newest: -1,
  pages: [],
  torn: null,
};

function next(
  { pages }: DoubleWriteIndex,
  state: DoubleWriteState,
): RecoveryStep<DoubleWriteOutcome> {
  const page = pages[state.pages.length];
  if (page === undefined)
    return { kind: 'done', outcome: { pages: state.pages, torn: state.torn } };
  const copy = page.copies[state.position] ?? page.extent;
  switch (state.phase) {
    case 'first':
      return { kind: 'read', lba: page.extent.lba };
    case 'whole':
      return { kind: 'verify', extent: page.extent, version: state.found };
    case 'copy':
      return { kind: 'read', lba: copy.lba };
    case 'copy-whole':
      return { kind: 'verify', extent: copy, version: state.found };
    case 'sectors':
      return { kind: 'read', lba: page.extent.lba + state.position };
  }
}

function decided({ pages, torn }: DoubleWriteState, page: VersionId): DoubleWriteState {
  return { phase: 'first', found: 0, position: 0, newest: -1, pages: [...pages, page], torn };
}

/** Goes to the next copy of a torn page; past the last, takes the newest whole one. */
function goToCopy(
  index: DoubleWriteIndex,
  state: DoubleWriteState,
  position: number,
): DoubleWriteState {
  const copyCount = index.pages[state.pages.length]?.copies.length ?? 0;
  if (position < copyCount) return { ...state, phase: 'copy', position };
  if (state.newest !== -1) return decided(state, state.newest);
  return { ...state, phase: 'sectors', position: 0 };
}

function resumeCopy(index: DoubleWriteIndex, state: DoubleWriteState, found: VersionId) {
  const write = index.copyOf[found] ?? 0;
  const isOurs = write !== 0 && index.pageOf[write] === state.pages.length;
  if (isOurs) return { ...state, phase: 'copy-whole' as const, found };
  return goToCopy(index, state, state.position + 1);
}

function resumeSector(index: DoubleWriteIndex, state: DoubleWriteState, found: VersionId) {
  const page = state.pages.length;
  const newest = Math.max(state.newest, found);
  const sectorCount = index.pages[page]?.extent.sectorCount ?? 0;
  if (state.position + 1 < sectorCount) return { ...state, newest, position: state.position + 1 };
  return decided({ ...state, torn: state.torn ?? { page, newest } }, -1);
}

function whole({ pages, torn }: DoubleWriteState, found: VersionId): DoubleWriteState {
  return { phase: 'whole', found, position: 0, newest: -1, pages, torn };
}

function resume(
  index: DoubleWriteIndex,
  state: DoubleWriteState,
  answer: Answer,
): DoubleWriteState {
  switch (state.phase) {
    case 'first':
      return whole(state, Number(answer));
    case 'whole':
      return answer === true ? decided(state, state.found) : goToCopy(index, state, 0);
    case 'copy':
      return resumeCopy(index, state, Number(answer));
    case 'copy-whole': {
      const write = answer === true ? (index.copyOf[state.found] ?? 0) : -1;
      const newest = Math.max(state.newest, write);
      return goToCopy(index, { ...state, newest }, state.position + 1);
    }
    case 'sectors':
      return resumeSector(index, state, Number(answer));
  }
}

/** Takes each page if it is whole, and otherwise the newest whole copy of it in the buffer. */
export function doubleWrite(
  script: Script,
  spec: Extract<RecoverySpec, { kind: 'double-write' }>,
): Recovery<DoubleWriteState, DoubleWriteOutcome> {
  const index = createIndex(script, spec);
  return {
    start: () => start,
    next: (state) => next(index, state),
    resume: (state, answer) => resume(index, state, answer),
    judge: (outcome, acknowledged, excluded) =>
      judgeDoubleWrite(index, outcome, acknowledged, excluded),
  };
}
