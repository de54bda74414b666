import { bootingFaults } from '../catalogue/faults.js';
import type { Choice, PowerCut } from '../model/choice.js';
import type { FaultId, FaultOrNone } from '../model/fault.js';
import type { Script } from '../model/script.js';
import {
  lastIdOf,
  repairOn,
  type SecondBoot,
  secondBoot,
} from '../scenario/second-boot/second-boot.js';
import type { Chooser } from '../stack/choose.js';
import { aftermathOf, type CrashState, crashStateOf, settle } from '../stack/crash-state.js';
import { nothingLeft, sparedByFault, sparedPlaces } from '../stack/faults.js';
import type { Machine } from '../stack/machine.js';
import { layOut } from '../stack/program.js';
import { reboot, settleBlocks } from '../stack/reboot.js';
import { type Cut, runUntil } from '../stack/schedule.js';
import { tellStruck } from '../stack/simulate.js';
import type { Stack } from '../stack/stack.js';
import type { World } from '../stack/world.js';

/** The fault that strikes while the second boot repairs, or after. */
export const secondFault: FaultId = 'power-loss';

/**
 * Whether a guest boots after the fault, and a second one can strike it: there is no disk to boot from
 * where the first takes it, and none to judge where the second does.
 */
export function strikesTwice(stack: Stack, fault: FaultOrNone): fault is FaultId {
  const spared = sparedByFault(stack);
  const boots = bootingFaults.some((each) => each === fault);
  return boots && spared[fault] !== nothingLeft && spared[secondFault] !== nothingLeft;
}

/** When a fault struck, and what nature decided. Operations of the second boot count on from the first. */
export interface Strike {
  readonly powerCut: PowerCut;
  readonly choices: readonly Choice[];
}

/** What is left after a second fault. */
export interface SecondRun {
  readonly boot: SecondBoot;
  readonly crash: CrashState;
  readonly powerCut: PowerCut;
}

/**
 * Boots again on what the first fault left, and runs until the second strikes. null where the second
 * boot gives up.
 */
export function runSecond(
  script: Script,
  first: CrashState,
  cut: Cut,
  chooserFor: (world: World) => Chooser,
): SecondRun | null {
  settleBlocks(first);
  settle(first);
  const repair = repairOn(script, aftermathOf(first));
  if (repair === null) return null;
  const boot = secondBoot(script, repair);
  const { stack } = first.machine;
  const program = layOut(boot.script, stack, boot.contents);
  const world = reboot(first, program, null);
  const machine: Machine = { stack, program, world, chooser: chooserFor(world) };
  // Where the program ends before the cut, the fault strikes at its end.
  runUntil(machine, cut);
  const { lastBegun, eventsSinceBegun } = world.count;
  tellStruck(world, stack, secondFault);
  const crash = crashStateOf(machine, sparedPlaces(stack, secondFault));
  return { boot, crash, powerCut: { operation: lastBegun, event: eventsSinceBegun } };
}

/** The strike after operations were removed from the script of the first boot. */
export function moved(strike: Strike, from: Script, to: Script): Strike {
  const shift = lastIdOf(to) - lastIdOf(from);
  const idAfter = (id: number) => (id > lastIdOf(from) ? id + shift : id);
  return {
    powerCut: { ...strike.powerCut, operation: idAfter(strike.powerCut.operation) },
    choices: strike.choices.map((choice) => ({ ...choice, subject: idAfter(choice.subject) })),
  };
}
