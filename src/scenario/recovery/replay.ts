import type { Lba, VersionId } from '../../model/script.js';
import type { DoubleWriteIndex } from './double-write-index.js';
import {
  type Block,
  type BlockLimits,
  loggedVersion,
  type Placement,
  placementOf,
} from './in-place.js';
import { beginRepair, nextRepair, type PageRepair, resumeRepair } from './page-repair.js';
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
  /** How blocks that must be whole are mended; null where the log holds whole blocks. */
  readonly copies: DoubleWriteIndex | null;
}

/** The index, and the transactions that its ranks count. */
export interface IndexedReplay {
  readonly index: ReplayIndex;
  readonly transactions: readonly number[];
}

/** What the log came to. */
interface Log {
  /** The write that the header shows; 0 for none. */
  readonly checkpoint: VersionId;
  /** Rank of the last transaction that recovery has. */
  readonly replayed: number;
  /** Where the replay ended: the part that was not whole. */
  readonly end: Part | null;
}

export type LogReplay =
  | ({ readonly kind: 'log' } & Log)
  /** A part that is not there, although recovery took its transaction for complete. */
  | { readonly kind: 'garbage'; readonly rank: number; readonly part: Part }
  /** A sector of a block that is not what it must be. */
  | ({
      readonly kind: 'sector';
      readonly lba: Lba;
      readonly found: VersionId;
      readonly placement: Placement;
    } & Log)
  /** A block that must be whole, as it was found or mended. */
  | ({
      readonly kind: 'page';
      readonly page: PageRepair;
      readonly placement: Placement;
    } & Log)
  | { readonly kind: 'fine' };

export type ReplayState =
  | { readonly phase: 'header' }
  /** `part` of the transaction after `replayed` is looked at. */
  | ({ readonly phase: 'log'; readonly part: number } & Log)
  | ({ readonly phase: 'ended' } & Log)
  /** A part that recovery takes as it is. */
  | { readonly phase: 'unchecked'; readonly rank: number; readonly part: Part }
  | ({ readonly phase: 'block'; readonly block: number } & Log)
  /** The block is not wholly what was last logged: its sectors are looked at one by one. */
  | ({ readonly phase: 'mixed'; readonly block: number } & Log)
  | ({ readonly phase: 'sector'; readonly block: number; readonly sector: number } & Log)
  /** The block must be whole, and is mended if it is not. */
  | ({ readonly phase: 'repair'; readonly page: PageRepair } & Log)
  | { readonly phase: 'done'; readonly outcome: LogReplay };

type Step = RecoveryStep<ReplayState, LogReplay>;

const fine: ReplayState = { phase: 'done', outcome: { kind: 'fine' } };

export function startReplay({ headerLba }: ReplayIndex): ReplayState {
  if (headerLba !== -1) return { phase: 'header' };
  return { phase: 'log', checkpoint: 0, replayed: 0, end: null, part: 0 };
}

export function nextReplay(index: ReplayIndex, state: ReplayState): Step {
  switch (state.phase) {
    case 'header':
      return { kind: 'read', lba: index.headerLba };
    case 'log':
      return nextInLog(index, state);
    case 'ended':
      return { kind: 'each', states: afterLog(index, state) };
    case 'unchecked':
      return { kind: 'verify', extent: state.part.extent, version: state.part.version };
    case 'block': {
      const block = blockAt(index, state.block);
      const version = loggedVersion(block, state.replayed);
      return { kind: 'verify', extent: block.extent, version };
    }
    case 'mixed': {
      const { sectorCount } = blockAt(index, state.block).extent;
      const states = Array.from({ length: sectorCount }, (_, sector) => sectorOf(state, sector));
      return { kind: 'each', states };
    }
    case 'sector':
      return { kind: 'read', lba: blockAt(index, state.block).extent.lba + state.sector };
    case 'repair':
      return nextInRepair(index, state);
    case 'done':
      return { kind: 'done', outcome: state.outcome };
  }
}

/** A page that is given up has no version, and no place in the log. */
function nextInRepair(index: ReplayIndex, { checkpoint, replayed, end, page }: InRepair): Step {
  const question = index.copies === null ? null : nextRepair(index.copies, page);
  if (question?.kind === 'each') {
    const states = question.states.map(
      (each) => ({ phase: 'repair', page: each, checkpoint, replayed, end }) as const,
    );
    return { kind: 'each', states, finds: question.finds };
  }
  if (question !== null) return question;
  const limits = limitsOf(index, checkpoint, replayed);
  const placement: Placement =
    page.held === -1 ? { kind: 'fine' } : placementOf(blockAt(index, page.page), limits, page.held);
  return { kind: 'done', outcome: { kind: 'page', page, placement, checkpoint, replayed, end } };
}

