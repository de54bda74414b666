import type { Script } from '../../src/model/script.js';
import { type Chooser, kindChooser } from '../../src/stack/choose.js';
import { deviceStart } from '../../src/stack/frontend/requests.js';
import type { Machine } from '../../src/stack/machine.js';
import { createSimulator } from '../../src/stack/simulate.js';
import type { Stack } from '../../src/stack/stack.js';
import { resetWorld } from '../../src/stack/world.js';
import { type Sketch, script } from './scripts.js';

/** A machine of one thread whose requests are moved by hand. */
export function machineOf(stack: Stack, ...sketches: readonly Sketch[]): Machine {
  return machineFor(stack, script(...sketches));
}

export function machineFor(
  stack: Stack,
  ofScript: Script,
  chooser: Chooser = kindChooser,
): Machine {
  const { program, world } = createSimulator(ofScript, stack);
  resetWorld(world);
  return { stack, program, world, chooser };
}

/** The device gets a request in these phases, past the guest's queue. */
export function start(machine: Machine, operation: number, phases: number, how = 0): void {
  machine.world.phases[operation] = phases;
  machine.world.manner[operation] = how;
  deviceStart(machine, operation);
}
