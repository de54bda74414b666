import type { Behaviour } from '../../src/analysis/behaviour.js';
import { createJudge } from '../../src/analysis/predict.js';
import type { Configuration } from '../../src/model/configuration.js';
import type { FaultId } from '../../src/model/fault.js';
import type { Script } from '../../src/model/script.js';
import type { ViolationKind } from '../../src/model/verdict.js';
import { createOracle } from '../../src/scenario/oracle.js';
import { exhaust } from '../../src/search/exhaust/exhaust.js';
import { allReductions } from '../../src/search/exhaust/reductions.js';
import { canonicalStack } from '../../src/search/proof/canonical-stack.js';
import { type Demand, demandOf } from '../../src/search/proof/demand.js';
import { stackOf } from '../../src/search/stacks.js';
import type { Stack } from '../../src/stack/stack.js';
import { isStackAffordable, kindsOf } from './compare.js';

/** What the two sides make of a configuration under a fault, each by itself. */
export interface Made {
  readonly configuration: Configuration;
  readonly fault: FaultId;
  readonly behaviour: Behaviour;
  readonly behaviourName: string;
  readonly stack: Stack;
  /** Of its machine, for scripts without and with writes that are durable by themselves. */
  readonly keys: { readonly plain: string; readonly durable: string };
}

/** What one side says of a script; of the many that are kept no more than that. */
export interface Opinion {
  readonly kinds: readonly ViolationKind[];
  /** Whether no other kind can be shown. */
  readonly isComplete: boolean;
}

/** A script, with what each side has said of it so far. */
export interface Subject {
  readonly script: Script;
  readonly judge: (made: Made) => Opinion;
  /** The proof that all with this machine share; null where it would take too long. */
  readonly sharedProof: (made: Made) => Opinion | null;
  /** Of the configuration's own stack, as it was built; null where it would take too long. */
  readonly ownProof: (made: Made) => Opinion | null;
  readonly proofs: () => number;
}

const limits = { executionsMax: 2_000_000, isOver: () => false };

function proofOf(script: Script, stack: Stack, fault: FaultId): Opinion | null {
  if (!isStackAffordable(script, stack)) return null;
  const subject = { script, stack, oracleOf: createOracle };
  const [proof] = exhaust(subject, [fault], allReductions, limits);
  if (proof === undefined) throw new Error(`no proof under ${fault}`);
  return { kinds: kindsOf(proof), isComplete: proof.isComplete };
}

export function createSubject(script: Script): Subject {
  const judge = createJudge(script);
  const judgements = new Map<string, Opinion>();
  const proofs = new Map<string, Opinion>();
  const demand: Demand = demandOf(script);
  // What the guest tears depends on the script.
  const ownStack = (configuration: Configuration) =>
    stackOf({ kind: 'configuration' }, configuration, script);
  return {
    script,
    judge: ({ behaviour, behaviourName }) => {
      const known = judgements.get(behaviourName);
      if (known !== undefined) return known;
      const { kinds, isComplete } = judge(behaviour);
      const opinion = { kinds, isComplete };
      judgements.set(behaviourName, opinion);
      return opinion;
    },
    sharedProof: ({ keys, configuration, fault }) => {
      const key = demand.durableWrites ? keys.durable : keys.plain;
      const stack = ownStack(configuration);
      const proof =
        proofs.get(key) ?? proofOf(script, canonicalStack(stack, demand, [fault]), fault);
      if (proof !== null) proofs.set(key, proof);
      return proof;
    },
    ownProof: ({ configuration, fault }) => proofOf(script, ownStack(configuration), fault),
    proofs: () => proofs.size,
  };
}
