import { joined, type Outcome } from '../advise/matrix/outcomes.js';
import type { Behaviour } from '../analysis/behaviour.js';
import { createJudge } from '../analysis/predict.js';
import type { Profile } from '../catalogue/profiles.js';
import type { RunResult } from '../model/result.js';
import type { Script } from '../model/script.js';
import { compiledScript } from '../search/scripts.js';
import type { Workload } from '../search/workload.js';
import type { RunOptions } from './options.js';
import { type PlannedScenario, selectScenarios } from './select-scenarios.js';
import { usageError } from './usage-error.js';
import { workloadOf } from './workload.js';

/** A scenario that is one script, ready to be judged without being run. */
export interface Judged {
  readonly scenario: PlannedScenario;
  readonly workload: Workload;
  readonly script: Script;
}

export interface JudgedScenarios {
  readonly judged: readonly Judged[];
  /** Scenarios that the analysis has no opinion on, and why. */
  readonly leftOut: RunResult['notApplicable'];
}

async function judgedOf(scenario: PlannedScenario): Promise<Judged> {
  const workload = await workloadOf(scenario.source);
  return { scenario, workload, script: compiledScript(workload, scenario.parameters, []) };
}

/** @throws UsageError for a mistake in a name or a file, and where nothing can be judged. */
export async function judgedScenarios(
  options: RunOptions,
  profile: Profile,
): Promise<JudgedScenarios> {
  const { scenarios, notApplicable } = await selectScenarios(options, profile);
  const isOne = ({ method, source }: PlannedScenario) =>
    method === 'proof' && source.kind !== 'bounded';
  const many = scenarios.filter((scenario) => !isOne(scenario));
  const leftOut = [
    ...many.map(({ name }) => ({ scenario: name, reason: 'is many scripts, which `run` samples' })),
    ...notApplicable,
  ];
  const judged = await Promise.all(scenarios.filter(isOne).map(judgedOf));
  const [first] = many;
  if (judged.length === 0)
    throw usageError(`no selected scenario is one script: ${first?.name} ${leftOut[0]?.reason}`);
  return { judged, leftOut };
}

/** What a behaviour does to the scenarios together, each behaviour judged once. */
export function judgeOf(judged: readonly Judged[]): (behaviour: Behaviour) => Outcome {
  const judges = judged.map(({ script }) => createJudge(script));
  const known = new Map<string, Outcome>();
  return (behaviour) => {
    const key = JSON.stringify(behaviour);
    const before = known.get(key);
    if (before !== undefined) return before;
    const outcomes = judges.map((judge) => {
      const { kinds, verdict } = judge(behaviour);
      return { kinds, isUnknown: verdict === 'unknown' };
    });
    const outcome = joined(outcomes);
    known.set(key, outcome);
    return outcome;
  };
}
