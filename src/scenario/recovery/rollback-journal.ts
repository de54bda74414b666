import type { RecoverySpec, Script } from '../../model/script.js';
import { loggedVersion } from './in-place.js';
import { judgeRollback } from './judge-rollback.js';
import type { Answer, Recovery, RecoveryStep } from './recovery.js';
import {
  type RollbackIndex,
  type RollbackOutcome,
  type RolledBack,
  rollbackIndex,
  savedIn,
} from './rollback-index.js';

export type RollbackState =
  | { readonly phase: 'header' }
  | ({ readonly phase: 'journal' } & RolledBack)
  | ({ readonly phase: 'pages' } & RolledBack)
  | ({ readonly phase: 'page'; readonly page: number } & RolledBack)
  | ({ readonly phase: 'mixed'; readonly page: number } & RolledBack)
  | ({ readonly phase: 'sector'; readonly page: number; readonly sector: number } & RolledBack)
  | { readonly phase: 'done'; readonly outcome: RollbackOutcome };

type Step = RecoveryStep<RollbackState, RollbackOutcome>;

function resultOf({ header, committed, putBack }: RolledBack): RolledBack {
  return { header, committed, putBack };
}

function next(index: RollbackIndex, state: RollbackState): Step {
  switch (state.phase) {
    case 'header':
      return { kind: 'read', lba: index.headerLba };
    case 'journal': {
      const part = savedIn(index, state.header).parts[state.putBack];
      if (part === undefined) return { kind: 'each', states: afterJournal(index, state) };
      return { kind: 'verify', extent: part.extent, version: part.version };
    }
    case 'pages':
      return { kind: 'each', states: afterJournal(index, state) };
    case 'page': {
      const { extent, version } = expectedOf(index, state);
      return { kind: 'verify', extent, version };
    }
    case 'mixed': {
      const { sectorCount } = expectedOf(index, state).extent;
      const states = Array.from(
        { length: sectorCount },
        (_, sector) => ({ ...state, phase: 'sector', sector }) as const,
      );
      return { kind: 'each', states };
    }
    case 'sector':
      return { kind: 'read', lba: expectedOf(index, state).extent.lba + state.sector };
    case 'done':
      return { kind: 'done', outcome: state.outcome };
  }
}

/** The journal's own outcome, and each page that it did not put back by itself. */
function afterJournal(index: RollbackIndex, state: RolledBack): RollbackState[] {
  const result = resultOf(state);
  const putBack = new Set(savedIn(index, state.header).pages.slice(0, state.putBack));
  const pages = [...index.pages.keys()].filter((page) => !putBack.has(page));
  return [
    { phase: 'done', outcome: { kind: 'journal', ...result } },
    ...pages.map((page) => ({ phase: 'page', page, ...result }) as const),
  ];
}

function expectedOf(index: RollbackIndex, state: RolledBack & { readonly page: number }) {
  const block = index.pages[state.page];
  if (block === undefined) throw new RangeError(`there is no page ${state.page}`);
  return { extent: block.extent, version: loggedVersion(block, state.committed) };
}

function resume(index: RollbackIndex, state: RollbackState, answer: Answer): RollbackState {
  switch (state.phase) {
    case 'header': {
      const header = Number(answer);
      const rank = index.ranks[header] ?? 0;
      const committed = index.hot.has(header) ? rank - 1 : rank;
      return { phase: 'journal', header, committed, putBack: 0 };
    }
    case 'journal':
      if (answer !== true) return { ...state, phase: 'pages' };
      return { ...state, putBack: state.putBack + 1 };
    case 'page':
      if (answer !== true) return { ...state, phase: 'mixed' };
      return { phase: 'done', outcome: { kind: 'fine' } };
    case 'sector': {
      const { extent, version: expected } = expectedOf(index, state);
      const found = Number(answer);
      if (found === expected) return { phase: 'done', outcome: { kind: 'fine' } };
      const { page, sector } = state;
      const lba = extent.lba + sector;
      const result = resultOf(state);
      return { phase: 'done', outcome: { kind: 'sector', lba, found, expected, page, ...result } };
    }
    default:
      return state;
  }
}

/** How recovery reads the disk, one step after the other. */
export function rollbackSteps(
  index: RollbackIndex,
): Pick<Recovery<RollbackState, RollbackOutcome>, 'start' | 'next' | 'resume'> {
  return {
    start: () => ({ phase: 'header' }),
    next: (state) => next(index, state),
    resume: (state, answer) => resume(index, state, answer),
  };
}

/**
 * Where the header says so, puts back what the journal saved, page by page until one is not whole.
 * Then the database must hold what was committed before, and nothing else.
 */
export function rollbackJournal(
  script: Script,
  spec: Extract<RecoverySpec, { kind: 'rollback-journal' }>,
): Recovery<RollbackState, RollbackOutcome> {
  const index = rollbackIndex(script, spec);
  return {
    ...rollbackSteps(index),
    judge: (outcome, acknowledged, excluded) =>
      judgeRollback(index, outcome, acknowledged, excluded),
  };
}
