import type { Extent, Operation, Script, VersionId } from '../../model/script.js';
import { earliest, type View } from './view.js';

/** A write that recovery looks for, and what of the disk it fills. */
export interface Part {
  readonly version: VersionId;
  readonly extent: Extent;
  /** Place of its transaction in the sequence, from 1. */
  readonly rank: number;
}

export function writesTo({ operations }: Script, region: string): readonly Operation[] {
  return operations.filter(
    (operation) =>
      region !== '' &&
      operation.region === region &&
      (operation.kind === 'write' || operation.kind === 'barrier'),
  );
}

export function extentsOf({ regions }: Script, region: string): readonly Extent[] {
  return regions.find(({ name }) => name === region)?.extents ?? [];
}

/** The sequence of transactions that recovery follows. */
export interface Sequence {
  readonly transactions: readonly number[];
  /** How many of its transactions are at most the one of this write; 0 for no write. */
  readonly rankOf: (version: VersionId) => number;
}

export function sequenceOf(script: Script, writes: readonly Operation[]): Sequence {
  const numbers = new Set(writes.map(({ transaction }) => transaction));
  numbers.delete(0);
  const transactions = [...numbers].sort((a, b) => a - b);
  const upTo = (transaction: number) => transactions.filter((each) => each <= transaction).length;
  const byTransaction = new Map<number, number>();
  const ranks = new Map<VersionId, number>();
  for (const { id, transaction } of script.operations) {
    const rank = byTransaction.get(transaction) ?? upTo(transaction);
    byTransaction.set(transaction, rank);
    ranks.set(id, rank);
  }
  return { transactions, rankOf: (version) => ranks.get(version) ?? 0 };
}

/** The writes that belong to a transaction of the sequence. */
export function partsOf({ transactions, rankOf }: Sequence, writes: readonly Operation[]): Part[] {
  return writes
    .filter(({ transaction }) => transactions.includes(transaction))
    .map(({ id, lba, sectorCount }) => ({
      version: id,
      extent: { lba, sectorCount },
      rank: rankOf(id),
    }));
}

export interface Promised {
  readonly rank: number;
  readonly acknowledge: number;
}

export function promisedBy({ obligations }: Script, { transactions }: Sequence): Promised[] {
  return obligations
    .map(({ acknowledge, transaction }) => ({
      rank: transactions.indexOf(transaction) + 1,
      acknowledge,
    }))
    .filter(({ rank }) => rank > 0);
}

/** The acknowledgements of this rank or a later one that may come first. */
export function firstFrom(view: View, promised: readonly Promised[], rank: number) {
  const from = promised.filter((each) => each.rank >= rank);
  return earliest(
    view,
    from.map(({ acknowledge }) => acknowledge),
  );
}
