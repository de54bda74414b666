import { describe, expect, it } from 'vitest';
import { faultIds } from '../../../src/model/fault.js';
import { type Ending, type Examiner, execute } from '../../../src/run/jobs/execute.js';
import { rowJobsOf } from '../../../src/run/jobs/job.js';
import { safe, samplePlan } from '../samples.js';

const jobs = rowJobsOf(samplePlan({ faults: ['all'] }));
const endingAt = (signal: AbortSignal): Ending => ({ enough: signal, cut: signal });
const never = endingAt(new AbortController().signal);
const onDone = () => {};

describe('execute', () => {
  it.each([1, 2, 7, 1000])('asks about every job once, with %i lanes', async (lanes) => {
    const asked: string[] = [];
    const examine: Examiner = async (bundle) => {
      asked.push(...bundle.flat().map(({ id }) => id));
      return bundle.flat().map(() => safe);
    };
    const examinations = await execute(jobs, { lanes, examine, ending: never, onDone });
    expect(asked.sort()).toEqual(jobs.map(({ id }) => id).sort());
    expect(examinations.size).toBe(jobs.length);
  });

  it('has no more under way than lanes', async () => {
    let underWay = 0;
    let most = 0;
    const examine: Examiner = async (bundle) => {
      underWay += 1;
      most = Math.max(most, underWay);
      await new Promise((resolve) => setTimeout(resolve, 1));
      underWay -= 1;
      return bundle.flat().map(() => safe);
    };
    await execute(jobs, { lanes: 3, examine, ending: never, onDone });
    expect(most).toBe(3);
  });

  it('begins nothing after a stop, and keeps what was done', async () => {
    const controller = new AbortController();
    const examine: Examiner = async (bundle) => bundle.flat().map(() => safe);
    const done: string[] = [];
    const ending = endingAt(controller.signal);
    const examinations = await execute(jobs, {
      lanes: 1,
      examine,
      ending,
      onDone: ({ id }) => {
        done.push(id);
        if (done.length === 5) controller.abort();
      },
    });
    expect([...examinations.keys()]).toEqual(done);
    // A batch is one stack with all faults and none.
    expect(done).toHaveLength(faultIds.length + 1);
  });

  it('takes the rejection of a job that was cut as such', async () => {
    const controller = new AbortController();
    const examine: Examiner = async () => {
      controller.abort();
      throw new Error('terminated');
    };
    const ending = endingAt(controller.signal);
    const examinations = await execute(jobs, { lanes: 2, examine, ending, onDone });
    expect(examinations.size).toBe(0);
  });

  it('waits for what is under way when nothing more is begun', async () => {
    const controller = new AbortController();
    const examine: Examiner = async (bundle, cut) => {
      controller.abort();
      expect(cut.aborted).toBe(false);
      return bundle.flat().map(() => safe);
    };
    const ending = { ...never, enough: controller.signal };
    const examinations = await execute(jobs, { lanes: 1, examine, ending, onDone });
    expect(examinations.size).toBe(faultIds.length + 1);
  });

  it('names the job of any other rejection', async () => {
    const examine: Examiner = async () => {
      throw new Error('out of range');
    };
    await expect(execute(jobs, { lanes: 2, examine, ending: never, onDone })).rejects.toThrow(
      `${jobs[0]?.id}: out of range`,
    );
  });
});
