import type { RecoverySpec, VersionId } from '../../model/script.js';
import type { WeakPoint } from '../cut/condition.js';
import { type Block, blocksOf, showsBefore, showsFromRank } from './in-place.js';
import { type Copies, copiesOf, mended, tornForGood } from './page-copies.js';
import {
  extentsOf,
  firstFrom,
  type Part,
  type Promised,
  partsOf,
  promisedBy,
  sequenceOf,
  writesTo,
} from './transactions.js';
import { type Any, both, hasRun, notWhole, shows, type View, versionsAt } from './view.js';

interface Log {
  readonly view: View;
  readonly parts: readonly Part[];
  readonly blocks: readonly Block[];
  /** What mends blocks that must be whole; null where the log holds whole blocks. */
  readonly copies: Copies | null;
  readonly promised: readonly Promised[];
  /** The ways in which the header shows a write that `allows` accepts. */
  readonly header: (allows: (shown: VersionId) => boolean) => Any;
  readonly headerVersions: readonly VersionId[];
  readonly rankOf: (version: VersionId) => number;
}

/** Replay begins after the checkpoint and ends at the first record that is not whole. */
function replayStopsAt({ view, header, rankOf }: Log, { version, extent, rank }: Part): Any {
  return both(
    header((shown) => rankOf(shown) < rank),
    notWhole(view, extent, version),
  );
}

/** The ways in which recovery finds something of this rank or later in the block. */
function holdsFromRank({ view, blocks, copies }: Log, block: Block, rank: number): Any {
  const page = copies?.pages[blocks.indexOf(block)];
  if (copies === null || page === undefined) return showsFromRank(view, block, rank);
  return mended(copies, page, (version) => block.rankOf(version) >= rank);
}

/** The ways in which recovery finds something older than this write in the block. */
function holdsBefore({ view, blocks, copies }: Log, block: Block, write: VersionId): Any {
  const page = copies?.pages[blocks.indexOf(block)];
  if (copies === null || page === undefined) return showsBefore(view, block, write);
  return mended(copies, page, (version) => version < write);
}

function* atRecord(log: Log, part: Part): Generator<WeakPoint> {
  const stops = replayStopsAt(log, part);
  for (const acknowledge of firstFrom(log.view, log.promised, part.rank)) {
    for (const conditions of both(hasRun(acknowledge), stops)) yield { kind: 'lost', conditions };
  }
  for (const block of log.blocks) {
    const ahead = holdsFromRank(log, block, part.rank);
    for (const conditions of both(stops, ahead)) yield { kind: 'reordered', conditions };
  }
}

/** A checkpoint vouches for what was written in place before it: the log is not asked again. */
function* atBlock(log: Log, block: Block): Generator<WeakPoint> {
  const floorOf = (shown: VersionId) => block.versions.findLast((each) => each <= shown) ?? 0;
  const floors = new Set(log.headerVersions.map(floorOf));
  floors.delete(0);
  for (const floor of floors) {
    const vouched = log.header((shown) => floorOf(shown) >= floor);
    for (const conditions of both(vouched, holdsBefore(log, block, floor))) {
      yield { kind: 'reordered', conditions };
    }
  }
}

/** Where recovery from a log of checksummed records can break a promise. */
export function* logWeakPoints(
  view: View,
  spec: Extract<RecoverySpec, { kind: 'write-ahead-log' }>,
): Generator<WeakPoint> {
  const records = writesTo(view.script, spec.log).filter(({ transaction }) => transaction > 0);
  const sequence = sequenceOf(view.script, records);
  const headerLba = extentsOf(view.script, spec.header)[0]?.lba;
  const log: Log = {
    view,
    parts: partsOf(sequence, records),
    blocks: blocksOf(view, spec.pages, sequence),
    copies: spec.records === 'changes' ? copiesOf(view, spec) : null,
    promised: promisedBy(view.script, sequence),
    header: (allows) => {
      if (headerLba !== undefined) return shows(view, headerLba, allows);
      return allows(0) ? [[]] : [];
    },
    headerVersions: headerLba === undefined ? [] : versionsAt(view, headerLba),
    rankOf: sequence.rankOf,
  };
  for (const part of log.parts) yield* atRecord(log, part);
  for (const block of log.blocks) yield* atBlock(log, block);
  if (log.copies === null) return;
  for (const page of log.copies.pages) yield* tornForGood(log.copies, page);
}
