import type { FaultOrNone } from '../../model/fault.js';
import type { Operation, Script } from '../../model/script.js';
import type { Chooser } from '../../stack/choose.js';
import { crashStateOf } from '../../stack/crash-state.js';
import { deviceComplete, deviceStart } from '../../stack/frontend/requests.js';
import type { Machine } from '../../stack/machine.js';
import { completeOf, dispatchOf, makeMove, stepOf } from '../../stack/moves.js';
import { createSimulator } from '../../stack/simulate.js';
import type { Stack } from '../../stack/stack.js';
import { manner, phase, placeIndex, resetWorld } from '../../stack/world.js';

/** Longer than any run: nothing happens by itself. */
export const holdsEverything: Chooser = { choose: () => 2 ** 29 };

const deviceBit = 1 << placeIndex['device-queue'];

/** Under a fault that spares QEMU, what the device got is finished. */
export function sparesDevice(spared: number): boolean {
  return (spared & deviceBit) !== 0;
}

export function withoutDevice(spared: number): number {
  return spared & ~deviceBit;
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

const known = new WeakMap<Stack, Map<FaultOrNone, SurenessUnder>>();

/** What completions make sure under a fault. The stack is asked, once, by a single write. */
export function surenessUnder(stack: Stack, fault: FaultOrNone): SurenessUnder {
  const ofStack = known.get(stack) ?? new Map<FaultOrNone, SurenessUnder>();
  known.set(stack, ofStack);
  const answer = ofStack.get(fault) ?? {
    sureAtCompletion: sureAtCompletion(stack, fault),
    sureAtFlush: sureAtFlush(stack, fault),
    sureAtFua: sureAtFua(stack, fault),
  };
  ofStack.set(fault, answer);
  return answer;
}

/** What the completion of a plain write makes sure. */
function sureAtCompletion(stack: Stack, fault: FaultOrNone): Sureness {
  const asked = askedOf(stack, fault);
  for (const move of [stepOf(0), dispatchOf(1), completeOf(1)]) makeMove(asked.machine, move);
  return surenessOf(asked);
}

/** What the completion of a flush makes sure of a write that had completed before it. */
function sureAtFlush(stack: Stack, fault: FaultOrNone): Sureness {
  const asked = askedOf(stack, fault);
  const { machine } = asked;
  for (const move of [stepOf(0), dispatchOf(1), completeOf(1)]) makeMove(machine, move);
  // The device is asked past the guest's driver, which may not send one.
  machine.world.phases[2] = phase.preflush;
  deviceStart(machine, 2);
  deviceComplete(machine, 2);
  return surenessOf(asked);
}

/** What the end of a write with FUA makes sure of it, past the guest's driver. */
function sureAtFua(stack: Stack, fault: FaultOrNone): Sureness {
  const asked = askedOf(stack, fault);
  const { machine, spared } = asked;
  const { world } = machine;
  world.phases[1] = phase.write;
  world.manner[1] = manner.fua;
  deviceStart(machine, 1);
  while (deviceComplete(machine, 1)) deviceStart(machine, 1);
  const { data, allocation } = surenessOf(asked);
  const isAlone = ((world.reachedAlone[1] ?? 0) & spared) !== 0;
  return { data: data || isAlone, allocation: allocation || isAlone };
}

interface Asked {
  readonly machine: Machine;
  readonly spared: number;
}

function askedOf(stack: Stack, fault: FaultOrNone): Asked {
  const { program, world, spared } = createSimulator(singleWrite, stack);
  resetWorld(world);
  const machine: Machine = { stack, program, world, chooser: holdsEverything };
  return { machine, spared: withoutDevice(spared[fault]) };
}

function surenessOf({ machine, spared }: Asked): Sureness {
  const { sureUpTo, metadataSureUpTo } = crashStateOf(machine, spared);
  return {
    data: sureUpTo > 0,
    allocation: !machine.stack.image.allocatesOnWrite || metadataSureUpTo > 0,
  };
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
