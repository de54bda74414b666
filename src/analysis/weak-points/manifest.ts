import type { Operation, RecoverySpec } from '../../model/script.js';
import type { WeakPoint } from '../cut/condition.js';
import { extentsOf, type Part, partsOf, promisedBy, sequenceOf, writesTo } from './transactions.js';
import {
  type Any,
  both,
  earliest,
  hasRun,
  notWhole,
  shows,
  type View,
  versionsAt,
  whole,
} from './view.js';

type Spec = Extract<RecoverySpec, { kind: 'manifest' }>;

interface Store {
  readonly view: View;
  /** Records of the manifest and of the log; those of one transaction have one rank. */
  readonly edits: readonly Part[];
  readonly editCount: number;
  readonly records: readonly Part[];
  readonly tables: readonly Operation[];
  /** The transaction of the edit with this rank; 0 for rank 0. */
  readonly transactionAt: (rank: number) => number;
  /** How many transactions of the log are at most this one. */
  readonly logRankOf: (transaction: number) => number;
  /** Acknowledgements, by the rank in the log of what they vouch for. */
  readonly promised: readonly { readonly rank: number; readonly acknowledge: number }[];
}

/** One way to open the store: what is known then, and the edit up to which its manifest was read. */
interface Opening {
  readonly when: Any;
  readonly edit: number;
}

function storeOf(view: View, spec: Spec): Store {
  const { script } = view;
  const edits = writesTo(script, spec.manifest);
  const records = writesTo(script, spec.log);
  const [sequence, log] = [sequenceOf(script, edits), sequenceOf(script, records)];
  return {
    view,
    edits: partsOf(sequence, edits),
    editCount: sequence.transactions.length,
    records: partsOf(log, records),
    tables: writesTo(script, spec.tables),
    transactionAt: (rank) => sequence.transactions[rank - 1] ?? 0,
    logRankOf: (transaction) => log.transactions.filter((each) => each <= transaction).length,
    promised: promisedBy(script, log),
  };
}

/** The parts of this rank are whole. */
function isThere({ view, edits }: Store, rank: number): Any {
  const parts = edits.filter((part) => part.rank === rank);
  return both(...parts.map(({ extent, version }) => whole(view, extent, version)));
}

function isNotThere({ view, edits }: Store, rank: number): Any {
  const parts = edits.filter((part) => part.rank === rank);
  return parts.flatMap(({ extent, version }) => notWhole(view, extent, version));
}

/** The manifest is read from this edit on, to each at which it may end. */
function openings(store: Store, named: Any, first: number): Opening[] {
  const found: Opening[] = [];
  let read = named;
  for (let edit = first; edit <= store.editCount; edit += 1) {
    read = both(read, isThere(store, edit));
    const ends = edit === store.editCount ? [[]] : isNotThere(store, edit + 1);
    found.push({ when: both(read, ends), edit });
  }
  return found;
}

function acknowledged({ view, promised }: Store, from: number, to: number): readonly number[] {
  const those = promised.filter(({ rank }) => rank >= from && rank <= to);
  return earliest(
    view,
    those.map(({ acknowledge }) => acknowledge),
  );
}

function* lost(store: Store, from: number, to: number, when: Any): Generator<WeakPoint> {
  for (const acknowledge of acknowledged(store, from, to)) {
    for (const conditions of both(hasRun(acknowledge), when)) yield { kind: 'lost', conditions };
  }
}

/** CURRENT names a manifest that cannot be read. */
function* unreadable(store: Store, when: Any): Generator<WeakPoint> {
  for (const conditions of when) yield { kind: 'reordered', conditions };
  yield* lost(store, 1, Number.POSITIVE_INFINITY, when);
}

/** A table in use is not whole, or the log ends before something that no table holds. */
function* onceOpen(store: Store, { when, edit }: Opening): Generator<WeakPoint> {
  const { view, tables, records, logRankOf } = store;
  const upTo = store.transactionAt(edit);
  const places = new Set(tables.map(({ element }) => element));
  for (const place of places) {
    const table = tables.findLast((each) => each.element === place && each.transaction <= upTo);
    if (table === undefined) continue;
    const { id, lba, sectorCount, transaction } = table;
    const dangling = both(when, notWhole(view, { lba, sectorCount }, id));
    for (const conditions of dangling) yield { kind: 'reordered', conditions };
    yield* lost(store, 1, logRankOf(transaction), dangling);
  }
  for (const { rank, extent, version } of records) {
    if (rank <= logRankOf(upTo)) continue;
    const ends = both(when, notWhole(view, extent, version));
    yield* lost(store, rank, Number.POSITIVE_INFINITY, ends);
  }
}

/** Where recovery from a manifest, its tables and a log can break a promise. */
export function* manifestWeakPoints(view: View, spec: Spec): Generator<WeakPoint> {
  const store = storeOf(view, spec);
  const lba = extentsOf(view.script, spec.current)[0]?.lba ?? 0;
  for (const current of versionsAt(view, lba)) {
    const named = shows(view, lba, (shown) => shown === current);
    if (current === 0) {
      yield* onceOpen(store, { when: named, edit: 0 });
      continue;
    }
    const write = view.script.operations.find(({ id }) => id === current);
    const first = store.edits.find(
      ({ rank }) => store.transactionAt(rank) >= (write?.transaction ?? 0),
    );
    if (first === undefined) {
      // It begins behind the last record: nothing of it can be missing.
      yield* onceOpen(store, { when: named, edit: store.editCount });
      continue;
    }
    yield* unreadable(store, both(named, isNotThere(store, first.rank)));
    for (const opening of openings(store, named, first.rank)) yield* onceOpen(store, opening);
  }
}
