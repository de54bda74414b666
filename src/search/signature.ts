import type { Stack } from '../stack/stack.js';

/**
 * Stacks with the same signature do the same with so many requests: all that a layer's functions
 * look at, without the rules that they note for whoever asks why. A queue that never fills up is as
 * good as any other.
 */
export function signatureOf(stack: Stack, requestsMax: number): string {
  const queueDepth = Math.min(stack.device.queueDepth, requestsMax);
  const like = { ...stack, device: { ...stack.device, queueDepth } };
  return JSON.stringify(like, (key, value) => (key.endsWith('Because') ? undefined : value));
}
