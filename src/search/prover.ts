import type { FaultOrNone } from '../model/fault.js';
import type { Script } from '../model/script.js';
import type { Stack } from '../stack/stack.js';
import type { Exhausted, Limits } from './exhaust/exhaust.js';
import { exhaust } from './exhaust/exhaust.js';
import type { Reductions } from './exhaust/reductions.js';
import { compiledScript } from './scripts.js';
import type { Workload } from './workload.js';

/** Proves scripts, and remembers the last ones: many configurations make the same machine. */
export interface Prover {
  /** The script of a scenario with these parameters, compiled once. */
  readonly scriptOf: (
    workload: Workload,
    parameters: Readonly<Record<string, number>>,
  ) => Pick<ProofSubject, 'name' | 'script'>;
  readonly prove: (
    subject: ProofSubject,
    faults: readonly FaultOrNone[],
    fault: FaultOrNone,
  ) => Exhausted;
}

export interface ProofSubject {
  /** The script by a name of its own: scenario and parameters. */
  readonly name: string;
  readonly script: Script;
  readonly stack: Stack;
  readonly oracleOf: Workload['oracleOf'];
}

export interface ProverOptions {
  readonly reductions: Reductions;
  readonly limits: Limits;
  /** Whether machines that do the same share a proof. */
  readonly sharesProofs: boolean;
}

/** Proofs of so many machines are kept; a batch of rows asks for one of them after the other. */
const keptMax = 256;

export function createProver({ reductions, limits, sharesProofs }: ProverOptions): Prover {
  const kept = new Map<string, readonly Exhausted[]>();
  const scripts = new Map<string, Script>();
  return {
    scriptOf(workload, parameters) {
      const name = `${workload.scenario.name} ${JSON.stringify(parameters)}`;
      const script = scripts.get(name) ?? compiledScript(workload, parameters, []);
      // The rows of a scenario come one after the other.
      if (!scripts.has(name)) scripts.clear();
      scripts.set(name, script);
      return { name, script };
    },
    prove({ name, script, stack, oracleOf }, faults, fault) {
      const key = `${name} ${faults.join()} ${signatureOf(stack)}`;
      const known = sharesProofs ? kept.get(key) : undefined;
      const proved = known ?? exhaust({ script, stack, oracleOf }, faults, reductions, limits);
      if (kept.size >= keptMax) kept.clear();
      kept.set(key, proved);
      const found = proved.find((each) => each.fault === fault);
      if (found === undefined) throw new Error(`${fault} is not among ${faults.join(', ')}`);
      return found;
    },
  };
}

/**
 * Stacks with the same signature do the same: all that a layer's functions look at, without the
 * rules that they note for whoever asks why.
 */
export function signatureOf(stack: Stack): string {
  return JSON.stringify(stack, (key, value) => (key.endsWith('Because') ? undefined : value));
}
