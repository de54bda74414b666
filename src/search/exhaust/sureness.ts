import type { FaultOrNone } from '../../model/fault.js';
import type { Operation, Script } from '../../model/script.js';
import type { Chooser } from '../../stack/choose.js';
import { crashStateOf } from '../../stack/crash-state.js';
import { sparedByFault } from '../../stack/faults.js';
import { deviceComplete, deviceStart } from '../../stack/frontend/requests.js';
import type { Machine } from '../../stack/machine.js';
import { completeOf, dispatchOf, makeMove, stepOf } from '../../stack/moves.js';
import { createSimulator } from '../../stack/simulate.js';
import type { Stack } from '../../stack/stack.js';
import { manner, phase, placeIndex, resetWorld } from '../../stack/world.js';

/** Longer than any run: nothing happens by itself. */
export const holdsEverything: Chooser = { choose: () => 2 ** 29 };

export function withoutDevice(spared: number): number {
  return spared & ~(1 << placeIndex['device-queue']);
}

/** What a completion makes sure under a fault. */
export interface Sureness {
  readonly data: boolean;
  /** The allocation of its blocks; true where there is none to make. */
  readonly allocation: boolean;
}

export interface SurenessUnder {
  readonly sureAtCompletion: Sureness;
  readonly sureAtFlush: Sureness;
  readonly sureAtFua: Sureness;
}

const known = new WeakMap<Stack, Asked>();

/** What completions make sure under a fault. The stack is asked, once, by a single write. */
export function surenessUnder(stack: Stack, fault: FaultOrNone): SurenessUnder {
  const asked = known.get(stack) ?? ask(stack);
  known.set(stack, asked);
  const spared = withoutDevice(sparedByFault(stack)[fault]);
  const { completed, flushed, durable } = asked;
  return {
    sureAtCompletion: surenessOf(completed, spared),
    sureAtFlush: surenessOf(flushed, spared),
    sureAtFua: surenessOfDurable(durable, spared),
  };
}

/** The machine after a single write was carried out in each of three ways, whatever the fault. */
interface Asked {
  readonly completed: Machine;
  readonly flushed: Machine;
  readonly durable: Machine;
}

function ask(stack: Stack): Asked {
  return {
    completed: completedWrite(stack),
    flushed: flushedWrite(stack),
    durable: durableWrite(stack),
  };
}

/** A plain write that completed. */
function completedWrite(stack: Stack): Machine {
  const machine = startedMachine(stack);
  for (const move of [stepOf(0), dispatchOf(1), completeOf(1)]) makeMove(machine, move);
  return machine;
}

/** A flush that completed after the write had. */
function flushedWrite(stack: Stack): Machine {
  const machine = completedWrite(stack);
  // The device is asked past the guest's driver, which may not send one.
  machine.world.phases[2] = phase.preflush;
  deviceStart(machine, 2);
  deviceComplete(machine, 2);
  return machine;
}

/** A write with FUA at its end, past the guest's driver. */
function durableWrite(stack: Stack): Machine {
  const machine = startedMachine(stack);
  const { world } = machine;
  world.phases[1] = phase.write;
  world.manner[1] = manner.fua;
  deviceStart(machine, 1);
  while (deviceComplete(machine, 1)) deviceStart(machine, 1);
  return machine;
}

function startedMachine(stack: Stack): Machine {
  const { program, world } = createSimulator(singleWrite, stack);
  resetWorld(world);
  return { stack, program, world, chooser: holdsEverything };
}

function surenessOf(machine: Machine, spared: number): Sureness {
  const { sureUpTo, metadataSureUpTo } = crashStateOf(machine, spared);
  return {
    data: sureUpTo > 0,
    allocation: !machine.stack.image.allocatesOnWrite || metadataSureUpTo > 0,
  };
}

function surenessOfDurable(machine: Machine, spared: number): Sureness {
  const { data, allocation } = surenessOf(machine, spared);
  const isAlone = ((machine.world.reachedAlone[1] ?? 0) & spared) !== 0;
  return { data: data || isAlone, allocation: allocation || isAlone };
}

const write: Operation = {
  id: 1,
  kind: 'write',
  lba: 0,
  sectorCount: 1,
  fua: false,
  refused: 'resend',
  region: '',
  element: 0,
  transaction: 0,
  threads: [],
  label: '',
};

const singleWrite: Script = {
  scenario: '',
  parameters: {},
  sectorCount: 1,
  regions: [],
  operations: [write, { ...write, id: 2, kind: 'flush', sectorCount: 0 }],
  threads: [[1, 2]],
  obligations: [],
  orderings: [],
  atomics: [],
  recovery: { kind: 'none' },
  overlapDeclared: false,
};
