import type { FaultOrNone } from '../../model/fault.js';
import { ruleOfFault, sparedAtOnce, sparedByFault } from '../../stack/faults.js';
import type { Stack } from '../../stack/stack.js';
import type { Attempt } from '../attempt.js';

const known = new WeakMap<Stack, string>();

/** Stacks with the same signature are equal in all that a layer's functions look at. */
export function signatureOf(stack: Stack): string {
  const before = known.get(stack);
  if (before !== undefined) return before;
  const signature = JSON.stringify(stack);
  known.set(stack, signature);
  return signature;
}

/** Faults with the same harm leave the same of a stack, and have the same to blame for it. */
export function harmOf(
  stack: Stack,
  fault: FaultOrNone,
  { second }: Pick<Attempt, 'second'>,
): string {
  const spared = second === undefined ? sparedAtOnce(stack, fault) : sparedByFault(stack)[fault];
  return `${spared} ${ruleOfFault(stack, fault)}`;
}
