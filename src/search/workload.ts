import type { Script } from '../model/script.js';
import type { Oracle } from '../scenario/oracle.js';
import type { Scenario } from '../scenario/scenario.js';

/** A scenario with what can judge its scripts. */
export interface Workload {
  readonly scenario: Scenario;
  readonly oracleOf: (script: Script) => Oracle;
  /** The scripts of a family that is proved one by one; null where parameters make a script. */
  readonly members: (() => Iterable<Script>) | null;
}
