import type { RecoverySpec, VersionId } from '../../model/script.js';
import type { WeakPoint } from '../cut/condition.js';
import { type Block, blocksOf, showsIn } from './in-place.js';
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

/** The ways in which recovery finds a write that `allows` accepts in the block. */
function holds(
  { view, blocks, copies }: Log,
  block: Block,
  allows: (version: VersionId) => boolean,
): Any {
  const page = copies?.pages[blocks.indexOf(block)];
  if (copies === null || page === undefined) return showsIn(view, block, allows);
  return mended(copies, page, allows);
}

function* atRecord(log: Log, part: Part): Generator<WeakPoint> {
  const stops = replayStopsAt(log, part);
  for (const acknowledge of firstFrom(log.view, log.promised, part.rank)) {
    for (const conditions of both(hasRun(acknowledge), stops)) yield { kind: 'lost', conditions };
  }
  for (const block of log.blocks) {
    const ahead = holds(log, block, (version) => block.rankOf(version) >= part.rank);
    for (const conditions of both(stops, ahead)) yield { kind: 'reordered', conditions };
  }
}

/**
 * A checkpoint vouches for what was written in place before it, of transactions up to its own: for them
 * the log is not asked again.
 */
function* atBlock(log: Log, block: Block): Generator<WeakPoint> {
  const { rankOf } = log;
  const isVouchedBy = (shown: VersionId, version: VersionId) =>
    version <= shown && rankOf(version) <= rankOf(shown);
  const floorOf = (shown: VersionId) =>
    block.versions.findLast((each) => isVouchedBy(shown, each)) ?? 0;
  const floors = new Set(log.headerVersions.map(floorOf));
  floors.delete(0);
  for (const floor of floors) {
    const vouched = log.header((shown) => floorOf(shown) >= floor);
    const older = holds(log, block, (version) => version < floor);
    for (const conditions of both(vouched, older)) {
      yield { kind: 'reordered', conditions };
    }
  }
}

/** Where recovery from a log of checksummed records can break a promise. */
export function* logWeakPoints(
  view: View,
  spec: Extract<RecoverySpec, { kind: 'write-ahead-log' }>,
): Generator<WeakPoint> {
  const records = writesTo(view.script, spec.log);
  const sequence = sequenceOf(view.script, records);
  // Without a header, a sector that nothing writes: it shows what was there before.
  const headerLba = extentsOf(view.script, spec.header)[0]?.lba ?? -1;
  const log: Log = {
    view,
    parts: partsOf(sequence, records),
    blocks: blocksOf(view, spec.pages, sequence),
    copies: spec.records === 'changes' ? copiesOf(view, spec) : null,
    promised: promisedBy(view.script, sequence),
    header: (allows) => shows(view, headerLba, allows),
    headerVersions: versionsAt(view, headerLba),
    rankOf: sequence.rankOf,
  };
  for (const part of log.parts) yield* atRecord(log, part);
  for (const block of log.blocks) yield* atBlock(log, block);
  if (log.copies === null) return;
  for (const page of log.copies.pages) yield* tornForGood(log.copies, page);
}
