import type { MountedGuest } from '../../advise/matrix/factor-table.js';
import type { MatrixQuestion } from '../../advise/matrix/matrix.js';
import { joined, type Outcome } from '../../advise/matrix/outcomes.js';
import type { Behaviour } from '../../analysis/behaviour.js';
import { type BehaviourJudge, createJudge } from '../../analysis/predict.js';
import type { Script } from '../../model/script.js';
import type { ViolationKind } from '../../model/verdict.js';
import { existsFor } from '../../scenario/scenario.js';
import { compiledScript } from '../../search/scripts.js';
import type { Workload } from '../../search/workload.js';
import { usageError } from '../usage-error.js';
import type { PlannedScenario } from './select-scenarios.js';
import { workloadOf } from './workload.js';

/** A scenario that is one script, ready to be judged without being run. */
export interface JudgedScenario {
  readonly scenario: PlannedScenario;
  readonly workload: Workload;
  readonly script: Script;
}

export interface JudgedScenarios {
  readonly judged: readonly JudgedScenario[];
  /** Scenarios that the analysis has no opinion on: those that are many scripts. */
  readonly others: readonly PlannedScenario[];
}

async function judgedOf(scenario: PlannedScenario): Promise<JudgedScenario> {
  const workload = await workloadOf(scenario.source);
  return { scenario, workload, script: compiledScript(workload, scenario.parameters, []) };
}

export function isOneScript({ method, source }: PlannedScenario): boolean {
  return method === 'proof' && source.kind !== 'bounded';
}

/** @throws UsageError where nothing can be judged. */
export async function judgedScenarios(
  scenarios: readonly PlannedScenario[],
): Promise<JudgedScenarios> {
  const judged = await Promise.all(scenarios.filter(isOneScript).map(judgedOf));
  const others = scenarios.filter((scenario) => !isOneScript(scenario));
  if (judged.length > 0) return { judged, others };
  const names = others.map(({ name }) => name).join(', ');
  throw usageError(
    `nothing to judge without running it: ${names}`,
    'name a scenario without draws',
  );
}

/** Judges each guest by the scenarios that exist for it. */
export type GuestJudge = Pick<MatrixQuestion, 'workloadsOf' | 'judge'>;

const nothingToAsk: Outcome = { kinds: [], isUnknown: true };

export function guestJudgeOf(judged: readonly JudgedScenario[]): GuestJudge {
  const byWorkloads = new Map<string, (behaviour: Behaviour) => Outcome>();
  const byGuest = new Map<string, string>();
  const judges = new Map(judged.map((each) => [each, createJudge(each.script)]));
  const workloadsOf = ({ kernel, mount }: MountedGuest): string => {
    const guest = `${kernel} ${mount}`;
    const before = byGuest.get(guest);
    if (before !== undefined) return before;
    const own = judged.filter(({ scenario }) => existsFor(scenario, { kernel, mount }));
    const workloads = own.map(({ scenario }) => scenario.name).join();
    if (!byWorkloads.has(workloads))
      byWorkloads.set(
        workloads,
        own.length === 0
          ? () => nothingToAsk
          : judgeOf(own.flatMap((each) => judges.get(each) ?? [])),
      );
    byGuest.set(guest, workloads);
    return workloads;
  };
  return {
    workloadsOf,
    judge: (behaviour, workloads) => byWorkloads.get(workloads)?.(behaviour) ?? nothingToAsk,
  };
}

/** What a behaviour does to the scenarios together, each behaviour judged once. */
function judgeOf(judges: readonly BehaviourJudge[]): (behaviour: Behaviour) => Outcome {
  const known = new Map<string, Outcome>();
  return (behaviour) => {
    const key = JSON.stringify(behaviour);
    const before = known.get(key);
    if (before !== undefined) return before;
    const shown = new Set<ViolationKind>();
    const outcomes = judges.map((judge) => {
      const { kinds, verdict } = judge(behaviour, shown);
      for (const kind of kinds) shown.add(kind);
      return { kinds, isUnknown: verdict === 'unknown' };
    });
    const outcome = joined(outcomes);
    known.set(key, outcome);
    return outcome;
  };
}
