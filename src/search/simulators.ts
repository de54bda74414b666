import type { Script } from '../model/script.js';
import { createSimulator, type Simulator } from '../stack/simulate.js';
import type { Stack } from '../stack/stack.js';
import type { World } from '../stack/world.js';

const last = new WeakMap<Stack, Simulator>();

/** The memory of the last one, whatever its stack was. */
let shared: World | null = null;

/** A world with more integers than this is of one long script, and slow to clear for short ones. */
const sharedMax = 2 ** 16;

/**
 * A simulator of the script on the stack, in the memory of the last one: what that one's runs left
 * behind is gone. For runs whose results are taken before the next is asked for.
 */
export function simulatorOf(script: Script, stack: Stack): Simulator {
  const before = last.get(stack);
  if (before?.program.script === script) return before;
  const memory = before !== undefined && isLarge(before.world) ? before.world : shared;
  const simulator = createSimulator(script, stack, memory);
  if (!isLarge(simulator.world)) shared = simulator.world;
  last.set(stack, simulator);
  return simulator;
}

function isLarge({ memory }: World): boolean {
  return memory.length > sharedMax;
}
