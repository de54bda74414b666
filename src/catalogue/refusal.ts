import type { Configuration } from '../model/configuration.js';

/** Why there is no such machine. */
export interface Refusal {
  readonly because: string;
  readonly isSo: (configuration: Configuration) => boolean;
  /** There are such machines, or somebody says so, and nobody here knows what they do. */
  readonly isUnknown?: true;
}
