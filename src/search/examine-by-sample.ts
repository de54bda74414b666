import type { Explored } from '../model/result.js';
import type { Examination, ExamineJob } from './examine.js';
import { costOf, honestyCheckOf } from './job-parts.js';
import { ownFinding } from './own-finding.js';
import type { Sampling } from './sample.js';
import type { Sampler } from './sampler.js';
import { simulatorOf } from './simulators.js';
import { stackOf } from './stacks.js';

/** Looks at generated runs of a machine that does the same. */
export function examineBySample(job: ExamineJob, sampler: Sampler): Examination {
  const stack = stackOf(job.stack, job.configuration, job.workload.scenario.atomicBytes);
  const { sampling, script, minimals } = sampler(job, stack);
  const isHonest = honestyCheckOf(job);
  const findings = minimals.map(({ kind, minimal }) =>
    ownFinding(job, stack, minimal, kind, isHonest),
  );
  return {
    verdict: findings.length > 0 ? 'unsafe' : 'safe',
    basis: 'sampled',
    explored: exploredBy(sampling),
    cost: costOf(simulatorOf(script, stack)),
    boundPercent: findings.length > 0 ? 100 : boundPercent(sampling.runs),
    reason: '',
    findings,
  };
}

function exploredBy({ runs, exercisedRuns }: Sampling): Explored {
  return {
    runs,
    workloads: 0,
    exercisedRuns,
    schedules: 0,
    crashPoints: 0,
    crashStates: '0',
    executions: runs,
  };
}

/**
 * With N independent runs that all pass, 1 - 0.05^(1/N) bounds the failing share with 95 %
 * confidence. It is about the generator, which is why it runs without bias.
 */
function boundPercent(runs: number): number {
  return runs === 0 ? 100 : 100 * (1 - 0.05 ** (1 / runs));
}
