import type { Configuration } from '../../model/configuration.js';
import type { FaultOrNone } from '../../model/fault.js';
import type { StackChoice } from '../../model/finding.js';
import type { ResultRow } from '../../model/result.js';
import { nothingLeft, sparedByFault } from '../../stack/faults.js';
import type { Stack } from '../../stack/stack.js';
import type { Prover } from '../proof/prover.js';
import type { Sampler } from '../sample/sampler.js';
import { secondFault } from '../second-strike.js';
import { stackOf } from '../stacks.js';
import type { Workload } from '../workload.js';
import { examineByProof } from './examine-by-proof.js';
import { examineBySample } from './examine-by-sample.js';
import type { Method } from './method.js';

/** One question: does this workload keep its promises on this stack under this fault? */
export interface ExamineJob {
  /** Id of the row; findings are named after it. */
  readonly id: string;
  readonly workload: Workload;
  /** Parameters that are fixed; the others are generated or have their defaults. */
  readonly parameters: Readonly<Record<string, number>>;
  readonly stack: StackChoice;
  readonly configuration: Configuration;
  readonly fault: FaultOrNone;
  /** Faults that will be asked about with everything else the same, this one among them. */
  readonly faults: readonly FaultOrNone[];
  readonly method: Method;
  /** One that can do all that this stack can, and that is asked about too: weaker.ts. */
  readonly weaker?: Stack | undefined;
  /** Of a sample. */
  readonly runs: number;
  /** Of the run. */
  readonly seed: number;
  readonly blkcheckVersion: string;
}

export interface Examination
  extends Pick<
    ResultRow,
    | 'verdict'
    | 'secondFault'
    | 'basis'
    | 'explored'
    | 'cost'
    | 'boundPercent'
    | 'reason'
    | 'findings'
  > {
  /** The search ended at a limit or was interrupted, and might have found more. */
  readonly isCut?: true;
}

/** @throws ScriptError where the scenario does not compile with these parameters. */
export function examine(job: ExamineJob, { prover, sampler }: Engines): Examination {
  const found =
    job.method === 'proof'
      ? examineByProof(job, prover)
      : examineBySample(job, needed(sampler), prover.isInterrupted);
  return found.verdict === 'safe' && leavesNothing(job, prover)
    ? { ...found, verdict: 'inconclusive', reason: 'no disk is left that could keep a promise' }
    : found;
}

/** Who promises nothing loses nothing, and yet a disk that is gone is not a safe one. */
function leavesNothing(
  { stack, configuration, workload, fault }: ExamineJob,
  { crashRecovery }: Prover,
): boolean {
  const spared = sparedByFault(stackOf(stack, configuration, workload.scenario));
  const strikesAgain = crashRecovery && fault !== 'none';
  return spared[fault] === nothingLeft || (strikesAgain && spared[secondFault] === nothingLeft);
}

/** What answers, and remembers what it has answered. */
export interface Engines {
  readonly prover: Prover;
  /** Null where nothing is sampled: what generates is large. */
  readonly sampler: Sampler | null;
}

function needed(sampler: Sampler | null): Sampler {
  if (sampler === null) throw new Error('nothing was to be sampled');
  return sampler;
}
