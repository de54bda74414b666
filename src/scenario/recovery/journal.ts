import type { RecoverySpec, Script } from '../../model/script.js';
import { blocksOf } from './in-place.js';
import type { Recovery } from './recovery.js';
import type { IndexedReplay, LogReplay, ReplayState } from './replay.js';
import { replayRecovery } from './replay-recovery.js';
import { type Part, partOf, ranksOf, transactionsOf, writesTo } from './script-index.js';

type Spec = Extract<RecoverySpec, { kind: 'journal' }>;

/**
 * Replays each transaction whose commit record is there, in sequence. Without a checksum it takes
 * the journal blocks of a committed transaction as they are: one that is missing is replayed too.
 */
export function journal(script: Script, spec: Spec): Recovery<ReplayState, LogReplay> {
  const { index, transactions } = journalIndex(script, spec);
  return replayRecovery(script, transactions, index);
}

export function journalIndex(script: Script, spec: Spec): IndexedReplay {
  const commits = writesTo(script, spec.commit);
  const transactions = transactionsOf(commits);
  const ranks = ranksOf(script, transactions);
  const parts: Part[][] = transactions.map(() => []);
  for (const write of [...commits, ...writesTo(script, spec.journal)]) {
    // A transaction that never commits is not one: its blocks belong to no rank.
    const rank = ranks[write.id] ?? 0;
    if (transactions[rank - 1] === write.transaction) parts[rank - 1]?.push(partOf(write));
  }
  const index = {
    headerLba: -1,
    transactions: parts,
    checkedParts: spec.checksum ? Number.POSITIVE_INFINITY : 1,
    blocks: blocksOf(script, spec.home, ranks),
    ranks,
    copies: null,
  };
  return { index, transactions };
}
