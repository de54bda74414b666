import type { Extent, Script, VersionId } from '../../model/script.js';
import { loggedVersion } from '../recovery/in-place.js';
import type { RecoveryStep } from '../recovery/recovery.js';
import type { ReplayIndex } from '../recovery/replay.js';
import { writesTo } from '../recovery/script-index.js';
import type { BootSteps, Repair, Rewrite } from './repair.js';

export interface ReplayBootState {
  readonly phase: 'header' | 'log' | 'done' | 'broken';
  readonly checkpoint: VersionId;
  /** Rank of the last transaction that recovery has. */
  readonly replayed: number;
  readonly part: number;
}

/** What the writes to the header, oldest first, say is in place. */
export interface Header {
  readonly extent: Extent | null;
  readonly versions: readonly VersionId[];
}

type Step = RecoveryStep<ReplayBootState, Repair | null>;

/** What is replayed, and how. */
interface ReplayParts {
  readonly index: ReplayIndex;
  readonly transactions: readonly number[];
  /** Where the last checkpoint is; '' for nowhere. */
  readonly headerRegion: string;
  readonly syncs: 'around' | 'after';
}

/**
 * Writes each block of the transactions after the checkpoint once more, in place, and then finishes
 * the last checkpoint that these transactions make up for, if there was one.
 */
export function replayRepair(
  script: Script,
  { index, transactions, headerRegion, syncs }: ReplayParts,
): BootSteps<ReplayBootState> {
  const header = headerOf(script, headerRegion);
  return {
    start: () => ({
      phase: header.extent === null ? 'log' : 'header',
      checkpoint: 0,
      replayed: 0,
      part: 0,
    }),
    next: (state) => synced(next(index, header, transactions, state), syncs),
    resume: (state, answer) => {
      if (state.phase === 'header') {
        const checkpoint = Number(answer);
        return { phase: 'log', checkpoint, replayed: index.ranks[checkpoint] ?? 0, part: 0 };
      }
      return answer === true ? onWhole(index, state) : onBroken(index, state);
    },
  };
}

export function headerOf(script: Script, region: string): Header {
  const extent = script.regions.find(({ name }) => name === region)?.extents[0] ?? null;
  return { extent, versions: writesTo(script, region).map(({ id }) => id) };
}

/** The same repair, with these syncs. */
function synced(step: Step, syncs: Repair['syncs']): Step {
  if (step.kind !== 'done' || step.outcome === null) return step;
  return { ...step, outcome: { ...step.outcome, syncs } };
}

function next(
  index: ReplayIndex,
  header: Header,
  transactions: readonly number[],
  state: ReplayBootState,
): Step {
  if (state.phase === 'header' && header.extent !== null)
    return { kind: 'read', lba: header.extent.lba };
  if (state.phase === 'broken') return { kind: 'done', outcome: null };
  const part = index.transactions[state.replayed]?.[state.part];
  if (state.phase === 'done' || part === undefined)
    return { kind: 'done', outcome: repairOf(index, header, transactions, state) };
  return { kind: 'verify', extent: part.extent, version: part.version };
}

function onWhole({ transactions }: ReplayIndex, state: ReplayBootState): ReplayBootState {
  const isLast = state.part + 1 === transactions[state.replayed]?.length;
  if (!isLast) return { ...state, part: state.part + 1 };
  return { ...state, replayed: state.replayed + 1, part: 0 };
}

/** A part that recovery cannot tell to be whole and takes as it is makes nonsense of its block. */
function onBroken({ checkedParts }: ReplayIndex, state: ReplayBootState): ReplayBootState {
  return { ...state, phase: state.part < checkedParts ? 'done' : 'broken' };
}

function repairOf(
  { blocks, ranks }: ReplayIndex,
  header: Header,
  transactions: readonly number[],
  { checkpoint, replayed }: ReplayBootState,
): Repair {
  const from = ranks[checkpoint] ?? 0;
  const redone = blocks
    .map((block) => ({ extent: block.extent, version: loggedVersion(block, replayed) }))
    .filter(({ version }) => version !== 0 && (ranks[version] ?? 0) > from);
  const stages = [redone, checkpointAfter(header, ranks, from, replayed)];
  return {
    stages: stages.filter((stage) => stage.length > 0),
    syncs: 'around',
    served: { kind: 'transaction', transaction: transactions[replayed - 1] ?? 0 },
  };
}

/** The last checkpoint that the transactions of these ranks make up for, if there was one. */
export function checkpointAfter(
  { extent, versions }: Header,
  ranks: Int32Array,
  from: number,
  replayed: number,
): readonly Rewrite[] {
  const version = versions.findLast((each) => {
    const rank = ranks[each] ?? 0;
    return rank > from && rank <= replayed;
  });
  return version === undefined || extent === null ? [] : [{ extent, version }];
}
