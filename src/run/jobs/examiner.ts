import { setImmediate } from 'node:timers/promises';
import type { Tinypool } from 'tinypool';
import type { RunPlan } from '../plan.js';
import { UsageError } from '../usage-error.js';
import { blkcheckVersion } from '../versions.js';
import { inBuild } from '../where.js';
import { answer, type WorkerAnswer, type WorkerTask } from '../worker.js';
import type { Examiner } from './execute.js';
import type { Bundle } from './job.js';
import { inconclusiveExamination } from './judge.js';
import { createStopFlag, raiseOnAbort, type StopFlag } from './stop-flag.js';

/** How many runs there have been in this process. */
let runs = 0;

/** How it is looked, whatever at. */
export type SearchPlan = Pick<
  RunPlan,
  'executionsMax' | 'timeMs' | 'without' | 'crashRecovery' | 'seed' | 'runs' | 'workers'
>;

/**
 * Lends an examiner, with as many worker threads behind it as the plan says. Its proofs end when it is
 * interrupted, and say how far they came.
 */
export async function withExaminer<Result>(
  plan: SearchPlan,
  interrupt: AbortSignal,
  use: (examine: Examiner) => Promise<Result>,
): Promise<Result> {
  const stop = createStopFlag();
  const lower = raiseOnAbort(stop, interrupt);
  try {
    const taskOf = tasksOf(plan, stop);
    return plan.workers === 0
      ? await use(inlineExaminer(taskOf))
      : await withPool(plan, taskOf, use);
  } finally {
    lower();
  }
}

type MakeTask = (bundle: Bundle) => WorkerTask;

function tasksOf(plan: SearchPlan, stop: StopFlag): MakeTask {
  const version = blkcheckVersion();
  runs += 1;
  const run = runs;
  const proof = {
    executionsMax: plan.executionsMax,
    deadlineMs: plan.timeMs === 0 ? 0 : Date.now() + plan.timeMs,
    stop,
    without: plan.without,
    crashRecovery: plan.crashRecovery,
  };
  return (bundle) => {
    const [first] = bundle.flat();
    if (first === undefined) throw new Error('a bundle is empty');
    const { scenario } = first;
    return {
      run,
      scenario: scenario.name,
      source: scenario.source,
      parameters: scenario.parameters,
      method: scenario.method,
      batches: bundle.map((batch) =>
        batch.map(({ id, stack, configuration, fault }) => ({ id, stack, configuration, fault })),
      ),
      seed: plan.seed,
      proof,
      runs: plan.runs,
      blkcheckVersion: version,
    };
  };
}

function inlineExaminer(taskOf: MakeTask): Examiner {
  return async (bundle) => {
    const task = taskOf(bundle);
    return (await answerHere(task)).map((given) => examinationIn(task, given));
  };
}

async function withPool<Result>(
  { workers }: SearchPlan,
  taskOf: MakeTask,
  use: (examine: Examiner) => Promise<Result>,
): Promise<Result> {
  const pool = await poolOf(workers);
  try {
    return await use(async (bundle, cut) => {
      const task = taskOf(bundle);
      const answers: readonly WorkerAnswer[] = await pool.run(task, { signal: cut });
      return answers.map((given) => examinationIn(task, given));
    });
  } finally {
    await pool.destroy();
  }
}

async function poolOf(workers: number): Promise<Tinypool> {
  const { Tinypool } = await import('tinypool');
  return new Tinypool({
    filename: inBuild('./worker.js').href,
    name: 'answer' satisfies keyof typeof import('../worker.js'),
    minThreads: workers,
    maxThreads: workers,
    isolateWorkers: false,
  });
}

/** Between two bundles a signal may arrive and progress be drawn. */
async function answerHere(task: WorkerTask): Promise<readonly WorkerAnswer[]> {
  await setImmediate();
  return answer(task);
}

function examinationIn({ method }: WorkerTask, given: WorkerAnswer) {
  if (given.kind === 'examined') return given.examination;
  if (given.kind === 'inconclusive') return inconclusiveExamination(method, given.reason);
  throw new UsageError(given.diagnostics);
}
