import { weakerAmong } from '../../src/search/proof/weaker.js';
import type { Stack } from '../../src/stack/stack.js';

/** Whether the first machine answers for the second. */
export function isWeaker(weaker: Stack, stack: Stack): boolean {
  return weakerAmong([weaker, stack])[1] === weaker;
}
