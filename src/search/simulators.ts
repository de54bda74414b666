import type { Script } from '../model/script.js';
import { createSimulator, type Simulator } from '../stack/simulate.js';
import type { Stack } from '../stack/stack.js';

const last = new WeakMap<Stack, Simulator>();

/**
 * A simulator of the script on the stack, in the memory of the last one for the same stack: what
 * that one's runs left behind is gone. For runs whose results are taken before the next is asked for.
 */
export function simulatorOf(script: Script, stack: Stack): Simulator {
  const before = last.get(stack);
  if (before?.program.script === script) return before;
  const simulator = createSimulator(script, stack, before?.world);
  last.set(stack, simulator);
  return simulator;
}
