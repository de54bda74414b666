import type { Aftermath } from '../../model/aftermath.js';
import { groupBy } from '../../model/group-by.js';
import type { Extent, Operation, OperationId, Script, VersionId } from '../../model/script.js';

/** A write as recovery looks for it: where it would be, and which one it must be. */
export interface Part {
  readonly version: VersionId;
  readonly extent: Extent;
}

export interface Acknowledgement {
  readonly rank: number;
  readonly acknowledge: OperationId;
}

export function writesTo(script: Script, region: string): Operation[] {
  if (region === '') return [];
  return script.operations.filter(
    (operation) =>
      operation.region === region && (operation.kind === 'write' || operation.kind === 'barrier'),
  );
}

export function partOf({ id, lba, sectorCount }: Operation): Part {
  return { version: id, extent: { lba, sectorCount } };
}

/** How many of the ascending `numbers` are at most `limit`. */
export function countUpTo(numbers: readonly number[], limit: number): number {
  let low = 0;
  let high = numbers.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((numbers[middle] ?? 0) <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

export function byTransaction(writes: readonly Operation[]): Map<number, Operation[]> {
  return groupBy(writes, ({ transaction }) => transaction);
}

/** The transactions of these writes, ascending. The first has rank 1. */
export function transactionsOf(writes: readonly Operation[]): number[] {
  const numbers = new Set(writes.map(({ transaction }) => transaction));
  numbers.delete(0);
  return [...numbers].sort((a, b) => a - b);
}

/** For each operation id, how many of the transactions are at most its own. */
export function ranksOf(script: Script, transactions: readonly number[]): Int32Array {
  const ranks = new Int32Array((script.operations.at(-1)?.id ?? 0) + 1);
  for (const { id, transaction } of script.operations) {
    ranks[id] = countUpTo(transactions, transaction);
  }
  return ranks;
}

/** The acknowledgements of some transactions, by rank. */
export interface Acknowledgements {
  readonly byRank: readonly Acknowledgement[];
  /** Whether one that has not run means that none of a higher rank has. */
  readonly inOrder: boolean;
}

export function acknowledgementsOf(
  script: Script,
  transactions: readonly number[],
): Acknowledgements {
  const byRank: Acknowledgement[] = [];
  for (const { acknowledge, transaction } of script.obligations) {
    const rank = countUpTo(transactions, transaction);
    if (transactions[rank - 1] === transaction) byRank.push({ rank, acknowledge });
  }
  byRank.sort((a, b) => a.rank - b.rank);
  const inOrder = byRank.every(
    ({ acknowledge }, at) => acknowledge > (byRank[at - 1]?.acknowledge ?? 0),
  );
  const [main = [], ...others] = script.threads;
  // What a later boot acknowledges is in no thread of the script, and waits for none of it.
  const ran = new Set(main);
  const isMain = others.length === 0 && byRank.every(({ acknowledge }) => ran.has(acknowledge));
  return { byRank, inOrder: inOrder && isMain };
}

/** The first acknowledgement of at least this rank that has run; null for none. */
export function firstAcknowledged(
  { byRank, inOrder }: Acknowledgements,
  aftermath: Pick<Aftermath, 'acknowledged'>,
  rank: number,
): Acknowledgement | null {
  for (let at = firstOfRank(byRank, rank); at < byRank.length; at += 1) {
    const each = byRank[at];
    if (each !== undefined && aftermath.acknowledged(each.acknowledge)) return each;
    if (inOrder) return null;
  }
  return null;
}

function firstOfRank(byRank: readonly Acknowledgement[], rank: number): number {
  let low = 0;
  let high = byRank.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((byRank[middle]?.rank ?? 0) < rank) low = middle + 1;
    else high = middle;
  }
  return low;
}
