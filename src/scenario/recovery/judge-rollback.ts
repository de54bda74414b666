import type { Aftermath, Violation } from '../../model/aftermath.js';
import type { ViolationKind } from '../../model/verdict.js';
import { describe, thereWithout } from '../promises/describe.js';
import {
  type RollbackIndex,
  type RollbackOutcome,
  type RolledBack,
  savedIn,
} from './rollback-index.js';
import { firstAcknowledged } from './script-index.js';

type Acknowledged = Pick<Aftermath, 'acknowledged'>;
type Sector = Extract<RollbackOutcome, { kind: 'sector' }>;

/** A transaction was acknowledged, and its commit is not there. */
function findUncommitted(
  index: RollbackIndex,
  { header, committed }: RolledBack,
  aftermath: Acknowledged,
): Violation | null {
  const found = firstAcknowledged(index.acknowledgements, aftermath, committed + 1);
  if (found === null) return null;
  const { script, transactions, commits, headerLba: lba } = index;
  const transaction = transactions[found.rank - 1] ?? 0;
  const shown = describe(script, header);
  const end = index.hot.has(header) ? 'is rolled back' : 'is not committed';
  return {
    kind: 'lost',
    victim: commits[found.rank - 1] ?? 0,
    witness: 0,
    acknowledge: found.acknowledge,
    lba,
    effect: `transaction ${transaction} was acknowledged, and it ${end}: the header shows ${shown}`,
  };
}

/** A page lacks what a transaction wrote that was acknowledged. */
function findStale(
  { script, pages, acknowledgements }: RollbackIndex,
  { page, found, expected, lba }: Sector,
  aftermath: Acknowledged,
): Violation | null {
  if (found > expected) return null;
  const { versions = [], ranks = [] } = pages[page] ?? {};
  const missing = versions.findIndex((version) => version > found);
  const known = firstAcknowledged(acknowledgements, aftermath, ranks[missing] ?? 0);
  if (known === null) return null;
  const victim = versions[missing] ?? 0;
  const [lost, shown] = [describe(script, victim), describe(script, found)];
  const effect = `${lost} was acknowledged, and the page holds ${shown}`;
  return { kind: 'lost', victim, witness: 0, acknowledge: known.acknowledge, lba, effect };
}

/** A page is behind what the header vouches for, or ahead of what could be rolled back. */
function findReordered(index: RollbackIndex, outcome: Sector): Violation {
  const { script, pages, ranks, saved, hot } = index;
  const { header, found, expected, page, putBack, lba } = outcome;
  const broken = (victim: number, witness: number, why: string): Violation => {
    const effect = thereWithout(script, witness, victim, why);
    return { kind: 'reordered', victim, witness, acknowledge: 0, lba, effect };
  };
  if (found < expected) return broken(expected, header, 'which it vouches for');
  const rank = pages[page]?.ranks[pages[page]?.versions.indexOf(found) ?? -1] ?? 0;
  const isHot = hot.has(header) && ranks[header] === rank;
  const copy = savedIn(index, header).parts[putBack];
  const heading = [...hot].find((write) => ranks[write] === rank) ?? 0;
  const first = saved[rank - 1]?.parts[0]?.version ?? 0;
  return broken((isHot ? copy?.version : heading) || first, found, 'which could undo it');
}

export function judgeRollback(
  index: RollbackIndex,
  outcome: RollbackOutcome,
  aftermath: Acknowledged,
  excluded: ReadonlySet<ViolationKind>,
): Violation | null {
  if (outcome.kind === 'fine') return null;
  if (!excluded.has('lost')) {
    const lost =
      outcome.kind === 'journal'
        ? findUncommitted(index, outcome, aftermath)
        : findStale(index, outcome, aftermath);
    if (lost !== null) return lost;
  }
  if (outcome.kind === 'journal' || excluded.has('reordered')) return null;
  return findReordered(index, outcome);
}
