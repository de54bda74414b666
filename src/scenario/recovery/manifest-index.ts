import type { Lba, Operation, RecoverySpec, Script } from '../../model/script.js';
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

export interface ManifestIndex {
  readonly script: Script;
  readonly currentLba: Lba;
  /** By operation id: its transaction. */
  readonly transactionOf: ReadonlyMap<number, number>;
  readonly edits: Records;
  readonly log: Records;
  /** For each place of a table its writes, oldest first. */
  readonly tables: readonly (readonly Operation[])[];
  /** Ranks are those of the log. */
  readonly acknowledgements: Acknowledgements;
}

function recordsOf(writes: readonly Operation[]): Records {
  const transactions = transactionsOf(writes);
  const groups = byTransaction(writes);
  return { transactions, parts: transactions.map((each) => (groups.get(each) ?? []).map(partOf)) };
}

export function manifestIndex(script: Script, spec: Spec): ManifestIndex {
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
    acknowledgements: acknowledgementsOf(script, log.transactions),
  };
}

/** The tables in use once the manifest has been read up to this transaction. */
export function tablesAt({ tables }: ManifestIndex, transaction: number): Operation[] {
  return tables.flatMap(
    (writes) => writes.findLast((write) => write.transaction <= transaction) ?? [],
  );
}

/** How many of the log's transactions are in tables up to this one. */
export function inTables({ log }: ManifestIndex, transaction: number): number {
  return countUpTo(log.transactions, transaction);
}
