import type { Finding } from '../model/finding.js';
import type { Explored } from '../model/result.js';
import type { ViolationKind } from '../model/verdict.js';
import type { Stack } from '../stack/stack.js';
import { attempt, type Subject } from './attempt.js';
import type { Examination, ExamineJob } from './examine.js';
import { findingOf } from './finding.js';
import { type SampleShape, sampleArbitrary, scriptInputs } from './generate.js';
import { contextOf, costOf, honestyCheckOf } from './job-parts.js';
import { type IsHonest, minimise } from './minimise.js';
import { pinnedFailures } from './pinned.js';
import { chooserOf, cutOf, type Sampling, sample } from './sample.js';
import { createPreparer, type Preparer } from './scripts.js';
import { stackOf } from './stacks.js';

/** Schedules of a fault-free run differ less: fewer of them are sampled. */
const faultFreeRunsMax = 100;

/** Looks at generated runs. */
export function examineBySample(job: ExamineJob): Examination {
  const stack = stackOf(job.stack, job.configuration);
  const preparer = createPreparer(job.workload, job.parameters, stack);
  const { script } = preparer.prepare({}, []);
  const runs = job.fault === 'none' ? Math.min(job.runs, faultFreeRunsMax) : job.runs;
  const shape = shapeOf(job, preparer);
  const arbitrary = sampleArbitrary(job.workload.scenario, job.parameters, shape);
  const sampling = sample(preparer, arbitrary, job.fault, { runs, seed: job.seed });
  const pinned = pinnedFailures(job.workload, script, stack, job.fault);
  const found = new Set([
    ...pinned.map(({ kind }) => kind),
    ...sampling.failures.map(({ kind }) => kind),
  ]);
  const isHonest = honestyCheckOf(job);
  const findings = [...found].map((kind) =>
    shrunkFinding(job, stack, preparer, sampling, pinned, kind, isHonest),
  );
  return {
    verdict: findings.length > 0 ? 'unsafe' : 'safe',
    basis: 'sampled',
    explored: exploredBy(sampling),
    cost: costOf(preparer.prepare({}, []).simulator),
    boundPercent: findings.length > 0 ? 100 : boundPercent(sampling.runs),
    reason: '',
    findings,
  };
}

const inputsTried = 60;
/** Longer than anything that was seen: a cut at the very end of a script does no harm. */
const lengthMargin = 1.25;

function shapeOf(job: ExamineJob, preparer: Preparer): SampleShape {
  const { script, slots } = preparer.prepare({}, []);
  const shape = { inThreads: script.threads.length > 1, allFates: false };
  const { scenario } = job.workload;
  const varies = scenario.random || scenario.parameters.some(({ generated }) => generated);
  if (!varies) return { ...shape, slotCount: slots.count };
  const counts = scriptInputs(scenario, job.parameters, inputsTried).map(
    ({ parameters, draws }) => preparer.prepare(parameters, draws).slots.count,
  );
  return { ...shape, slotCount: Math.ceil(Math.max(...counts) * lengthMargin) };
}

function shrunkFinding(
  job: ExamineJob,
  stack: Stack,
  preparer: Preparer,
  sampling: Sampling,
  pinned: ReturnType<typeof pinnedFailures>,
  kind: ViolationKind,
  isHonest: IsHonest | null,
): Finding {
  const known = pinned.find((failure) => failure.kind === kind);
  const generated = sampling.failures.find((failure) => failure.kind === kind);
  const start = known?.minimal ?? startOf(job, stack, preparer, generated?.sample, kind);
  const minimal = minimise(start, kind, isHonest);
  return findingOf(minimal, kind, contextOf(job));
}

function startOf(
  job: ExamineJob,
  stack: Stack,
  preparer: Preparer,
  found: Sampling['failures'][number]['sample'] | undefined,
  kind: ViolationKind,
) {
  if (found === undefined) throw new Error(`${job.id}: no sample shows ${kind}`);
  const { script, slots } = preparer.prepare(found.parameters, found.draws);
  const subject: Subject = { script, stack, fault: job.fault, oracleOf: job.workload.oracleOf };
  const first = attempt(subject, cutOf(found, slots), chooserOf(found, slots), kind);
  if (first === null) throw new Error(`${job.id}: a sampled ${kind} failure did not happen again`);
  return { subject, attempt: first };
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
