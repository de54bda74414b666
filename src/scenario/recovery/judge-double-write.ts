import type { Aftermath, Violation } from '../../model/aftermath.js';
import type { ViolationKind } from '../../model/verdict.js';
import { describe } from '../promises/describe.js';
import type { DoubleWriteIndex } from './double-write-index.js';
import type { RepairedPage } from './page-repair.js';

type Acknowledged = Pick<Aftermath, 'acknowledged'>;

function findLost(
  { script, acknowledged }: DoubleWriteIndex,
  { page, held }: RepairedPage,
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

/** A page that is torn for good. */
export function findTorn(index: DoubleWriteIndex, outcome: RepairedPage): Violation | null {
  if (outcome.held !== -1 || outcome.newest === -1) return null;
  const { page, newest } = outcome;
  const lba = index.pages[page]?.extent.lba ?? 0;
  // The copy is what is missing: a torn page that has one is what the buffer is for.
  const victim = index.bufferedAs[newest] || newest;
  const half = describe(index.script, newest);
  const hasCopies = (index.pages[page]?.copies.length ?? 0) > 0;
  const cure = hasCopies ? 'the buffer has no whole copy of the page' : 'the page has no copy';
  const effect = `${half} is half there, and ${cure}`;
  return { kind: 'torn', victim, witness: newest, acknowledge: 0, lba, effect };
}

export function judgeDoubleWrite(
  index: DoubleWriteIndex,
  outcome: RepairedPage,
  aftermath: Acknowledged,
  excluded: ReadonlySet<ViolationKind>,
): Violation | null {
  const lost = excluded.has('lost') ? null : findLost(index, outcome, aftermath);
  if (lost !== null || excluded.has('torn')) return lost;
  return findTorn(index, outcome);
}