type InRepair = Extract<ReplayState, { phase: 'repair' }>;
type InLog = Extract<ReplayState, { phase: 'log' }>;
type InSector = Extract<ReplayState, { phase: 'sector' }>;

function nextInLog(index: ReplayIndex, state: InLog): Step {
  const parts = index.transactions[state.replayed];
  const part = parts?.[state.part];
  if (part === undefined) return { kind: 'each', states: afterLog(index, state) };
  if (state.part < index.checkedParts)
    return { kind: 'verify', extent: part.extent, version: part.version };
  const { checkpoint, replayed, end } = state;
  const rest = (parts ?? []).slice(state.part);
  const unchecked = rest.map(
    (each) => ({ phase: 'unchecked', rank: replayed + 1, part: each }) as const,
  );
  const on: ReplayState = { phase: 'log', checkpoint, replayed: replayed + 1, end, part: 0 };
  return { kind: 'each', states: [...unchecked, on] };
}

/** What the log holds is known: its own outcome, and each block by itself. */
function afterLog({ blocks }: ReplayIndex, { checkpoint, replayed, end }: Log): ReplayState[] {
  const log = { checkpoint, replayed, end };
  const states: ReplayState[] = [{ phase: 'done', outcome: { kind: 'log', ...log } }];
  for (let block = 0; block < blocks.length; block += 1)
    states.push({ phase: 'block', checkpoint, replayed, end, block });
  return states;
}

function limitsOf({ ranks }: ReplayIndex, checkpoint: VersionId, replayed: number): BlockLimits {
  return { rank: replayed, checkpoint, checkpointRank: ranks[checkpoint] ?? 0 };
}

function sectorOf(
  { checkpoint, replayed, end, block }: Omit<InSector, 'sector' | 'phase'>,
  sector: number,
): InSector {
  return { phase: 'sector', checkpoint, replayed, end, block, sector };
}

function blockAt({ blocks }: ReplayIndex, at: number): Block {
  const block = blocks[at];
  if (block === undefined) throw new RangeError(`there is no block ${at}`);
  return block;
}

export function resumeReplay(index: ReplayIndex, state: ReplayState, answer: Answer): ReplayState {
  switch (state.phase) {
    case 'header': {
      const checkpoint = Number(answer);
      const replayed = index.ranks[checkpoint] ?? 0;
      return { phase: 'log', checkpoint, replayed, end: null, part: 0 };
    }
    case 'log':
      return resumeLog(index, state, answer === true);
    case 'unchecked':
      if (answer === true) return fine;
      return { phase: 'done', outcome: { kind: 'garbage', rank: state.rank, part: state.part } };
    case 'block':
      return answer === true ? fine : unlogged(index, state);
    case 'repair':
      if (index.copies === null) return state;
      return { ...state, page: resumeRepair(index.copies, state.page, answer) };
    case 'sector':
      return resumeSector(index, state, Number(answer));
    default:
      return state;
  }
}

type InBlock = Extract<ReplayState, { phase: 'block' }>;

/** The block is not wholly what was last logged. */
function unlogged({ copies }: ReplayIndex, state: InBlock): ReplayState {
  if (copies === null) return { ...state, phase: 'mixed' };
  const { checkpoint, replayed, end, block } = state;
  return { phase: 'repair', page: beginRepair(block), checkpoint, replayed, end };
}

/** Written out, here and in the other recoveries' hottest steps: a spread costs many times more. */
function resumeLog(index: ReplayIndex, state: InLog, whole: boolean): ReplayState {
  const { checkpoint, replayed, end, part } = state;
  const parts = index.transactions[replayed];
  if (!whole) return { phase: 'ended', checkpoint, replayed, end: parts?.[part] ?? null };
  const isLast = part + 1 === parts?.length;
  return {
    phase: 'log',
    checkpoint,
    replayed: isLast ? replayed + 1 : replayed,
    end,
    part: isLast ? 0 : part + 1,
  };
}

function resumeSector(index: ReplayIndex, state: InSector, found: VersionId): ReplayState {
  const { checkpoint, replayed, end, sector } = state;
  const block = blockAt(index, state.block);
  const placement = placementOf(block, limitsOf(index, checkpoint, replayed), found);
  if (placement.kind === 'fine') return fine;
  const lba = block.extent.lba + sector;
  const outcome: LogReplay = {
    kind: 'sector',
    lba,
    found,
    placement,
    checkpoint,
    replayed,
    end,
  };
  return { phase: 'done', outcome };
}
