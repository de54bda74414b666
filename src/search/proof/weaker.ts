import { allocatesNothing } from '../../stack/build.js';
import type { Stack } from '../../stack/stack.js';
import { signatureOf } from './signature.js';

/** The same machine with an image that has all its blocks. */
export function withoutAllocation(stack: Stack): Stack {
  return { ...stack, image: allocatesNothing };
}

/**
 * For each machine one of the others that can leave all that it can, if there is one: the same but for
 * an image that allocates on write. With no allocation lost the two leave the same, so what is safe on
 * the weaker one is safe on the other.
 */
export function weakerAmong(stacks: readonly Stack[]): readonly (Stack | undefined)[] {
  const rests = stacks.map((stack) => signatureOf(withoutAllocation(stack)));
  const allocating = new Map<string | undefined, Stack>();
  for (const [at, stack] of stacks.entries())
    if (stack.image.allocatesOnWrite) allocating.set(rests[at], stack);
  return stacks.map(({ image }, at) =>
    image.allocatesOnWrite ? undefined : allocating.get(rests[at]),
  );
}
