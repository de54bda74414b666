import type { Diagnostic } from '../model/diagnostic.js';
import { OracleError } from '../scenario/module/recovery.js';
import {
  type Engines,
  type Examination,
  type ExamineJob,
  examine,
} from '../search/examine/examine.js';
import type { Reductions } from '../search/exhaust/reductions.js';
import { NotAgainError } from '../search/minimise/not-again-error.js';
import { createProver, type Prover } from '../search/proof/prover.js';
import { weakerAmong } from '../search/proof/weaker.js';
import type { Sampler } from '../search/sample/sampler.js';
import { ScriptError } from '../search/script-error.js';
import { stackOf } from '../search/stacks.js';
import type { Workload } from '../search/workload.js';
import { isRaised, type StopFlag } from './jobs/stop-flag.js';
import type { ReductionName } from './reduction-names.js';
import { hasOwnRecovery, type ScenarioSource } from './scenarios/scenario-source.js';
import { workloadOf } from './scenarios/workload.js';

/** What the rows of a bundle do not share. */
export type WorkerRow = Pick<ExamineJob, 'id' | 'stack' | 'configuration' | 'fault'>;

/** A bundle as it crosses to a worker: plain data, without the functions of a module. */
export interface WorkerTask extends Omit<ExamineJob, keyof WorkerRow | 'workload' | 'faults'> {
  /** Which run this is for: what is known from another is of no use. */
  readonly run: number;
  /** The name of the scenario, which no other of the run has. */
  readonly scenario: string;
  readonly source: ScenarioSource;
  /** Rows of a batch differ in their fault alone. */
  readonly batches: readonly (readonly WorkerRow[])[];
  readonly proof: ProofOptions;
}

/** How scripts are proved. */
export interface ProofOptions {
  readonly executionsMax: number;
  /** When the search ends at the latest, in milliseconds since 1970; 0 for no limit. */
  readonly deadlineMs: number;
  /** Raised when the run is interrupted. */
  readonly stop: StopFlag;
  readonly without: readonly ReductionName[];
  readonly crashRecovery: boolean;
}

/** Mistakes cross back as data too: of an error, only the message would arrive. */
export type WorkerAnswer =
  | { readonly kind: 'examined'; readonly examination: Examination }
  /** The user's own recovery failed, so nothing is known. */
  | { readonly kind: 'inconclusive'; readonly reason: string }
  | { readonly kind: 'refused'; readonly diagnostics: readonly Diagnostic[] };

/** What a worker is asked; the same function serves runs without workers. */
export async function answer(task: WorkerTask): Promise<readonly WorkerAnswer[]> {
  const { source, batches, proof, run, scenario, ...rest } = task;
  if (memory?.run !== run)
    memory = { run, prover: proverOf(proof), sampler: null, workloads: new Map() };
  const { prover, workloads } = memory;
  if (rest.method === 'sample') memory.sampler ??= await samplerOf(proof);
  const engines = { prover, sampler: memory.sampler };
  const workload = workloads.get(scenario) ?? (await workloadOf(source));
  workloads.set(scenario, workload);
  // All batches of a bundle are about the same faults.
  const stacks = batches.flatMap(([first]) =>
    first ? [stackOf(first.stack, first.configuration, workload.scenario)] : [],
  );
  const weakerThan = weakerAmong(stacks);
  return batches.flatMap((rows, at) => {
    const shared = { faults: rows.map(({ fault }) => fault), weaker: weakerThan[at] };
    const isModule = hasOwnRecovery(source);
    return rows.map((row) =>
      answerRow({ ...rest, ...row, workload, ...shared }, engines, isModule),
    );
  });
}

/** What this thread knows of the run that it works for. */
interface Memory {
  readonly run: number;
  readonly prover: Prover;
  sampler: Sampler | null;
  readonly workloads: Map<string, Workload>;
}

let memory: Memory | null = null;

const notAgain = 'the recovery is not deterministic: what was found does not happen again';

function answerRow(job: ExamineJob, engines: Engines, isModule: boolean): WorkerAnswer {
  try {
    return { kind: 'examined', examination: examine(job, engines) };
  } catch (error) {
    if (error instanceof ScriptError) return { kind: 'refused', diagnostics: error.diagnostics };
    if (error instanceof OracleError) return { kind: 'inconclusive', reason: error.message };
    if (error instanceof NotAgainError && isModule)
      return { kind: 'inconclusive', reason: notAgain };
    throw error;
  }
}

function proverOf(options: ProofOptions): Prover {
  const { executionsMax, without, stop, crashRecovery } = options;
  const isOn = (name: ReductionName) => !without.includes(name);
  const reductions: Reductions = {
    crashPoints: isOn('crash-points'),
    lazySchedule: isOn('lazy-schedule'),
    partialOrder: isOn('partial-order'),
    seenStates: isOn('seen-states'),
    lazyStates: isOn('lazy-states'),
    sharedDecisions: isOn('shared-decisions'),
    checksums: isOn('checksums'),
    sharedRecovery: isOn('shared-recovery'),
    harsherFaults: isOn('harsher-faults'),
  };
  return createProver({
    reductions,
    limits: { executionsMax, isOver: endOf(options) },
    isInterrupted: () => isRaised(stop),
    sharesProofs: isOn('sharing'),
    crashRecovery,
  });
}

/** fast-check is larger than all that proves, so it is loaded where something is sampled. */
async function samplerOf(options: ProofOptions): Promise<Sampler> {
  const { createSampler } = await import('../search/sample/sampler.js');
  return createSampler(!options.without.includes('sharing'), endOf(options));
}

/** To look at the clock or at what threads share takes longer than an event of a schedule. */
const looksEvery = 64;

function endOf({ deadlineMs, stop }: ProofOptions): () => boolean {
  const isLate = () => deadlineMs !== 0 && Date.now() >= deadlineMs;
  let asked = 0;
  let isOver = false;
  return () => {
    asked += 1;
    // Once it is over, so is every proof that follows.
    isOver ||= asked % looksEvery === 0 && (isRaised(stop) || isLate());
    return isOver;
  };
}
