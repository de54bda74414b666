import type { Stack } from '../stack/stack.js';

/**
 * Stacks with the same signature do the same: all that a layer's functions look at, without the
 * rules that they note for whoever asks why.
 */
export function signatureOf(stack: Stack): string {
  return JSON.stringify(stack, (key, value) => (key.endsWith('Because') ? undefined : value));
}
