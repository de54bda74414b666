import type { Finding } from '../../model/finding.js';
import { replayFinding } from '../../search/replay.js';
import type { ScenarioSource } from '../scenarios/scenario-source.js';
import { workloadOf } from '../scenarios/workload.js';
import type { Examinations } from './execute.js';
import type { Job } from './job.js';
import type { FailedControl } from './workload-bugs.js';

/**
 * Workloads that fail without a fault in a row, but did not in their control. Both are sampled,
 * so a rare mistake of the workload may show in one alone: it is the workload's if the very
 * script of the finding fails on the strictest stack too. If not, it stays a bug of blkcheck.
 */
export async function unnoticedBugs(
  jobs: readonly Job[],
  examinations: Examinations,
): Promise<readonly FailedControl[]> {
  const failed: FailedControl[] = [];
  for (const { id, fault, scenario } of jobs) {
    const [finding] = examinations.get(id)?.findings ?? [];
    if (fault !== 'none' || finding === undefined) continue;
    if (await failsOnStrictest(finding, scenario.source)) {
      failed.push({ fault, bug: { scenario: scenario.name, control: 'fault-free', finding } });
    }
  }
  return failed;
}

async function failsOnStrictest({ id, replay }: Finding, source: ScenarioSource): Promise<boolean> {
  const { oracleOf } = await workloadOf(source);
  const incidents = replay.incidents.map((incident) => ({ ...incident, choices: [] }));
  const strictest = { ...replay, stack: { kind: 'strictest' } as const, incidents };
  return replayFinding(strictest, oracleOf, id).reproduced;
}
