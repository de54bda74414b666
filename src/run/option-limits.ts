import { requestsMax } from '../scenario/bounded/families.js';

/** The smallest and the largest value of an option. */
export interface OptionRange {
  readonly min: number;
  readonly max: number;
}

/** Beyond these a mistake is likelier than a wish, and the memory for the rows is bounded. */
export const optionLimits = {
  bounded: { min: 1, max: requestsMax },
  jobs: { min: 1, max: 256 },
  maxExecutions: { min: 1, max: 1_000_000_000_000 },
  runs: { min: 1, max: 1_000_000_000 },
  seed: { min: 0, max: 0xffff_ffff },
  timeSeconds: { min: 0, max: 86_400 * 7 },
} as const satisfies Readonly<Record<string, OptionRange>>;
