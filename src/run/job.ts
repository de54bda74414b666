import type { Configuration } from '../model/configuration.js';
import type { FaultOrNone } from '../model/fault.js';
import type { StackChoice } from '../model/finding.js';
import type { WorkloadBug } from '../model/result.js';
import { cellOf, differenceOf, profileConfiguration } from './configurations.js';
import type { RunPlan } from './plan.js';
import type { PlannedScenario } from './select-scenarios.js';

/** One question to the search: does this workload keep its promises on this stack? */
export interface Job {
  /** A row's id, or for a control `scenario:stack:fault`. Its seed follows from it. */
  readonly id: string;
  readonly scenario: PlannedScenario;
  readonly stack: StackChoice;
  /** For a control: whose settings are taken where the stack has some of its own. */
  readonly configuration: Configuration;
  readonly fault: FaultOrNone;
}

/** A job whose failure is the workload's own: nothing below it is at fault. */
export interface Control extends Job {
  readonly control: WorkloadBug['control'];
}

/** For each scenario the strictest stack without a fault, then both honest stacks with each. */
export function controlsOf(plan: RunPlan): readonly Control[] {
  return plan.scenarios.flatMap((scenario) => [
    controlOf(plan, scenario, 'fault-free', 'none'),
    ...plan.faults.flatMap((fault) => [
      controlOf(plan, scenario, 'strictest', fault),
      controlOf(plan, scenario, 'bare-metal', fault),
    ]),
  ]);
}

/** One job a row, in the order in which rows are reported: the control without a fault first. */
export function rowJobsOf(plan: RunPlan): readonly Job[] {
  return plan.scenarios.flatMap((scenario) =>
    plan.configurations.flatMap((configuration) => {
      const start = `${scenario.name}:${cellOf(configuration)}`;
      const end = differenceOf(configuration, plan.profile);
      return (['none', ...plan.faults] as const).map((fault) => ({
        id: `${start}:${fault}${end}`,
        scenario,
        stack: { kind: 'configuration' } as const,
        configuration,
        fault,
      }));
    }),
  );
}

function controlOf(
  { profile }: RunPlan,
  scenario: PlannedScenario,
  control: WorkloadBug['control'],
  fault: FaultOrNone,
): Control {
  const [frontend] = profile.frontends;
  const [cache] = profile.caches;
  if (frontend === undefined || cache === undefined) throw new Error(`${profile.id} is empty`);
  const configuration = profileConfiguration(profile, frontend, cache);
  const stack: StackChoice =
    control === 'bare-metal' ? { kind: 'bare-metal', guest: 'default' } : { kind: 'strictest' };
  return {
    id: `${scenario.name}:${stack.kind}:${fault}`,
    control,
    scenario,
    stack,
    configuration,
    fault,
  };
}
