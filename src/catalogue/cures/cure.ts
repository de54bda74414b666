import type { Configuration } from '../../model/configuration.js';
import { dimensionOf } from '../dimensions/dimensions.js';

/** Values by the keys of dimensions. */
export type CureSettings = Readonly<Record<string, string>>;

/** One way to mend what a rule is about. */
export interface Cure {
  /** What is set, all of it together; empty where no setting does it. */
  readonly settings: CureSettings;
  /** What has to be done where no setting does it. */
  readonly advice: string;
}

export function setting(settings: CureSettings): Cure {
  return { settings, advice: '' };
}

export function advising(advice: string): Cure {
  return { settings: {}, advice };
}

/** The configuration with all of it set; an image that is moved is written whole. */
export function applied({ settings }: Cure, configuration: Configuration): Configuration {
  const moved = settings['host'] === undefined ? [] : [['allocation', 'full'] as const];
  return [...Object.entries(settings), ...moved].reduce(
    (all, [key, to]) => dimensionOf(key).write(all, to),
    configuration,
  );
}
