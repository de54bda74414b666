import type { Profile } from '../../catalogue/dimensions/profiles.js';
import type { FaultId } from '../../model/fault.js';
import type { MatrixResult } from '../../model/matrix-result.js';
import type { WorkloadBug } from '../../model/result.js';
import { isHeldByTests } from '../jobs/job.js';
import { type JudgedScenario, judgedScenarios } from '../scenarios/judged-scenarios.js';
import type { PlannedScenario } from '../scenarios/select-scenarios.js';

/** Scenarios that may be counted against a machine, and the others. */
export interface MatrixWorkloads {
  readonly judged: readonly JudgedScenario[];
  readonly leftOut: MatrixResult['leftOut'];
  readonly bugs: readonly WorkloadBug[];
  /** Of some it could not be shown that they hold on honest machines. */
  readonly isUnsettled: boolean;
}

function manyScripts({ name }: PlannedScenario) {
  return { scenario: name, reason: 'is many scripts, which the analysis does not look at' };
}

function ownBug({ scenario, control, finding }: WorkloadBug) {
  const where = `it fails on the ${control} control, so it counts against no cell`;
  return {
    scenario,
    reason: `has a bug of its own (${finding.rule}): ${where}: ${finding.effect}`,
  };
}

function unsettledControl({ scenario, reason }: { scenario: string; reason: string }) {
  return { scenario, reason: `could not be shown to hold on honest machines: ${reason}` };
}

/** What runs controls is loaded only where the tests have not proved them. */
async function controlsOfOwn(
  judged: readonly JudgedScenario[],
  faults: readonly FaultId[],
  profile: Profile,
) {
  const own = judged.map(({ scenario }) => scenario).filter((each) => !isHeldByTests(each));
  if (own.length === 0) return { bugs: [], unsettled: [] };
  const { runControls } = await import('./matrix-controls.js');
  return runControls(own, faults, profile);
}

/**
 * A workload that fails on honest machines says nothing about any other.
 *
 * @throws UsageError where nothing can be judged.
 */
export async function workloadsFor(
  scenarios: readonly PlannedScenario[],
  faults: readonly FaultId[],
  profile: Profile,
): Promise<MatrixWorkloads> {
  const { judged, others } = await judgedScenarios(scenarios);
  const { bugs, unsettled } = await controlsOfOwn(judged, faults, profile);
  const out = new Set([...bugs, ...unsettled].map(({ scenario }) => scenario));
  return {
    judged: judged.filter(({ scenario }) => !out.has(scenario.name)),
    leftOut: [...bugs.map(ownBug), ...unsettled.map(unsettledControl), ...others.map(manyScripts)],
    bugs,
    isUnsettled: unsettled.length > 0,
  };
}
