import type { OptionRange } from './option-limits.js';
import { usageError } from './usage-error.js';

/** @throws UsageError for what is no whole number within the limits. */
export function within(name: string, value: number, { min, max }: OptionRange): number {
  if (Number.isInteger(value) && value >= min && value <= max) return value;
  throw usageError(`${name} is a whole number from ${min} to ${max}, not ${value}`);
}
