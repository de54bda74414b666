import type { Aftermath, Violation } from '../../model/aftermath.js';
import type { ViolationKind } from '../../model/verdict.js';
import { describe, thereWithout } from '../promises/describe.js';
import type { ManifestOutcome } from './manifest.js';
import { editAfter, inTables, type ManifestIndex } from './manifest-index.js';
import { type Acknowledgement, firstAcknowledged, partOf } from './script-index.js';

type Acknowledged = Pick<Aftermath, 'acknowledged'>;
type Broken = Exclude<ManifestOutcome, { kind: 'fine' }>;

/** What is not there. */
function missingOf(outcome: Broken) {
  if (outcome.kind === 'table') return partOf(outcome.table);
  return outcome.kind === 'log' ? outcome.end : outcome.part;
}

/** An acknowledgement of something that recovery does not have. */
function unkept(
  index: ManifestIndex,
  outcome: Broken,
  aftermath: Acknowledged,
): Acknowledgement | null {
  const { acknowledgements } = index;
  switch (outcome.kind) {
    case 'unreadable':
      return firstAcknowledged(acknowledgements, aftermath, 1);
    case 'log':
      return firstAcknowledged(acknowledgements, aftermath, outcome.replayed + 1);
    case 'table': {
      // What the table held is in no log any more.
      const found = firstAcknowledged(acknowledgements, aftermath, 1);
      const held = inTables(index, outcome.table.transaction);
      return found !== null && found.rank <= held ? found : null;
    }
  }
}

function findLost(
  index: ManifestIndex,
  outcome: Broken,
  aftermath: Acknowledged,
): Violation | null {
  const found = unkept(index, outcome, aftermath);
  if (found === null) return null;
  const { version, extent } = missingOf(outcome);
  const transaction = index.log.transactions[found.rank - 1] ?? 0;
  const missing = describe(index.script, version);
  return {
    kind: 'lost',
    victim: version,
    witness: 0,
    acknowledge: found.acknowledge,
    lba: extent.lba,
    effect: `transaction ${transaction} was acknowledged, and ${missing} is not whole`,
  };
}

function findReordered(index: ManifestIndex, outcome: Broken): Violation | null {
  if (outcome.kind === 'log') return null;
  const { script } = index;
  const { version, extent } = missingOf(outcome);
  const { current, edits } = outcome;
  const [record] = editAfter(index, { current, edits: edits - 1 }) ?? [];
  const witness = outcome.kind === 'unreadable' ? current : (record?.version ?? 0);
  const effect = thereWithout(script, witness, version, 'which it refers to');
  return { kind: 'reordered', victim: version, witness, acknowledge: 0, lba: extent.lba, effect };
}

export function judgeManifest(
  index: ManifestIndex,
  outcome: ManifestOutcome,
  aftermath: Acknowledged,
  excluded: ReadonlySet<ViolationKind>,
): Violation | null {
  if (outcome.kind === 'fine') return null;
  const lost = excluded.has('lost') ? null : findLost(index, outcome, aftermath);
  if (lost !== null || excluded.has('reordered')) return lost;
  return findReordered(index, outcome);
}
