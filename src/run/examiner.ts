import { setImmediate } from 'node:timers/promises';
import { Tinypool } from 'tinypool';
import type { Examiner } from './execute.js';
import type { Job } from './job.js';
import { inconclusiveExamination } from './judge.js';
import type { RunPlan } from './plan.js';
import { deriveSeed } from './seed.js';
import { UsageError } from './usage-error.js';
import { blkcheckVersion } from './versions.js';
import { answer, type WorkerAnswer, type WorkerTask } from './worker.js';

/** Lends an examiner, with as many worker threads behind it as the plan says. */
export async function withExaminer<Result>(
  plan: RunPlan,
  use: (examine: Examiner) => Promise<Result>,
): Promise<Result> {
  const version = blkcheckVersion();
  const taskOf = (job: Job): WorkerTask => ({
    id: job.id,
    source: job.scenario.source,
    parameters: job.scenario.parameters,
    stack: job.stack,
    configuration: job.configuration,
    fault: job.fault,
    runs: plan.runs,
    seed: deriveSeed(plan.seed, job.id),
    blkcheckVersion: version,
  });
  if (plan.workers === 0) return use(async (job) => examinationIn(await answerHere(taskOf(job))));
  const pool = poolOf(plan.workers);
  try {
    return await use(async (job, stop) => {
      const given: WorkerAnswer = await pool.run(taskOf(job), { signal: stop });
      return examinationIn(given);
    });
  } finally {
    await pool.destroy();
  }
}

function poolOf(workers: number): Tinypool {
  return new Tinypool({
    filename: new URL('./worker.js', import.meta.url).href,
    name: 'answer' satisfies keyof typeof import('./worker.js'),
    minThreads: workers,
    maxThreads: workers,
    isolateWorkers: false,
  });
}

/** Between two jobs a signal may arrive and progress be drawn. */
async function answerHere(task: WorkerTask): Promise<WorkerAnswer> {
  await setImmediate();
  return answer(task);
}

function examinationIn(given: WorkerAnswer) {
  if (given.kind === 'examined') return given.examination;
  if (given.kind === 'inconclusive') return inconclusiveExamination(given.reason);
  throw new UsageError(given.diagnostics);
}
