import type { RecoverySpec } from '../../model/script.js';
import type { WeakPoint } from '../cut/condition.js';
import { type Block, blocksOf, showsIn } from './in-place.js';
import {
  firstFrom,
  type Part,
  type Promised,
  partsOf,
  promisedBy,
  sequenceOf,
  writesTo,
} from './transactions.js';
import { both, hasRun, notWhole, type View, whole } from './view.js';

interface Journal {
  readonly view: View;
  /** What recovery can tell to be whole, and what it takes as it is. */
  readonly checked: readonly Part[];
  readonly unchecked: readonly Part[];
  readonly blocks: readonly Block[];
  readonly promised: readonly Promised[];
}

/** Replay ends where a checked part is not whole: what comes later is gone. */
function* atChecked({ view, blocks, promised }: Journal, part: Part): Generator<WeakPoint> {
  const ends = notWhole(view, part.extent, part.version);
  for (const acknowledge of firstFrom(view, promised, part.rank)) {
    for (const conditions of both(hasRun(acknowledge), ends)) yield { kind: 'lost', conditions };
  }
  for (const block of blocks) {
    const ahead = showsIn(view, block, (shown) => block.rankOf(shown) >= part.rank);
    for (const conditions of both(ends, ahead)) yield { kind: 'reordered', conditions };
  }
}

/** A committed transaction is replayed whether its blocks are whole or not. */
function* atUnchecked(journal: Journal, part: Part): Generator<WeakPoint> {
  const { view, checked, promised } = journal;
  const garbled = notWhole(view, part.extent, part.version);
  for (const { rank, acknowledge } of promised) {
    if (rank !== part.rank) continue;
    for (const conditions of both(hasRun(acknowledge), garbled)) yield { kind: 'lost', conditions };
  }
  const committed = checked
    .filter(({ rank }) => rank <= part.rank)
    .map(({ extent, version }) => whole(view, extent, version));
  for (const conditions of both(...committed, garbled)) yield { kind: 'reordered', conditions };
}

/** Where recovery from a journal with commit records can break a promise. */
export function* journalWeakPoints(
  view: View,
  spec: Extract<RecoverySpec, { kind: 'journal' }>,
): Generator<WeakPoint> {
  const commits = writesTo(view.script, spec.commit);
  const sequence = sequenceOf(view.script, commits);
  const blocks = partsOf(sequence, writesTo(view.script, spec.journal));
  const records = partsOf(sequence, commits);
  const [first, later] = firstOfEach(records);
  const journal: Journal = {
    view,
    checked: spec.checksum ? [...records, ...blocks] : first,
    unchecked: spec.checksum ? [] : [...later, ...blocks],
    blocks: blocksOf(view, spec.home, sequence),
    promised: promisedBy(view.script, sequence),
  };
  for (const part of journal.checked) yield* atChecked(journal, part);
  for (const part of journal.unchecked) yield* atUnchecked(journal, part);
}

/** Without a checksum only the first commit record of a transaction is looked at. */
function firstOfEach(records: readonly Part[]): [first: Part[], later: Part[]] {
  const first = records.filter(
    ({ rank }, at) => records.findIndex((other) => other.rank === rank) === at,
  );
  return [first, records.filter((record) => !first.includes(record))];
}
