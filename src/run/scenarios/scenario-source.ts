import type { BoundedFamily } from '../../scenario/bounded/families.js';
import type { ModuleRecovery } from '../../scenario/module/recovery.js';
import type { Scenario } from '../../scenario/scenario.js';

/** Where a worker gets a scenario from. A module's functions cannot be sent, so its path is. */
export type ScenarioSource =
  | { readonly kind: 'data'; readonly scenario: Scenario }
  | { readonly kind: 'module'; readonly file: string }
  /** Given as functions, with no file behind them: for the thread that has them alone. */
  | { readonly kind: 'defined'; readonly scenario: Scenario; readonly recovery: ModuleRecovery }
  /** Many small scripts, made where they are needed. */
  | { readonly kind: 'bounded'; readonly family: BoundedFamily };

/** Whether workers can be told of it. */
export function isForThisThread({ kind }: ScenarioSource): boolean {
  return kind === 'defined';
}

/** Whether what judges it is the user's own code, which may do anything. */
export function hasOwnRecovery({ kind }: ScenarioSource): boolean {
  return kind === 'module' || kind === 'defined';
}

export interface LoadedScenario {
  readonly scenario: Scenario;
  readonly source: ScenarioSource;
  /** Not from a file of the user's. */
  readonly comesWithVersion: boolean;
}
