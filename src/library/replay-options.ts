import type { DefinedScenario } from '../scenario/defined.js';

/** How a replay may be told where its recovery is. */
export interface ReplayOptions {
  /**
   * The file of the JavaScript module that the recovery is in, for a scenario that came from one. It is
   * executed. None by default.
   */
  readonly module?: string;
  /** The scenario itself, where it was given to `run` as what `defineScenario` made. None by default. */
  readonly scenario?: DefinedScenario;
}
