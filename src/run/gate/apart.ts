import { usageError } from '../usage-error.js';

/** What is said of all disks, and what leaves some of them out; nor is it clear which of two parts is meant. */
const apart = [
  ['--last-failed', '--base'],
  ['--last-failed', '--write-base'],
  ['--last-failed', '--only'],
  ['--only', '--base'],
  ['--only', '--write-base'],
] as const;

/**
 * @param given - flags, or options by the flag that says the same
 * @throws UsageError for two that contradict each other.
 */
export function checkApart(given: readonly string[]): void {
  const pair = apart.find((each) => each.every((flag) => given.includes(flag)));
  if (pair !== undefined) throw usageError(`${pair[0]} and ${pair[1]} do not go together`);
}
