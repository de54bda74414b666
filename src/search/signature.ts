import type { Stack } from '../stack/stack.js';

/** Stacks with the same signature are equal in all that a layer's functions look at. */
export function signatureOf(stack: Stack): string {
  return JSON.stringify(stack);
}
