import type { RuleId } from '../catalogue/rules/rules.js';
import type { PowerCut } from '../model/choice.js';
import type { FaultOrNone } from '../model/fault.js';
import type { Place } from '../model/place.js';
import type { Script } from '../model/script.js';
import type { Chooser } from './choose.js';
import { type CrashState, crashStateOf } from './crash-state.js';
import { erasedPlaces, ruleOfFault, sparedByFault } from './faults.js';
import type { Machine } from './machine.js';
import { layOut, type Program } from './program.js';
import { type Cut, runUntil } from './schedule.js';
import type { Stack } from './stack.js';
import { type Lane, tellFault } from './story.js';
import { resetWorld, type World, worldFor } from './world.js';

/** One script on one stack, with the memory for its runs, which follow one another. */
export interface Simulator {
  readonly stack: Stack;
  readonly program: Program;
  readonly world: World;
  /** For each fault the bits of the places out of its reach. */
  readonly spared: Readonly<Record<FaultOrNone, number>>;
}

export interface SimulatedRun {
  readonly crash: CrashState;
  /** Whether the fault struck; without a fault always false. */
  readonly struck: boolean;
  readonly powerCut: PowerCut;
}

/** `memory` is a world that nobody needs any more. */
export function createSimulator(
  script: Script,
  stack: Stack,
  memory: World | null = null,
): Simulator {
  const program = programFor(script, stack);
  return {
    stack,
    program,
    world: worldFor(program, memory),
    spared: sparedByFault(stack),
  };
}

const programs = new WeakMap<Script, Program>();

/** Most stacks have the same units, so that one layout of a script does for them. */
function programFor(script: Script, stack: Stack): Program {
  const known = programs.get(script);
  const { disk, image } = stack;
  if (
    known !== undefined &&
    1 << known.unitShift === disk.sectorsPerAtomicUnit &&
    known.sectorsPerBlock === image.sectorsPerAllocation
  )
    return known;
  const program = layOut(script, stack);
  programs.set(script, program);
  return program;
}

/** Runs the script until the fault. The result is valid until the next run. */
export function simulate(
  simulator: Simulator,
  fault: FaultOrNone,
  cut: Cut,
  chooser: Chooser,
  withStory = false,
): SimulatedRun {
  const { stack, program, world } = simulator;
  resetWorld(world);
  if (withStory) world.trace = [];
  const machine: Machine = { stack, program, world, chooser };
  const struck = runUntil(machine, fault === 'none' ? { kind: 'never' } : cut);
  const { lastBegun, eventsSinceBegun } = world.count;
  if (struck) tellStruck(world, stack, fault);
  return {
    crash: crashStateOf(machine, simulator.spared[fault]),
    struck,
    powerCut: { operation: lastBegun, event: eventsSinceBegun },
  };
}

export function tellStruck(world: World, stack: Stack, fault: FaultOrNone): void {
  if (world.trace !== null) tellFault(world, faultLanes(stack, fault));
}

function faultLanes(stack: Stack, fault: FaultOrNone): Readonly<Record<Lane, string>> {
  const erased = erasedPlaces(stack, fault);
  const { keeps } = stack.host;
  const hidden = fault === 'io-error' ? ruleOfFault(stack, fault) : '';
  return {
    guest: faultWords[fault],
    device: hidden === '' ? queueWords(erased) : hiddenWords(hidden),
    host: keeps === '' ? '' : memoryWords(fault, keeps, erased),
    disk: hidden === '' ? diskWords(stack, erased) : 'nothing arrived',
  };
}

/** What failed had looked complete until here, because the guest was not told, or told once only. */
function hiddenWords(rule: RuleId): string {
  return rule === 'BLK027' ? 'error told once' : 'error not told';
}

const memoryNames = { 'host-memory': 'page cache', 'qemu-memory': "QEMU's memory" } as const;

/** Where the disk alone lost something, the memory above it did not. */
function memoryWords(
  fault: FaultOrNone,
  keeps: keyof typeof memoryNames,
  erased: ReadonlySet<Place>,
): string {
  if (fault === 'io-error') return 'write-back failed';
  if (erased.has(keeps)) return `${memoryNames[keeps]} lost`;
  return erased.has('disk-cache') ? `${memoryNames[keeps]} kept` : '';
}

function diskWords({ disk }: Stack, erased: ReadonlySet<Place>): string {
  if (erased.has('medium')) return 'disk lost';
  return erased.has('disk-cache') && disk.cache ? 'cache lost' : '';
}

/** A guest that lives on keeps its queue, but not what is with the device. */
function queueWords(erased: ReadonlySet<Place>): string {
  if (!erased.has('device-queue')) return '';
  return erased.has('guest-memory') ? 'queue lost' : 'requests fail';
}

const faultWords: Readonly<Record<FaultOrNone, string>> = {
  none: 'end',
  'guest-crash': 'GUEST CRASH',
  'qemu-kill': 'QEMU KILLED',
  'host-crash': 'HOST CRASH',
  'power-loss': 'POWER LOSS',
  'disk-power-loss': 'DISK POWER LOSS',
  'node-loss': 'NODE LOSS',
  'io-error': 'I/O ERROR',
};
