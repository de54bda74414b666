import type { Finding } from '../../model/finding.js';
import type { Explored } from '../../model/result.js';
import type { Sampling } from '../sample/sample.js';
import type { Sampler } from '../sample/sampler.js';
import { stackOf } from '../stacks.js';
import { unfinishedWords } from './end-words.js';
import type { Examination, ExamineJob } from './examine.js';
import { costOf, honestyCheckOf } from './job-parts.js';
import { ownFinding } from './own-finding.js';

/** Looks at generated runs of a machine that does the same. */
export function examineBySample(
  job: ExamineJob,
  sampler: Sampler,
  isInterrupted: () => boolean,
): Examination {
  const stack = stackOf(job.stack, job.configuration, job.workload.scenario);
  const { sampling, script, minimals } = sampler(job, stack);
  const isHonest = honestyCheckOf(job);
  const findings = minimals.map(({ kind, minimal }) =>
    ownFinding(job, stack, minimal, kind, isHonest),
  );
  const { runs, isComplete } = sampling;
  const verdict = verdictOf(isComplete, findings);
  const explored = exploredBy(sampling);
  return {
    verdict,
    basis: 'sampled',
    explored,
    cost: costOf(script, stack),
    boundPercent: verdict === 'safe' ? boundPercent(runs) : 100,
    ...(!isComplete && { isCut: true }),
    reason: isComplete ? '' : unfinishedWords(isInterrupted(), explored, findings.length),
    findings,
  };
}

/** Fewer runs than were asked for would pass for them. */
function verdictOf(isComplete: boolean, findings: readonly Finding[]): Examination['verdict'] {
  if (findings.length > 0) return 'unsafe';
  return isComplete ? 'safe' : 'inconclusive';
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
