import type { Script } from '../../model/script.js';
import { type ViolationKind, violationKinds } from '../../model/verdict.js';
import type { Stack } from '../../stack/stack.js';
import { attempt } from '../attempt.js';
import type { ExamineJob } from '../examine/examine.js';
import { honestyCheckOf } from '../examine/job-parts.js';
import { pinnedFailures } from '../examine/pinned.js';
import type { Minimal } from '../minimise/minimal.js';
import { minimise } from '../minimise/minimise.js';
import { NotAgainError } from '../minimise/not-again-error.js';
import { canonicalStack } from '../proof/canonical-stack.js';
import { demandOfAll } from '../proof/demand.js';
import { createKept } from '../proof/kept.js';
import { signatureOf } from '../proof/signature.js';
import { createPreparer, type Preparer } from '../scripts.js';
import { type SampleShape, sampleArbitrary, scriptInputs } from './generate.js';
import { chooserOf, cutOf, type SampleOptions, type Sampling, sample } from './sample.js';
import { deriveSeed } from './seed.js';

/** What generated runs of one scenario on one machine under one fault have shown. */
export interface Sampled {
  readonly sampling: Sampling;
  /** The script with the default parameters. */
  readonly script: Script;
  /** For each kind of broken promise one failure, as small as it can be made. */
  readonly minimals: readonly { readonly kind: ViolationKind; readonly minimal: Minimal }[];
}

/** Samples a machine, and remembers the last ones: many configurations make the same. */
export type Sampler = (job: ExamineJob, stack: Stack) => Sampled;

/**
 * @param shares - whether machines that do the same share their runs
 * @param isOver - whether the time of the search is over
 */
export function createSampler(shares: boolean, isOver: () => boolean): Sampler {
  const kept = createKept<Sampled>();
  return (job, own) => {
    const { workload, parameters, fault, runs } = job;
    const stack = shares ? canonicalStack(own, demandOfAll(workload.scenario), [fault]) : own;
    const name = `${workload.scenario.name}:${fault}:${signatureOf(stack)}`;
    const key = `${name} ${runs} ${JSON.stringify(parameters)}`;
    return kept(key, () =>
      sampledOn(job, stack, { runs, seed: deriveSeed(job.seed, name), isOver }),
    );
  };
}

/** Schedules of a fault-free run differ less: fewer of them are sampled. */
const faultFreeRunsMax = 100;

function sampledOn(job: ExamineJob, stack: Stack, options: SampleOptions): Sampled {
  const { workload, parameters, fault } = job;
  const preparer = createPreparer(workload, parameters, stack);
  const { script } = preparer.prepare({}, []);
  const runs = fault === 'none' ? Math.min(options.runs, faultFreeRunsMax) : options.runs;
  const arbitrary = sampleArbitrary(workload.scenario, parameters, shapeOf(job, preparer));
  const sampling = sample(preparer, arbitrary, fault, { ...options, runs });
  const starts = new Map<ViolationKind, Minimal>([
    ...sampling.failures.map(
      ({ kind, sample: found }) => [kind, startOf(job, stack, preparer, found, kind)] as const,
    ),
    ...pinnedFailures(workload, script, stack, fault).map(
      ({ kind, minimal }) => [kind, minimal] as const,
    ),
  ]);
  const isHonest = honestyCheckOf(job);
  const minimals = violationKinds.flatMap((kind) => {
    const start = starts.get(kind);
    return start === undefined ? [] : [{ kind, minimal: minimise(start, kind, isHonest) }];
  });
  return { sampling, script, minimals };
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

function startOf(
  job: ExamineJob,
  stack: Stack,
  preparer: Preparer,
  found: Sampling['failures'][number]['sample'],
  kind: ViolationKind,
): Minimal {
  const { script, slots } = preparer.prepare(found.parameters, found.draws);
  const subject = { script, stack, fault: job.fault, oracleOf: job.workload.oracleOf };
  const first = attempt(subject, cutOf(found, slots), chooserOf(found, slots), kind);
  if (first === null)
    throw new NotAgainError(`${job.id}: a sampled ${kind} failure did not happen again`);
  return { subject, attempt: first };
}
