import type { Profile } from '../../catalogue/dimensions/profiles.js';
import type { Configuration } from '../../model/configuration.js';
import type { FaultOrNone } from '../../model/fault.js';
import type { StackChoice } from '../../model/finding.js';
import { groupBy } from '../../model/group-by.js';
import type { WorkloadBug } from '../../model/result.js';
import { existsFor } from '../../scenario/scenario.js';
import { canonicalStack } from '../../search/proof/canonical-stack.js';
import type { Demand } from '../../search/proof/demand.js';
import { signatureOf } from '../../search/proof/signature.js';
import { withoutAllocation } from '../../search/proof/weaker.js';
import { stackOf } from '../../search/stacks.js';
import { cellOf, differenceOf, usualConfiguration } from '../configurations/configurations.js';
import type { RunPlan } from '../plan.js';
import type { PlannedScenario } from '../scenarios/select-scenarios.js';

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

/** Jobs that differ in their fault alone: what answers one may answer the others too. */
export type Batch<SomeJob extends Job = Job> = readonly SomeJob[];

/** Neighbours with the same workload on the same stack are a batch. */
export function batchesOf<SomeJob extends Job>(
  jobs: readonly SomeJob[],
): readonly Batch<SomeJob>[] {
  const batches: SomeJob[][] = [];
  for (const job of jobs) {
    const batch = batches.at(-1);
    const [first] = batch ?? [];
    if (batch !== undefined && first !== undefined && isAlike(first, job)) batch.push(job);
    else batches.push([job]);
  }
  return batches;
}

/** Batches that one worker should answer, because its answers to some are its answers to others. */
export type Bundle<SomeJob extends Job = Job> = readonly Batch<SomeJob>[];

/** Batches with the same workload whose machines do the same, as far as that is seen from here. */
export function bundlesOf<SomeJob extends Job>(
  jobs: readonly SomeJob[],
): readonly Bundle<SomeJob>[] {
  return [...groupBy(batchesOf(jobs), likenessOf).values()];
}

/** Scripts are not compiled yet; these are the machines that most of them cannot tell apart. */
const usualDemand: Demand = { requestsMax: 16, durableWrites: false, bootsAgain: false };

function likenessOf(batch: Batch): string {
  const [first] = batch;
  if (first === undefined) throw new Error('a batch is empty');
  const stack = stackOf(first.stack, first.configuration, first.scenario);
  const faults = batch.map(({ fault }) => fault);
  // What allocates on write answers for what does not: search/proof/weaker.ts.
  const full = withoutAllocation(stack);
  const like = signatureOf(canonicalStack(full, usualDemand, faults));
  return `${first.scenario.name} ${faults.join()} ${like}`;
}

function isAlike(a: Job, b: Job): boolean {
  return (
    a.scenario === b.scenario &&
    a.stack.kind === b.stack.kind &&
    a.configuration === b.configuration
  );
}

/** The tests of this version prove just these: docs/decisions/0010-controls-of-shipped-scenarios.md. */
export function isHeldByTests({ shipped, method, source }: PlannedScenario): boolean {
  return shipped && method === 'proof' && source.kind !== 'bounded';
}

/** A job whose failure is the workload's own: nothing below it is at fault. */
export interface Control extends Job {
  readonly control: WorkloadBug['control'];
}

/** For each scenario the strictest stack without a fault and with each, then honest bare metal. */
export function controlsOf(
  plan: Pick<RunPlan, 'profile' | 'scenarios' | 'faults'>,
): readonly Control[] {
  const configuration = usualConfiguration(plan.profile);
  const controlOf = (
    scenario: PlannedScenario,
    control: WorkloadBug['control'],
    fault: FaultOrNone,
  ): Control => {
    const stack = stackFor(control);
    const id = `${scenario.name}:${stack.kind}:${fault}`;
    return { id, control, scenario, stack, configuration, fault };
  };
  return plan.scenarios.flatMap((scenario) => [
    controlOf(scenario, 'fault-free', 'none'),
    ...plan.faults.map((fault) => controlOf(scenario, 'strictest', fault)),
    ...plan.faults.map((fault) => controlOf(scenario, 'bare-metal', fault)),
  ]);
}

/** One job a row, in the order in which rows are reported: the control without a fault first. */
export function rowJobsOf(plan: RunPlan): readonly Job[] {
  return plan.scenarios.flatMap((scenario) =>
    plan.configurations
      .filter(({ guest }) => existsFor(scenario, guest))
      .flatMap((configuration) =>
        (['none', ...plan.faults] as const).map((fault) => ({
          id: rowIdOf({ scenario, configuration, fault }, plan.profile),
          scenario,
          stack: { kind: 'configuration' } as const,
          configuration,
          fault,
        })),
      ),
  );
}

/** `scenario:frontend/cache:fault`, and what differs from the profile. */
export function rowIdOf(
  { scenario, configuration, fault }: Pick<Job, 'scenario' | 'configuration' | 'fault'>,
  profile: Profile,
): string {
  const cell = cellOf(configuration);
  return `${scenario.name}:${cell}:${fault}${differenceOf(configuration, profile)}`;
}

function stackFor(control: WorkloadBug['control']): StackChoice {
  if (control === 'bare-metal') return { kind: 'bare-metal', guest: 'default' };
  return { kind: 'strictest' };
}
