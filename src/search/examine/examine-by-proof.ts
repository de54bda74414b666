import type { Finding } from '../../model/finding.js';
import type { Stack } from '../../stack/stack.js';
import { minimalOf } from '../minimise/minimal-of-proof.js';
import { type IsHonest, minimise } from '../minimise/minimise.js';
import type { Proof } from '../proof/proof.js';
import type { Prover } from '../proof/prover.js';
import { secondFault, strikesTwice } from '../second-strike.js';
import { stackOf } from '../stacks.js';
import { unfinishedWords } from './end-words.js';
import type { Examination, ExamineJob } from './examine.js';
import { findingOf } from './finding.js';
import { contextOf, costOf, honestyCheckOf } from './job-parts.js';
import { ownFinding } from './own-finding.js';
import { pinnedFailures } from './pinned.js';

/** Looks at every run of the script, or of each script of a family, that matters. */
export function examineByProof(job: ExamineJob, prover: Prover): Examination {
  const { workload, parameters, fault, faults, weaker } = job;
  const stack = stackOf(job.stack, job.configuration, job.workload.scenario);
  const proof = prover.prove({ workload, parameters, stack, weaker }, faults, fault);
  const isHonest = honestyCheckOf(job);
  const findings = [
    ...proof.failures.map((failure) => {
      const minimal = minimalOf(proof, failure, workload.oracleOf, isHonest);
      return ownFinding(job, stack, minimal, failure.kind, isHonest);
    }),
    ...rememberedFindings(job, stack, proof, isHonest),
  ];
  const explored = exploredBy(proof);
  const isInterrupted = prover.isInterrupted();
  return {
    verdict: verdictOf(proof, findings),
    ...(prover.crashRecovery && strikesTwice(stack, fault) && { secondFault }),
    basis: 'exhaustive',
    explored,
    cost: costOf(proof.script, stack),
    boundPercent: 0,
    ...(!proof.isComplete && { isCut: true }),
    reason: proof.isComplete ? '' : unfinishedWords(isInterrupted, explored, findings.length),
    findings,
  };
}

/** What the scenario file remembers, where a proof ended too early to meet it again. */
function rememberedFindings(
  job: ExamineJob,
  stack: Stack,
  { isComplete, failures, script }: Proof,
  isHonest: IsHonest | null,
): readonly Finding[] {
  if (isComplete) return [];
  const known = new Set(failures.map(({ kind }) => kind));
  const remembered = new Map(
    pinnedFailures(job.workload, script, stack, job.fault).map(({ kind, minimal }) => [
      kind,
      minimal,
    ]),
  );
  return [...remembered]
    .filter(([kind]) => !known.has(kind))
    .map(([kind, minimal]) => findingOf(minimise(minimal, kind, isHonest), kind, contextOf(job)));
}

function verdictOf({ isComplete }: Proof, findings: readonly Finding[]): Examination['verdict'] {
  if (findings.length > 0) return 'unsafe';
  return isComplete ? 'safe' : 'inconclusive';
}

function exploredBy(proof: Proof): Examination['explored'] {
  return {
    runs: 0,
    workloads: proof.workloads,
    exercisedRuns: proof.exercised,
    schedules: proof.schedules,
    crashPoints: proof.crashPoints,
    crashStates: String(proof.crashStates),
    executions: proof.executions,
  };
}
