import type { Stack } from '../stack/stack.js';
import { signatureOf } from './signature.js';

/**
 * Whether the first machine can leave all that the second can: it is the same but for an image that
 * allocates on write. With no allocation lost it leaves what the other does, so what is safe on it is
 * safe on the other.
 */
export function isWeaker(weaker: Stack, stack: Stack): boolean {
  if (!weaker.image.allocatesOnWrite || stack.image.allocatesOnWrite) return false;
  return signatureOf({ ...weaker, image: stack.image }) === signatureOf(stack);
}
