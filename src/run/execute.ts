import type { Examination } from '../search/examine.js';
import type { Job } from './job.js';
import { UsageError } from './usage-error.js';

/** Answers one job. An abort of `stop` cuts it, and then the answer is a rejection. */
export type Examiner = (job: Job, stop: AbortSignal) => Promise<Examination>;

/** Jobs that were cut or not begun have none. */
export type Examinations = ReadonlyMap<string, Examination>;

/**
 * Runs the jobs, `lanes` at a time, and returns what came back by the id of the job, so that
 * the order in which they ended cannot show. After `stop` no job is begun.
 */
export async function execute<SomeJob extends Job>(
  jobs: readonly SomeJob[],
  lanes: number,
  examine: Examiner,
  stop: AbortSignal,
  onDone: (job: SomeJob, examination: Examination) => void,
): Promise<Examinations> {
  const examinations = new Map<string, Examination>();
  // All lanes take from the one iterator, so that each job is taken once.
  const queue = jobs.values();
  const lane = async (): Promise<void> => {
    for (const job of queue) {
      if (stop.aborted) return;
      const examination = await examineUnlessStopped(job, examine, stop);
      if (examination === undefined) return;
      examinations.set(job.id, examination);
      onDone(job, examination);
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return examinations;
}

async function examineUnlessStopped(
  job: Job,
  examine: Examiner,
  stop: AbortSignal,
): Promise<Examination | undefined> {
  try {
    return await examine(job, stop);
  } catch (error) {
    if (stop.aborted) return undefined;
    if (error instanceof UsageError) throw error;
    throw new Error(`${job.id}: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}
