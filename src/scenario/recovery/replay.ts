import type { Lba, VersionId } from '../../model/script.js';
import {
  type Block,
  type Misplaced,
  type Scan,
  type ScanLimits,
  scanNext,
  scanResume,
  scanStart,
} from './in-place.js';
import type { Answer, RecoveryStep } from './recovery.js';
import type { Part } from './script-index.js';

/** What a replay of a log, or of a journal, needs to know about the script. */
export interface ReplayIndex {
  /** The sector that names the last checkpoint; -1 for none. */
  readonly headerLba: Lba | -1;
  /** By rank - 1: what a transaction left in the log. */
  readonly transactions: readonly (readonly Part[])[];
  /** How many of the parts recovery can tell to be whole; the rest it takes as they are. */
  readonly checkedParts: number;
  readonly blocks: readonly Block[];
  /** By operation id. */
  readonly ranks: Int32Array;
}

/** A part that is not there, although recovery took its transaction for complete. */
export interface Garbage {
  readonly rank: number;
  readonly part: Part;
}

export interface ReplayOutcome {
  /** The write that the header shows; 0 for none. */
  readonly checkpoint: VersionId;
  /** Rank of the last transaction that recovery has. */
  readonly replayed: number;
  /** Where the replay ended: the part that was not whole. */
  readonly end: Part | null;
  readonly garbage: Garbage | null;
  readonly stale: Misplaced | null;
  readonly ahead: Misplaced | null;
}

export interface ReplayState {
  readonly phase: 'header' | 'log';
  readonly checkpoint: VersionId;
  readonly replayed: number;
  /** Which part of the transaction after `replayed` is looked at. */
  readonly part: number;
  readonly end: Part | null;
  readonly garbage: Garbage | null;
  readonly scan: Scan;
}

export function startReplay({ headerLba }: ReplayIndex): ReplayState {
  return {
    phase: headerLba === -1 ? 'log' : 'header',
    checkpoint: 0,
    replayed: 0,
    part: 0,
    end: null,
    garbage: null,
    scan: scanStart,
  };
}

function limitsOf({ replayed, checkpoint }: ReplayState): ScanLimits {
  return { rank: replayed, checkpoint };
}

function outcomeOf({ checkpoint, replayed, end, garbage, scan }: ReplayState): ReplayOutcome {
  return { checkpoint, replayed, end, garbage, stale: scan.stale, ahead: scan.ahead };
}

/** The part to look at; null where the log ends, whether it was cut short or not. */
function partAt(index: ReplayIndex, state: ReplayState): Part | null {
  if (state.end !== null) return null;
  return index.transactions[state.replayed]?.[state.part] ?? null;
}

export function nextReplay(index: ReplayIndex, state: ReplayState): RecoveryStep<ReplayOutcome> {
  if (state.phase === 'header') return { kind: 'read', lba: index.headerLba };
  const part = partAt(index, state);
  if (part !== null) return { kind: 'verify', extent: part.extent, version: part.version };
  const step = scanNext(index.blocks, state.scan, limitsOf(state));
  return step ?? { kind: 'done', outcome: outcomeOf(state) };
}

function resumeHeader(index: ReplayIndex, state: ReplayState, checkpoint: VersionId): ReplayState {
  return { ...state, phase: 'log', checkpoint, replayed: index.ranks[checkpoint] ?? 0 };
}

/** Written out, here and in the other recoveries' hottest steps: a spread costs many times more. */
function resumeLog(
  index: ReplayIndex,
  { checkpoint, replayed, part, garbage, scan }: ReplayState,
  looked: Part,
  whole: boolean,
): ReplayState {
  if (!whole && part < index.checkedParts) {
    return { phase: 'log', checkpoint, replayed, part, end: looked, garbage, scan };
  }
  const isLast = part + 1 === index.transactions[replayed]?.length;
  return {
    phase: 'log',
    checkpoint,
    replayed: isLast ? replayed + 1 : replayed,
    part: isLast ? 0 : part + 1,
    end: null,
    garbage: whole ? garbage : (garbage ?? { rank: replayed + 1, part: looked }),
    scan,
  };
}

export function resumeReplay(index: ReplayIndex, state: ReplayState, answer: Answer): ReplayState {
  if (state.phase === 'header') return resumeHeader(index, state, Number(answer));
  const part = partAt(index, state);
  if (part !== null) return resumeLog(index, state, part, answer === true);
  const { checkpoint, replayed, end, garbage } = state;
  const scan = scanResume(index.blocks, state.scan, limitsOf(state), answer);
  return { phase: 'log', checkpoint, replayed, part: 0, end, garbage, scan };
}
