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
  const groups = new Map<number, Operation[]>();
  for (const write of writes) {
    const group = groups.get(write.transaction);
    if (group === undefined) groups.set(write.transaction, [write]);
    else group.push(write);
  }
  return groups;
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

/** The acknowledgements of these transactions, by rank. */
export function acknowledgementsOf(
  script: Script,
  transactions: readonly number[],
): Acknowledgement[] {
  const found: Acknowledgement[] = [];
  for (const { acknowledge, transaction } of script.obligations) {
    const rank = countUpTo(transactions, transaction);
    if (transactions[rank - 1] === transaction) found.push({ rank, acknowledge });
  }
  return found.sort((a, b) => a.rank - b.rank);
}
