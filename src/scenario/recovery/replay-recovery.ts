import type { Aftermath, Violation } from '../../model/aftermath.js';
import type { Script } from '../../model/script.js';
import type { ViolationKind } from '../../model/verdict.js';
import { describe, thereWithout } from '../promises/describe.js';
import type { Recovery } from './recovery.js';
import {
  nextReplay,
  type ReplayIndex,
  type ReplayOutcome,
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

function findLost(judge: ReplayJudge, outcome: ReplayOutcome, aftermath: Acknowledged) {
  const { end, garbage, replayed } = outcome;
  if (garbage !== null) {
    const found = firstAcknowledged(judge.acknowledgements, aftermath, garbage.rank);
    if (found?.rank === garbage.rank) return lost(judge, garbage.part, found, garbage.rank - 1);
  }
  if (end === null) return null;
  const found = firstAcknowledged(judge.acknowledgements, aftermath, replayed + 1);
  return found && lost(judge, end, found, replayed);
}

function findReordered({ script, index }: ReplayJudge, outcome: ReplayOutcome): Violation | null {
  const { garbage, stale, ahead, end, checkpoint } = outcome;
  const broken = (victim: number, witness: number, lba: number, why: string): Violation => {
    const effect = thereWithout(script, witness, victim, why);
    return { kind: 'reordered', victim, witness, acknowledge: 0, lba, effect };
  };
  if (garbage !== null) {
    const { version, extent } = garbage.part;
    const commit = index.transactions[garbage.rank - 1]?.[0]?.version ?? 0;
    return broken(version, commit, extent.lba, 'which it commits');
  }
  if (stale !== null) return broken(stale.missing, checkpoint, stale.lba, 'which it vouches for');
  if (ahead === null) return null;
  return broken(end?.version ?? 0, ahead.found, ahead.lba, 'which had to come first');
}

function judgeReplay(
  judge: ReplayJudge,
  outcome: ReplayOutcome,
  aftermath: Acknowledged,
  excluded: ReadonlySet<ViolationKind>,
): Violation | null {
  const violation = excluded.has('lost') ? null : findLost(judge, outcome, aftermath);
  if (violation !== null || excluded.has('reordered')) return violation;
  return findReordered(judge, outcome);
}

/** A recovery that replays what `index` describes. */
export function replayRecovery(
  script: Script,
  transactions: readonly number[],
  index: ReplayIndex,
): Recovery<ReplayState, ReplayOutcome> {
  const acknowledgements = acknowledgementsOf(script, transactions);
  const judge = { script, index, transactions, acknowledgements };
  return {
    start: () => startReplay(index),
    next: (state) => nextReplay(index, state),
    resume: (state, answer) => resumeReplay(index, state, answer),
    judge: (outcome, acknowledged, excluded) => judgeReplay(judge, outcome, acknowledged, excluded),
  };
}
