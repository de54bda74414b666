import type { Aftermath, Violation } from '../../model/aftermath.js';
import type { Script } from '../../model/script.js';
import type { ViolationKind } from '../../model/verdict.js';
import { describe, thereWithout } from '../promises/describe.js';
import { findTorn } from './judge-double-write.js';
import type { RepairedPage } from './page-repair.js';
import type { Recovery } from './recovery.js';
import {
  type LogReplay,
  nextReplay,
  type ReplayIndex,
  type ReplayState,
  resumeReplay,
  startReplay,
} from './replay.js';
import {
  type Acknowledgement,
  type Acknowledgements,
  acknowledgementsOf,
  firstAcknowledged,
  type Part,
} from './script-index.js';

type Acknowledged = Pick<Aftermath, 'acknowledged'>;

/** What the judge of a replay knows beside the outcome. */
interface ReplayJudge {
  readonly script: Script;
  readonly index: ReplayIndex;
  readonly transactions: readonly number[];
  readonly acknowledgements: Acknowledgements;
}

function lost(judge: ReplayJudge, part: Part, found: Acknowledgement, last: number): Violation {
  const { script, transactions } = judge;
  const acknowledged = transactions[found.rank - 1] ?? 0;
  const missing = describe(script, part.version);
  const end =
    last === 0
      ? 'recovery finds no transaction'
      : `recovery ends at transaction ${transactions[last - 1]}`;
  return {
    kind: 'lost',
    victim: part.version,
    witness: 0,
    acknowledge: found.acknowledge,
    lba: part.extent.lba,
    effect: `transaction ${acknowledged} was acknowledged, and ${end}: ${missing} is not whole`,
  };
}

function findLost(
  judge: ReplayJudge,
  outcome: LogReplay,
  aftermath: Acknowledged,
): Violation | null {
  const { acknowledgements } = judge;
  if (outcome.kind === 'garbage') {
    const { rank, part } = outcome;
    const found = firstAcknowledged(acknowledgements, aftermath, rank);
    return found?.rank === rank ? lost(judge, part, found, rank - 1) : null;
  }
  if (outcome.kind !== 'log' || outcome.end === null) return null;
  const found = firstAcknowledged(acknowledgements, aftermath, outcome.replayed + 1);
  return found && lost(judge, outcome.end, found, outcome.replayed);
}

function findReordered({ script, index }: ReplayJudge, outcome: LogReplay): Violation | null {
  const broken = (victim: number, witness: number, lba: number, why: string): Violation => {
    const effect = thereWithout(script, witness, victim, why);
    return { kind: 'reordered', victim, witness, acknowledge: 0, lba, effect };
  };
  if (outcome.kind === 'garbage') {
    const { version, extent } = outcome.part;
    const commit = index.transactions[outcome.rank - 1]?.[0]?.version ?? 0;
    return broken(version, commit, extent.lba, 'which it commits');
  }
  if (outcome.kind !== 'sector' && outcome.kind !== 'page') return null;
  const { placement, checkpoint, end } = outcome;
  const { lba, found } = outcome.kind === 'sector' ? outcome : shownBy(index, outcome.page);
  switch (placement.kind) {
    case 'stale':
      return broken(placement.missing, checkpoint, lba, 'which it vouches for');
    case 'ahead':
      return broken(end?.version ?? 0, found, lba, 'which had to come first');
    case 'fine':
      return null;
  }
}

function shownBy({ blocks }: ReplayIndex, { page, held }: RepairedPage) {
  return { lba: blocks[page]?.extent.lba ?? 0, found: held };
}

function judgeReplay(
  judge: ReplayJudge,
  outcome: LogReplay,
  aftermath: Acknowledged,
  excluded: ReadonlySet<ViolationKind>,
): Violation | null {
  const violation = excluded.has('lost') ? null : findLost(judge, outcome, aftermath);
  if (violation !== null) return violation;
  const { copies } = judge.index;
  if (outcome.kind === 'page' && copies !== null && !excluded.has('torn')) {
    const torn = findTorn(copies, outcome.page);
    if (torn !== null) return torn;
  }
  return excluded.has('reordered') ? null : findReordered(judge, outcome);
}

/** A recovery that replays what `index` describes. */
export function replayRecovery(
  script: Script,
  transactions: readonly number[],
  index: ReplayIndex,
): Recovery<ReplayState, LogReplay> {
  const acknowledgements = acknowledgementsOf(script, transactions);
  const judge = { script, index, transactions, acknowledgements };
  return {
    start: () => startReplay(index),
    next: (state) => nextReplay(index, state),
    resume: (state, answer) => resumeReplay(index, state, answer),
    judge: (outcome, acknowledged, excluded) => judgeReplay(judge, outcome, acknowledged, excluded),
  };
}
