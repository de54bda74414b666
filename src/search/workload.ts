import type { Aftermath, Violation } from '../model/aftermath.js';
import type { Script } from '../model/script.js';
import type { ViolationKind } from '../model/verdict.js';
import type { Scenario } from '../scenario/scenario.js';

/** Judges crash states of one script. Returns the first broken promise of a kind not excluded. */
export type Judge = (
  aftermath: Aftermath,
  excluded: ReadonlySet<ViolationKind>,
) => Violation | null;

/** A scenario with what can judge its scripts. */
export interface Workload {
  readonly scenario: Scenario;
  readonly judgeOf: (script: Script) => Judge;
}
