import type { Profile } from '../../catalogue/dimensions/profiles.js';
import type { FaultId } from '../../model/fault.js';
import type { WorkloadBug } from '../../model/result.js';
import { withExaminer } from '../jobs/examiner.js';
import { execute } from '../jobs/execute.js';
import { controlsOf } from '../jobs/job.js';
import { failedControlsOf, workloadBugsOf } from '../jobs/workload-bugs.js';
import { executionsUsual } from '../plan.js';
import type { PlannedScenario } from '../scenarios/select-scenarios.js';

/** What is known of workloads before they say anything about a machine. */
export interface ControlsRun {
  readonly bugs: readonly WorkloadBug[];
  /** Workloads without a bug that was found, of which nobody knows whether they have one, and why. */
  readonly unsettled: readonly { readonly scenario: string; readonly reason: string }[];
}

/** Controls are few, and short: a worker would take longer to start. */
const search = {
  runs: 0,
  seed: 0,
  executionsMax: executionsUsual,
  without: [],
  crashRecovery: false,
  timeMs: 0,
  workers: 0,
} as const;

/** The controls of a run, of workloads that the tests of this version have not proved. */
export async function runControls(
  scenarios: readonly PlannedScenario[],
  faults: readonly FaultId[],
  profile: Profile,
): Promise<ControlsRun> {
  const controls = controlsOf({ profile, scenarios, faults });
  const { signal } = new AbortController();
  const ending = { enough: signal, cut: signal };
  const examinations = await withExaminer(search, signal, (examine) =>
    execute(controls, { lanes: 1, examine, ending, onDone: () => undefined }),
  );
  const bugs = workloadBugsOf(failedControlsOf(controls, examinations));
  const sound = scenarios.filter(({ name }) => bugs.every(({ scenario }) => scenario !== name));
  const unsettled = sound.flatMap((scenario) => {
    const open = controls
      .filter((control) => control.scenario === scenario)
      .map(({ id }) => examinations.get(id))
      .find((examination) => examination?.verdict === 'inconclusive');
    return open === undefined ? [] : [{ scenario: scenario.name, reason: open.reason }];
  });
  return { bugs, unsettled };
}
