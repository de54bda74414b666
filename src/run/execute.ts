import type { Examination } from '../search/examine.js';
import { type Batch, batchesOf, type Job } from './job.js';
import { UsageError } from './usage-error.js';

/** Answers the jobs of a batch. An abort of `stop` cuts it, and then the answer is a rejection. */
export type Examiner = (batch: Batch, stop: AbortSignal) => Promise<readonly Examination[]>;

/** Jobs that were cut or not begun have none. */
export type Examinations = ReadonlyMap<string, Examination>;

/**
 * Runs the jobs, `lanes` batches at a time, and returns what came back by the id of the job, so
 * that the order in which they ended cannot show. After `stop` no batch is begun.
 */
export async function execute<SomeJob extends Job>(
  jobs: readonly SomeJob[],
  lanes: number,
  examine: Examiner,
  stop: AbortSignal,
  onDone: (job: SomeJob, examination: Examination) => void,
): Promise<Examinations> {
  const examinations = new Map<string, Examination>();
  // All lanes take from the one iterator, so that each batch is taken once.
  const queue = batchesOf(jobs).values();
  const lane = async (): Promise<void> => {
    for (const batch of queue) {
      if (stop.aborted) return;
      const answers = await examineUnlessStopped(batch, examine, stop);
      if (answers === undefined) return;
      for (const [at, job] of batch.entries()) {
        const examination = answers[at];
        if (examination === undefined) throw new Error(`no answer to ${job.id}`);
        examinations.set(job.id, examination);
        onDone(job, examination);
      }
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return examinations;
}

async function examineUnlessStopped(
  batch: Batch,
  examine: Examiner,
  stop: AbortSignal,
): Promise<readonly Examination[] | undefined> {
  try {
    return await examine(batch, stop);
  } catch (error) {
    if (stop.aborted) return undefined;
    if (error instanceof UsageError) throw error;
    const [first] = batch;
    throw new Error(`${first?.id}: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}
