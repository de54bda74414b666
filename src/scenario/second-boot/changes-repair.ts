import type { Lba, RecoverySpec, Script, VersionId } from '../../model/script.js';
import { createIndex, type DoubleWriteIndex } from '../recovery/double-write-index.js';
import { loggedVersion } from '../recovery/in-place.js';
import type { ReplayIndex } from '../recovery/replay.js';
import { logIndex } from '../recovery/write-ahead-log.js';
import {
  beginWalk,
  mendedPages,
  nextOfWalk,
  type PageWalk,
  resumeWalk,
  type WalkedPage,
} from './page-walk.js';
import type { BootSteps, Repair, Rewrite } from './repair.js';
import {
  checkpointAfter,
  type Header,
  headerOf,
  type ReplayBootState,
  replayRepair,
} from './replay-repair.js';

export interface ChangesBootState {
  readonly log: ReplayBootState;
  readonly pages: PageWalk;
}

/** What the steps know about the script. */
interface ChangesIndex {
  readonly replay: ReplayIndex;
  readonly copies: DoubleWriteIndex;
  readonly header: Header;
}

/**
 * As InnoDB does (MySQL 8.4): torn pages are written from their copies, and synced, before the log is read
 * (log0recv.cc, recv_init_crash_recovery; buf0dblwr.cc, recv::Pages::recover). The checkpoint that was
 * found is written once more, and the log synced with it (recv_recovery_from_checkpoint_start,
 * log_files_next_checkpoint); PostgreSQL writes pg_control before it replays, too. What the log changes is
 * applied in memory, where a page is older (recv_recover_page), and goes out as pages always do: copies to
 * the buffer, a sync, the pages, a sync (buf0dblwr.cc); then a checkpoint. A page of which the script
 * writes no such version stays in memory.
 */
export function changesRepair(
  script: Script,
  spec: Extract<RecoverySpec, { kind: 'write-ahead-log' }>,
): BootSteps<ChangesBootState> {
  const { index: replay, transactions } = logIndex(script, spec);
  const log = replayRepair(script, {
    index: replay,
    transactions,
    headerRegion: spec.header,
    syncs: 'around',
  });
  const copies = createIndex(script, spec);
  const index = { replay, copies, header: headerOf(script, spec.header) };
  return {
    start: () => ({ log: log.start(), pages: beginWalk }),
    next(state) {
      const step = log.next(state.log);
      if (step.kind === 'read' || step.kind === 'verify') return step;
      const question = nextOfWalk(copies, state.pages);
      if (question !== null) return question;
      const served = step.kind === 'done' ? step.outcome?.served : undefined;
      if (served === undefined) throw new Error('a record is whole, or the log ends there');
      const stages = stagesOf(index, state);
      return {
        kind: 'done',
        outcome: stages === null ? null : { stages, syncs: 'around', served },
      };
    },
    resume(state, answer) {
      const step = log.next(state.log);
      if (step.kind !== 'done') return { ...state, log: log.resume(state.log, answer) };
      return { ...state, pages: resumeWalk(copies, state.pages, answer) };
    },
  };
}

/** null: a page is torn for good, and changes cannot be applied to it. */
function stagesOf(index: ChangesIndex, { log, pages }: ChangesBootState): Repair['stages'] | null {
  const { ranks } = index.replay;
  if (pages.held.some(({ held }) => held === -1)) return null;
  const from = ranks[log.checkpoint] ?? 0;
  const redone = pages.held.flatMap((page) => redoneOf(index, page, from, log.replayed));
  const stages = [
    mendedPages(pages.held),
    foundAgain(index.header, log.checkpoint),
    ...batchesOf(index.copies, redone).flatMap(({ copies, places }) => [copies, places]),
    checkpointAfter(index.header, ranks, from, log.replayed),
  ];
  return stages.filter((stage) => stage.length > 0);
}

function foundAgain({ extent }: Header, version: VersionId): readonly Rewrite[] {
  return extent === null ? [] : [{ extent, version }];
}

/** What the log makes of a page that is older. */
function redoneOf(
  { replay: { blocks, ranks } }: ChangesIndex,
  { page, extent, held }: WalkedPage,
  from: number,
  replayed: number,
): Rewrite[] {
  const block = blocks[page];
  const version = block === undefined ? 0 : loggedVersion(block, replayed);
  return held < version && (ranks[version] ?? 0) > from ? [{ extent, version }] : [];
}

/** Pages whose copies are in the buffer together. */
interface Batch {
  readonly copies: Rewrite[];
  readonly places: Rewrite[];
  readonly taken: Set<Lba>;
}

/** A copy is overwritten only once the page that it is of is in its place, and synced. */
function batchesOf({ script, bufferedAs }: DoubleWriteIndex, pages: readonly Rewrite[]): Batch[] {
  const byId = new Map(script.operations.map((operation) => [operation.id, operation]));
  const batches: Batch[] = [];
  for (const page of pages) {
    const copy = byId.get(bufferedAs[page.version] ?? 0);
    let batch = batches.at(-1);
    if (batch === undefined || (copy !== undefined && batch.taken.has(copy.lba))) {
      batch = { copies: [], places: [], taken: new Set() };
      batches.push(batch);
    }
    batch.places.push(page);
    if (copy === undefined) continue;
    const { id, lba, sectorCount } = copy;
    batch.copies.push({ extent: { lba, sectorCount }, version: id });
    batch.taken.add(lba);
  }
  return batches;
}
