import { expect, it } from 'vitest';
import { runFix } from '../../src/run/fix/fix.js';
import { runMatrix } from '../../src/run/matrix/matrix.js';
import { planRun } from '../../src/run/plan.js';
import { runPlan } from '../../src/run/run-plan.js';
import { guestJudgeOf, judgedScenarios } from '../../src/run/scenarios/judged-scenarios.js';

// XFS takes no nobarrier since Linux 4.19, ext4 does.
const scenarios = ['xfs-iclogs', 'ext4-ordered'] as const;
const cell = { frontends: ['virtio-blk'], caches: ['none'], faults: ['power-loss'] } as const;
const mounts = ['barrier', 'nobarrier'] as const;

it('a scenario that no guest mounts so is judged nowhere', async () => {
  const plan = await planRun({ ...cell, scenarios: ['xfs-iclogs'], mounts });
  const { result } = await runPlan(plan, new AbortController().signal, () => {});
  const mounted = result.results.map(({ configuration }) => configuration.guest.mount);
  expect(new Set(mounted)).toEqual(new Set(['barrier']));

  const matrix = await runMatrix({ ...cell, scenarios: ['xfs-iclogs'], mounts, vary: ['mount'] });
  const { safe, unsafe, inconclusive } = matrix.result.summary;
  expect([safe, unsafe, inconclusive]).toEqual([1, 0, 1]);
});

it('each guest is judged by what it can mount', async () => {
  const { judged } = await judgedScenarios((await planRun({ scenarios })).scenarios);
  const { workloadsOf } = guestJudgeOf(judged);
  const of = mounts.map((mount) => workloadsOf({ kernel: '6.12', mount }));
  expect(of).toEqual(['ext4-ordered,xfs-iclogs', 'ext4-ordered']);
});

it('the proofs of a matrix and of a fix are of the same scenarios', async () => {
  const options = { ...cell, scenarios, mounts, vary: ['mount'], prove: true } as const;
  const { result, blkcheckBugs } = await runMatrix(options);
  expect([result.summary.unsafe, blkcheckBugs]).toEqual([1, []]);
  const stack = 'virtio-blk/none@mount=nobarrier';
  const fix = await runFix({ stack, scenarios, faults: cell.faults, diskClass: 'hdd-7200' });
  expect([fix.result.current.verdict, fix.blkcheckBugs]).toEqual(['unsafe', []]);
});
