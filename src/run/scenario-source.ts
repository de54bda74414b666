import type { BoundedFamily } from '../scenario/bounded/families.js';
import type { Scenario } from '../scenario/scenario.js';

/** Where a worker gets a scenario from. A module's functions cannot be sent, so its path is. */
export type ScenarioSource =
  | { readonly kind: 'data'; readonly scenario: Scenario }
  | { readonly kind: 'module'; readonly file: string }
  /** Many small scripts, made where they are needed. */
  | { readonly kind: 'bounded'; readonly family: BoundedFamily };

export interface LoadedScenario {
  readonly scenario: Scenario;
  readonly source: ScenarioSource;
  /** Not from a file of the user's. */
  readonly comesWithVersion: boolean;
}
