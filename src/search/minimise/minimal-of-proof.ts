import { attemptRecorded, type Subject } from '../attempt.js';
import { stillMinimal } from '../proof/below-weaker.js';
import type { Proof, ScriptFailure } from '../proof/proof.js';
import { harmOf } from '../proof/signature.js';
import type { Workload } from '../workload.js';
import { isSameDefect, type Minimal } from './minimal.js';
import { createMinimals } from './minimals.js';
import { type IsHonest, minimise } from './minimise.js';
import { NotAgainError } from './not-again-error.js';

const remembered = createMinimals();

/**
 * The failure as small as it can be made on the machine that was proved. What another fault showed
 * is taken for a start where this one shows it too: it is small already.
 */
export function minimalOf(
  proof: Proof,
  failure: ScriptFailure,
  oracleOf: Workload['oracleOf'],
  isHonest: IsHonest | null,
): Minimal {
  const key = harmOf(failure.stack, proof.fault, failure.attempt);
  return remembered(failure.attempt, key, proof.fault, () =>
    minimalUnder(proof, failure, oracleOf, isHonest),
  );
}

function minimalUnder(
  proof: Proof,
  failure: ScriptFailure,
  oracleOf: Workload['oracleOf'],
  isHonest: IsHonest | null,
): Minimal {
  const below = belowWeaker(proof, failure, oracleOf, isHonest);
  if (below !== null) return below;
  const own = startOf(proof, failure, oracleOf);
  const others = proof.earlier.flatMap((earlier) =>
    earlier.failures
      .filter(({ kind }) => kind === failure.kind)
      .map((each) => minimalOf(earlier, each, oracleOf, isHonest)),
  );
  const start = firstThatShows(own, others, failure) ?? own;
  return minimise(start, failure.kind, isHonest);
}

/** What the weaker machine's failure of the kind became, if it says the same of this one. */
function belowWeaker(
  { ofWeaker }: Proof,
  failure: ScriptFailure,
  oracleOf: Workload['oracleOf'],
  isHonest: IsHonest | null,
): Minimal | null {
  const same = ofWeaker?.failures.find(({ kind }) => kind === failure.kind);
  if (ofWeaker === null || same === undefined) return null;
  return stillMinimal(minimalOf(ofWeaker, same, oracleOf, isHonest), failure);
}

function startOf(
  { fault }: Proof,
  { kind, attempt, script, stack }: ScriptFailure,
  oracleOf: Workload['oracleOf'],
): Minimal {
  const subject: Subject = { script, stack, fault, oracleOf, second: attempt.second };
  const again = attemptRecorded(subject, attempt.powerCut, attempt.choices, kind);
  if (again !== null) return { subject, attempt: again };
  throw new NotAgainError(`${script.scenario}: a proved ${kind} failure does not happen again`);
}

function firstThatShows(
  own: Minimal,
  others: readonly Minimal[],
  { kind }: ScriptFailure,
): Minimal | null {
  for (const { subject, attempt } of others) {
    const same: Subject = { ...own.subject, script: subject.script };
    const again = attemptRecorded(same, attempt.powerCut, attempt.choices, kind);
    if (isSameDefect(own, again)) return { subject: same, attempt: again };
  }
  return null;
}
