import { setMaxListeners } from 'node:events';
import type { Examination } from '../search/examine.js';
import { withExaminer } from './examiner.js';
import { execute } from './execute.js';
import { controlsOf, type Job, rowJobsOf } from './job.js';
import { mergeOutcome, type RunOutcome, type Stopped } from './merge.js';
import type { Progress } from './options.js';
import type { RunPlan } from './plan.js';
import { unnoticedBugs } from './unnoticed-bugs.js';
import { failedControlsOf, ownBugOf } from './workload-bugs.js';

/**
 * Runs a plan: the controls first, because a workload that fails them has nothing to say about
 * any configuration, then a row each.
 */
export async function runPlan(
  plan: RunPlan,
  interrupt: AbortSignal,
  onProgress: (progress: Progress) => void,
): Promise<RunOutcome> {
  const limit = plan.timeMs === 0 ? [] : [AbortSignal.timeout(plan.timeMs)];
  const stop = AbortSignal.any([interrupt, ...limit]);
  // Each job in a worker listens, and there are many jobs.
  setMaxListeners(0, stop);
  const controls = controlsOf(plan);
  const rows = rowJobsOf(plan);
  const count = progressCounter(controls.length + rows.length, onProgress);
  const { failed, examinations } = await withExaminer(plan, async (examine) => {
    const lanes = Math.max(plan.workers, 1);
    const ofControls = await execute(controls, lanes, examine, stop, count.done);
    const failedControls = failedControlsOf(controls, ofControls);
    const usable = rows.filter((job) => ownBugOf(job, failedControls) === undefined);
    count.skip(rows.length - usable.length);
    const ofRows = await execute(usable, lanes, examine, stop, count.done);
    const unnoticed = await unnoticedBugs(usable, ofRows);
    return { failed: [...failedControls, ...unnoticed], examinations: ofRows };
  });
  return mergeOutcome(plan, failed, examinations, stoppedBy(interrupt, stop));
}

function stoppedBy(interrupt: AbortSignal, stop: AbortSignal): Stopped {
  if (interrupt.aborted) return 'interrupted';
  return stop.aborted ? 'time' : 'no';
}

function progressCounter(total: number, onProgress: (progress: Progress) => void) {
  let done = 0;
  let skipped = 0;
  let unsafe = 0;
  return {
    done(job: Job, { verdict }: Examination): void {
      done += 1;
      if (verdict === 'unsafe') unsafe += 1;
      onProgress({ done, total: total - skipped, unsafe, last: job.id });
    },
    skip(count: number): void {
      skipped += count;
    },
  };
}
