import type { FaultOrNone } from '../../model/fault.js';
import type { WorkloadBug } from '../../model/result.js';
import type { Examinations } from './execute.js';
import type { Control, Job } from './job.js';

/** Controls in which the workload failed although nothing below it was at fault. */
export interface FailedControl {
  readonly fault: FaultOrNone;
  readonly bug: WorkloadBug;
}

/** What the guest's own recovery does wrong on every disk with a cache (BLK035) is no bug of the workload. */
export function failedControlsOf(
  controls: readonly Control[],
  examinations: Examinations,
): readonly FailedControl[] {
  return controls.flatMap(({ id, control, scenario, fault }) => {
    const found = examinations.get(id)?.findings ?? [];
    const finding = found.find(({ blame }) => blame !== 'guest');
    if (finding === undefined) return [];
    return [{ fault, bug: { scenario: scenario.name, control, finding } }];
  });
}

/** The bug of its workload that keeps a job from saying anything about its configuration. */
export function ownBugOf(job: Job, failed: readonly FailedControl[]): WorkloadBug | undefined {
  const own = failed.find(
    ({ fault, bug }) =>
      bug.scenario === job.scenario.name && (bug.control === 'fault-free' || fault === job.fault),
  );
  return own?.bug;
}

/** One bug a scenario: the control that asks least of the workload says most. */
export function workloadBugsOf(failed: readonly FailedControl[]): readonly WorkloadBug[] {
  const byScenario = new Map<string, WorkloadBug>();
  for (const control of controlOrder) {
    for (const { bug } of failed) {
      if (bug.control === control && !byScenario.has(bug.scenario))
        byScenario.set(bug.scenario, bug);
    }
  }
  return [...byScenario.values()];
}

const controlOrder = ['fault-free', 'strictest', 'bare-metal'] as const;
