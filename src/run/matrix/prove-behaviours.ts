import type { Example } from '../../advise/matrix/examples.js';
import type { JudgedBehaviour } from '../../advise/matrix/matrix.js';
import { joined, type Outcome } from '../../advise/matrix/outcomes.js';
import { violationKinds } from '../../model/verdict.js';
import { existsFor } from '../../scenario/scenario.js';
import { allReductions } from '../../search/exhaust/reductions.js';
import { createProver } from '../../search/proof/prover.js';
import { stackOf } from '../../search/stacks.js';
import type { JudgedScenario } from '../scenarios/judged-scenarios.js';

/** Where the simulator and the analysis do not say the same. */
export interface Difference extends Example {
  readonly says: string;
}

export interface BehaviourProof {
  readonly executions: number;
  readonly differences: readonly Difference[];
}

const limits = { executionsMax: 1_000_000, isOver: () => false };

function wordsOf({ kinds, isUnknown }: Outcome): string {
  return isUnknown ? 'unknown' : kinds.join(', ') || 'safe';
}

/** Proves each behaviour on a configuration that has it, and compares. */
export function proveBehaviours(
  judged: readonly JudgedScenario[],
  found: readonly JudgedBehaviour[],
): BehaviourProof {
  const behaviours = found.map(({ outcome, example }) => ({ outcome, ...example() }));
  const prover = createProver({
    reductions: allReductions,
    limits,
    sharesProofs: true,
    crashRecovery: false,
  });
  let executions = 0;
  const differences: Difference[] = [];
  const proofs = behaviours.map(() => [] as Outcome[]);
  // One workload after the other: the prover remembers the scripts and machines of the last ones.
  for (const { scenario, workload } of judged) {
    for (const [at, { configuration, fault }] of behaviours.entries()) {
      if (!existsFor(scenario, configuration.guest)) continue;
      const stack = stackOf({ kind: 'configuration' }, configuration, workload.scenario);
      const subject = { workload, parameters: scenario.parameters, stack };
      const proof = prover.prove(subject, [fault], fault);
      executions += proof.executions;
      const kinds = violationKinds.filter((kind) =>
        proof.failures.some((each) => each.kind === kind),
      );
      proofs[at]?.push({ kinds, isUnknown: !proof.isComplete });
    }
  }
  for (const [at, { configuration, fault, outcome }] of behaviours.entries()) {
    const proved = joined(proofs[at] ?? []);
    if (outcome.isUnknown || wordsOf(proved) === wordsOf(outcome)) continue;
    const says = `the analysis says ${wordsOf(outcome)}, the proof ${wordsOf(proved)}`;
    differences.push({ configuration, fault, says });
  }
  return { executions, differences };
}
