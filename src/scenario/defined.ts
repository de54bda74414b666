import type { ModuleRecovery } from './module/recovery.js';
import type { Scenario } from './scenario.js';

/**
 * What `defineScenario` gives: the default export of a scenario module, and an item of the option
 * `scenarios` of `run`. What else is in it may change with any version.
 */
export interface DefinedScenario {
  /** Which kind of object it is, and in which version. */
  readonly blkcheck: 'scenario-module/1';
}

/** What is behind a {@link DefinedScenario}. */
export interface ScenarioModule extends DefinedScenario {
  readonly scenario: Scenario;
  readonly recovery: ModuleRecovery;
}

/** Whether a value came from `defineScenario`, which may be that of another copy of blkcheck. */
export function isDefinedScenario(value: unknown): value is ScenarioModule {
  return (
    typeof value === 'object' &&
    value !== null &&
    (value as Partial<ScenarioModule>).blkcheck === 'scenario-module/1'
  );
}
