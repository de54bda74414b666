import type { RecoverySpec, Script } from '../../model/script.js';
import { createIndex } from './double-write-index.js';
import { blocksOf } from './in-place.js';
import type { Recovery } from './recovery.js';
import type { IndexedReplay, LogReplay, ReplayState } from './replay.js';
import { replayRecovery } from './replay-recovery.js';
import { type Part, partOf, ranksOf, transactionsOf, writesTo } from './script-index.js';

type Spec = Extract<RecoverySpec, { kind: 'write-ahead-log' }>;

/**
 * Reads the header for the last checkpoint, then replays the records after it while they are whole
 * and in sequence. Records hold whole pages, so that a page torn by a later checkpoint is repaired,
 * or changes, for which a torn page must be mended from a copy first. A page older than the
 * checkpoint, or newer than the log, is beyond both.
 */
export function writeAheadLog(script: Script, spec: Spec): Recovery<ReplayState, LogReplay> {
  const { index, transactions } = logIndex(script, spec);
  return replayRecovery(script, transactions, index);
}

export function logIndex(script: Script, spec: Spec): IndexedReplay {
  const records = writesTo(script, spec.log).filter(({ transaction }) => transaction > 0);
  const transactions = transactionsOf(records);
  const ranks = ranksOf(script, transactions);
  const parts: Part[][] = transactions.map(() => []);
  for (const record of records) parts[(ranks[record.id] ?? 0) - 1]?.push(partOf(record));
  const header = script.regions.find(({ name }) => name === spec.header);
  const index = {
    headerLba: header?.extents[0]?.lba ?? -1,
    transactions: parts,
    checkedParts: Number.POSITIVE_INFINITY,
    blocks: blocksOf(script, spec.pages, ranks),
    ranks,
    copies: spec.records === 'changes' ? createIndex(script, spec) : null,
  };
  return { index, transactions };
}
