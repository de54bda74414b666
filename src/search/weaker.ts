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

/** For each machine one of the others that is weaker, if there is one. */
export function weakerAmong(stacks: readonly Stack[]): readonly (Stack | undefined)[] {
  const allocating = new Map(
    stacks.filter(({ image }) => image.allocatesOnWrite).map((stack) => [restOf(stack), stack]),
  );
  if (allocating.size === 0) return stacks.map(() => undefined);
  return stacks.map((stack) => {
    const other = allocating.get(restOf(stack));
    return other !== undefined && isWeaker(other, stack) ? other : undefined;
  });
}

function restOf({ image: _, ...rest }: Stack): string {
  return JSON.stringify(rest);
}
