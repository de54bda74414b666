import type { Operation, RecoverySpec, Script } from '../../model/script.js';
import { judgeManifest } from './judge-manifest.js';
import {
  editAfter,
  firstEdit,
  heldByTables,
  type ManifestIndex,
  manifestIndex,
  type Opened,
  type Reopened,
  tablesOf,
} from './manifest-index.js';
import type { Answer, Recovery, RecoveryStep } from './recovery.js';
import { type Part, partOf } from './script-index.js';

export type ManifestOutcome =
  /** CURRENT names a manifest whose first record is not whole. */
  | ({ readonly kind: 'unreadable'; readonly part: Part } & Opened)
  /** The manifest refers to a table that is not whole. */
  | ({ readonly kind: 'table'; readonly table: Operation } & Opened)
  /** The log ended: how many of its transactions recovery has, and the part that is not whole. */
  | ({ readonly kind: 'log'; readonly replayed: number; readonly end: Part } & Opened)
  | { readonly kind: 'fine' };

export type ManifestState =
  | { readonly phase: 'current' }
  /** `part` of the edit after `edits` is looked at. */
  | ({ readonly phase: 'edit'; readonly part: number } & Opened)
  | ({ readonly phase: 'opened' } & Opened)
  | ({ readonly phase: 'table'; readonly table: Operation } & Opened)
  | ({ readonly phase: 'log'; readonly replayed: number; readonly part: number } & Opened)
  | { readonly phase: 'done'; readonly outcome: ManifestOutcome };

type Step = RecoveryStep<ManifestState, ManifestOutcome>;

const fine: ManifestState = { phase: 'done', outcome: { kind: 'fine' } };

function next(index: ManifestIndex, state: ManifestState): Step {
  switch (state.phase) {
    case 'current':
      return { kind: 'read', lba: index.currentLba };
    case 'edit': {
      const part = editAfter(index, state)?.[state.part];
      if (part === undefined) return { kind: 'each', states: afterManifest(index, state) };
      return { kind: 'verify', extent: part.extent, version: part.version };
    }
    case 'opened':
      return { kind: 'each', states: afterManifest(index, state) };
    case 'table':
      return { kind: 'verify', extent: partOf(state.table).extent, version: state.table.id };
    case 'log': {
      const part = index.log.parts[state.replayed]?.[state.part];
      if (part === undefined) return { kind: 'done', outcome: { kind: 'fine' } };
      return { kind: 'verify', extent: part.extent, version: part.version };
    }
    case 'done':
      return { kind: 'done', outcome: state.outcome };
  }
}

/** Each table in use by itself, and the log from where the tables end. */
function afterManifest(index: ManifestIndex, { current, edits }: Opened): ManifestState[] {
  const opened = { current, edits };
  const tables = tablesOf(index, opened).map(
    (table) => ({ phase: 'table', ...opened, table }) as const,
  );
  return [{ phase: 'log', ...opened, replayed: heldByTables(index, opened), part: 0 }, ...tables];
}

function resumeEdit(
  index: ManifestIndex,
  state: Extract<ManifestState, { phase: 'edit' }>,
  whole: boolean,
): ManifestState {
  const { current, edits, part } = state;
  const parts = editAfter(index, state) ?? [];
  if (whole) {
    const isLast = part + 1 >= parts.length;
    return { ...state, edits: isLast ? edits + 1 : edits, part: isLast ? 0 : part + 1 };
  }
  const missing = parts[part];
  if (edits > firstEdit(index, current) || missing === undefined)
    return { phase: 'opened', current, edits };
  return { phase: 'done', outcome: { kind: 'unreadable', current, edits, part: missing } };
}

function resumeLog(
  { log }: ManifestIndex,
  state: Extract<ManifestState, { phase: 'log' }>,
  whole: boolean,
): ManifestState {
  const { current, edits, replayed, part } = state;
  const parts = log.parts[replayed] ?? [];
  const end = parts[part];
  if (!whole && end !== undefined)
    return { phase: 'done', outcome: { kind: 'log', current, edits, replayed, end } };
  const isLast = part + 1 >= parts.length;
  return { ...state, replayed: isLast ? replayed + 1 : replayed, part: isLast ? 0 : part + 1 };
}

function resume(index: ManifestIndex, state: ManifestState, answer: Answer): ManifestState {
  switch (state.phase) {
    case 'current': {
      const current = Number(answer);
      // No CURRENT: there is no manifest yet, and so there are no tables.
      if (current === 0) return { phase: 'opened', current, edits: 0 };
      return { phase: 'edit', current, edits: firstEdit(index, current), part: 0 };
    }
    case 'edit':
      return resumeEdit(index, state, answer === true);
    case 'table': {
      if (answer === true) return fine;
      const { current, edits, table } = state;
      return { phase: 'done', outcome: { kind: 'table', current, edits, table } };
    }
    case 'log':
      return resumeLog(index, state, answer === true);
    default:
      return state;
  }
}

/**
 * CURRENT names a manifest, whose records are read until one is not whole. They say which tables
 * there are, which must be whole, and from where on the log is replayed.
 */
export function manifest(
  script: Script,
  spec: Extract<RecoverySpec, { kind: 'manifest' }>,
  reopened: Reopened | null = null,
): Recovery<ManifestState, ManifestOutcome> {
  const index = manifestIndex(script, spec, reopened);
  return {
    start: () => ({ phase: 'current' }),
    next: (state) => next(index, state),
    resume: (state, answer) => resume(index, state, answer),
    judge: (outcome, acknowledged, excluded) =>
      judgeManifest(index, outcome, acknowledged, excluded),
  };
}
