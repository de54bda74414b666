import type { Finding } from '../model/finding.js';
import { attemptRecorded } from './attempt.js';
import type { Examination, ExamineJob } from './examine.js';
import type { Exhausted, Failure } from './exhaust/exhaust.js';
import { findingOf } from './finding.js';
import { contextOf, costOf, honestyCheckOf } from './job-parts.js';
import { type IsHonest, minimise } from './minimise.js';
import type { Prover } from './prover.js';
import { simulatorOf } from './simulators.js';
import { stackOf } from './stacks.js';

/** Looks at every run of the script that matters. */
export function examineByProof(job: ExamineJob, prover: Prover): Examination {
  const { workload, parameters, fault, faults } = job;
  const stack = stackOf(job.stack, job.configuration);
  const { oracleOf } = workload;
  const { name, script } = prover.scriptOf(workload, parameters);
  const proof = prover.prove({ name, script, stack, oracleOf }, faults, fault);
  const isHonest = honestyCheckOf(job);
  const findings = proof.failures.map((failure) =>
    findingFor(job, { script, stack, fault, oracleOf }, failure, isHonest),
  );
  return {
    verdict: verdictOf(proof),
    basis: 'exhaustive',
    explored: exploredBy(proof),
    cost: costOf(simulatorOf(script, stack)),
    boundPercent: 0,
    reason: proof.isComplete ? '' : limitReason(proof),
    findings,
  };
}

function verdictOf({ failures, isComplete }: Exhausted): Examination['verdict'] {
  if (failures.length > 0) return 'unsafe';
  return isComplete ? 'safe' : 'inconclusive';
}

/** The failure was found on a machine that does the same; this one knows why. */
function findingFor(
  job: ExamineJob,
  subject: Parameters<typeof attemptRecorded>[0],
  { kind, attempt }: Failure,
  isHonest: IsHonest | null,
): Finding {
  const own = attemptRecorded(subject, attempt.powerCut, attempt.choices, kind);
  if (own === null) throw new Error(`${job.id}: a proved ${kind} failure does not happen here`);
  return findingOf(minimise({ subject, attempt: own }, kind, isHonest), kind, contextOf(job));
}

function exploredBy(proof: Exhausted): Examination['explored'] {
  return {
    runs: 0,
    exercisedRuns: proof.exercised,
    schedules: proof.schedules,
    crashPoints: proof.crashPoints,
    crashStates: String(proof.crashStates),
    executions: proof.executions,
  };
}

function limitReason({ executions, crashPoints }: Exhausted): string {
  return `the search ended at its limit, after ${executions} executions at ${crashPoints} crash points`;
}
