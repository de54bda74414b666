import type { Aftermath, Violation } from '../../model/aftermath.js';
import type { ViolationKind } from '../../model/verdict.js';
import { describe } from '../promises/describe.js';
import type { DoubleWriteOutcome } from './double-write.js';
import type { DoubleWriteIndex } from './double-write-index.js';

type Acknowledged = Pick<Aftermath, 'acknowledged'>;

function findLost(
  { script, acknowledged }: DoubleWriteIndex,
  { page, held }: DoubleWriteOutcome,
  aftermath: Acknowledged,
): Violation | null {
  if (held === -1) return null;
  for (const { acknowledge, writes } of acknowledged[page] ?? []) {
    if (!aftermath.acknowledged(acknowledge)) continue;
    for (const { id, lba } of writes) {
      if (held >= id) continue;
      const [missing, found] = [describe(script, id), describe(script, held)];
      const effect = `${missing} was acknowledged, and after recovery the page holds ${found}`;
      return { kind: 'lost', victim: id, witness: 0, acknowledge, lba, effect };
    }
  }
  return null;
}

function findTorn(index: DoubleWriteIndex, outcome: DoubleWriteOutcome): Violation | null {
  if (outcome.held !== -1) return null;
  const { page, newest } = outcome;
  const lba = index.pages[page]?.extent.lba ?? 0;
  // The copy is what is missing: a torn page that has one is what the buffer is for.
  const victim = index.bufferedAs[newest] || newest;
  const half = describe(index.script, newest);
  const effect = `${half} is half there, and the buffer has no whole copy of the page`;
  return { kind: 'torn', victim, witness: newest, acknowledge: 0, lba, effect };
}

export function judgeDoubleWrite(
  index: DoubleWriteIndex,
  outcome: DoubleWriteOutcome,
  aftermath: Acknowledged,
  excluded: ReadonlySet<ViolationKind>,
): Violation | null {
  const lost = excluded.has('lost') ? null : findLost(index, outcome, aftermath);
  if (lost !== null || excluded.has('torn')) return lost;
  return findTorn(index, outcome);
}
