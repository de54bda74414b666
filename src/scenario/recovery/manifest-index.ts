import type { Lba, Operation, RecoverySpec, Script, VersionId } from '../../model/script.js';
import {
  type Acknowledgements,
  acknowledgementsOf,
  byTransaction,
  countUpTo,
  type Part,
  partOf,
  transactionsOf,
  writesTo,
} from './script-index.js';

type Spec = Extract<RecoverySpec, { kind: 'manifest' }>;

/** Transactions of a sequence of records, ascending, and the records of each. */
interface Records {
  readonly transactions: readonly number[];
  readonly parts: readonly (readonly Part[])[];
}

/** How far the manifest was read. */
export interface Opened {
  /** What CURRENT shows; 0 for nothing. */
  readonly current: VersionId;
  /** How many of the manifest's transactions were read, from the first on. */
  readonly edits: number;
}

/** A manifest that an open began: one record, for all that the one before it came to. */
export interface Reopened {
  /** What CURRENT shows once it names this manifest. */
  readonly current: VersionId;
  readonly record: Part;
  /** How many of the log's transactions are in tables. */
  readonly replayed: number;
  readonly tables: readonly Operation[];
}

export interface ManifestIndex {
  readonly script: Script;
  readonly currentLba: Lba;
  /** By operation id: its transaction. */
  readonly transactionOf: ReadonlyMap<number, number>;
  readonly edits: Records;
  readonly log: Records;
  /** For each place of a table its writes, oldest first. */
  readonly tables: readonly (readonly Operation[])[];
  /** What an open wrote before the one that is looked at; null for nothing. */
  readonly reopened: Reopened | null;
  /** Ranks are those of the log. */
  readonly acknowledgements: Acknowledgements;
}

function recordsOf(writes: readonly Operation[]): Records {
  const transactions = transactionsOf(writes);
  const groups = byTransaction(writes);
  return { transactions, parts: transactions.map((each) => (groups.get(each) ?? []).map(partOf)) };
}

export function manifestIndex(
  script: Script,
  spec: Spec,
  reopened: Reopened | null,
): ManifestIndex {
  const regionOf = (name: string) => script.regions.find((region) => region.name === name);
  const tables = writesTo(script, spec.tables);
  const log = recordsOf(writesTo(script, spec.log));
  return {
    script,
    currentLba: regionOf(spec.current)?.extents[0]?.lba ?? 0,
    transactionOf: new Map(script.operations.map(({ id, transaction }) => [id, transaction])),
    edits: recordsOf(writesTo(script, spec.manifest)),
    log,
    tables: (regionOf(spec.tables)?.extents ?? []).map((_, element) =>
      tables.filter((write) => write.element === element),
    ),
    reopened,
    acknowledgements: acknowledgementsOf(script, log.transactions),
  };
}

/** How many edits come before the manifest that CURRENT names. */
export function firstEdit(index: ManifestIndex, current: VersionId): number {
  if (current === index.reopened?.current) return 0;
  return countUpTo(index.edits.transactions, (index.transactionOf.get(current) ?? 0) - 1);
}

/** The records of the edit after so many. */
export function editAfter(
  { edits, reopened }: ManifestIndex,
  opened: Opened,
): readonly Part[] | undefined {
  if (opened.current === reopened?.current)
    return opened.edits === 0 ? [reopened.record] : undefined;
  return edits.parts[opened.edits];
}

/** The tables in use once the manifest has been read so far. */
export function tablesOf(index: ManifestIndex, opened: Opened): readonly Operation[] {
  const { edits, reopened, tables } = index;
  if (opened.current === reopened?.current) return reopened.tables;
  const transaction = edits.transactions[opened.edits - 1] ?? 0;
  return tables.flatMap(
    (writes) => writes.findLast((write) => write.transaction <= transaction) ?? [],
  );
}

/** How many of the log's transactions these tables hold. */
export function heldByTables(index: ManifestIndex, opened: Opened): number {
  const { edits, reopened } = index;
  if (opened.current === reopened?.current) return reopened.replayed;
  return inTables(index, edits.transactions[opened.edits - 1] ?? 0);
}

/** How many of the log's transactions are in tables up to this one. */
export function inTables({ log }: ManifestIndex, transaction: number): number {
  return countUpTo(log.transactions, transaction);
}
