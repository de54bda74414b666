import { usageError } from './usage-error.js';

/** @throws UsageError for what is no whole number from `min` to `max`. */
export function within(name: string, value: number, min: number, max: number): number {
  if (Number.isInteger(value) && value >= min && value <= max) return value;
  throw usageError(`${name} is a whole number from ${min} to ${max}, not ${value}`);
}
