import type { FaultOrNone } from '../../model/fault.js';
import type { ViolationKind } from '../../model/verdict.js';
import type { Check } from '../../scenario/checks.js';
import {
  type CrashState,
  crashStateOf,
  isExercised,
  isSureToShow,
} from '../../stack/crash-state.js';
import type { Machine } from '../../stack/machine.js';
import { manner, phase, state } from '../../stack/world.js';
import type { SwitchedChooser } from './branching.js';
import { countStates } from './count-states.js';
import { backTo, createCrashTree } from './crash-tree.js';
import { judgeCheck } from './judge-check.js';
import { noLimit, type PartialLimit, unitsOf } from './partial-limit.js';
import type { Reductions } from './reductions.js';
import type { Sureness } from './sureness.js';

/** How a fault is looked at in one exploration. */
export interface FaultView {
  readonly fault: FaultOrNone;
  /** Bits of the places that count as spared. */
  readonly spared: number;
  readonly sureAtCompletion: Sureness;
  readonly sureAtFlush: Sureness;
  /** Whether the device finishes what it got, so that a dispatch makes it sure. */
  readonly dispatchMakesSure: boolean;
  /** How many writes may be there in part; see `PartialLimit`. */
  readonly partialMax: number;
  /** Whether the allocation of a block can be lost. */
  readonly losesAllocation: boolean;
}

/** What an exploration has found out about one fault. */
export interface Watch {
  readonly view: FaultView;
  crashPoints: number;
  exercised: number;
  crashStates: bigint;
  executions: number;
  readonly found: Set<ViolationKind>;
  readonly promises: readonly Check[];
  /** Those of them that may still be broken on the way that is being gone. */
  checks: readonly Check[];
  /** Whether something happened since the fault was last looked at that adds crash states. */
  isStale: boolean;
  /** Writes that the device got and that do not surely survive. */
  openWrites: readonly number[];
}

export interface WatchContext {
  readonly machine: Machine;
  readonly nature: SwitchedChooser;
  readonly reductions: Reductions;
  readonly overlaps: boolean;
  readonly executionsMax: number;
  /** A promise can be broken: nature's answers are in `crash`. */
  readonly onBroken: (watch: Watch, kind: ViolationKind, crash: CrashState) => void;
}

export function createWatch(view: FaultView, checks: readonly Check[]): Watch {
  return {
    view,
    crashPoints: 0,
    exercised: 0,
    crashStates: 0n,
    executions: 0,
    found: new Set(),
    promises: checks,
    checks,
    isStale: true,
    openWrites: [],
  };
}

/** Judges every crash state of the machine as it is under the fault of the watch. */
export function lookAt(context: WatchContext, watch: Watch): void {
  const { view } = watch;
  const machine = machineUnder(context, view);
  const crash = crashStateOf(machine, view.spared, []);
  watch.isStale = false;
  watch.crashPoints += 1;
  if (isExercised(crash)) watch.exercised += 1;
  watch.openWrites = watch.openWrites.filter((write) => !isSureToShow(crash, write));
  watch.crashStates += countStates(crash, watch.openWrites);
  dropSettled(watch, crash);
  const tree = createCrashTree(crash, context.nature, limitOf(machine, watch), context.overlaps);
  for (const check of watch.checks) {
    if (!asksNow(machine, check) || isKnown(watch, check)) continue;
    if (watch.executions >= context.executionsMax) return;
    judgeCheck(tree, check, context, watch);
    backTo(tree, 0);
  }
}

function machineUnder({ machine }: WatchContext, view: FaultView): Machine {
  const { stack } = machine;
  if (view.losesAllocation || !stack.image.allocatesOnWrite) return machine;
  return { ...machine, stack: { ...stack, image: { allocatesOnWrite: false } } };
}

function asksNow({ world }: Machine, { after }: Check): boolean {
  return after === 0 || world.begun[after] !== 0;
}

/** Whether all that could be found was found. */
export function isExhausted(watch: Watch): boolean {
  return watch.promises.every((check) => isKnown(watch, check));
}

/** Whether all that the check can find was found. */
export function isKnown({ found }: Watch, { kinds }: Check): boolean {
  return kinds.every((kind) => found.has(kind));
}

/** A write that surely survives does so for ever, and so does what asks for nothing else. */
function dropSettled(watch: Watch, crash: CrashState): void {
  const isOpen = (check: Check) =>
    !isKnown(watch, check) &&
    (check.settledBy === null || check.settledBy.some((write) => !isSureToShow(crash, write)));
  if (watch.checks.every(isOpen)) return;
  watch.checks = watch.checks.filter(isOpen);
}

function limitOf(machine: Machine, { view, openWrites }: Watch): PartialLimit {
  if (view.partialMax === Number.POSITIVE_INFINITY) return noLimit;
  const { world } = machine;
  const isLimited = (write: number) =>
    world.state[write] !== state.done &&
    unitsOf(machine, write) > 1 &&
    isSureWhenDone(machine, write, view);
  const limited = (write: number) => ({ write, unmapped: countsUnmapped(machine, write, view) });
  return { max: view.partialMax, writes: openWrites.filter(isLimited).map(limited) };
}

/** Whether a lost allocation shows that the write's operation was not done. */
export function countsUnmapped({ world }: Machine, write: number, view: FaultView): boolean {
  const flushes = ((world.phases[write] ?? 0) & phase.postflush) !== 0;
  return view.sureAtCompletion.allocation || (flushes && view.sureAtFlush.allocation);
}

/** Whether a write surely survives once nothing of its operation is left to do. */
export function isSureWhenDone({ world }: Machine, write: number, view: FaultView): boolean {
  if (view.sureAtCompletion.data || ((world.manner[write] ?? 0) & manner.fua) !== 0) return true;
  return view.sureAtFlush.data && ((world.phases[write] ?? 0) & phase.postflush) !== 0;
}

/** Whether completing the operation makes something sure that was not. */
export function makesSure({ stack, world }: Machine, operation: number, view: FaultView): boolean {
  const phases = world.phases[operation] ?? 0;
  const current = phases & -phases;
  if (current === phase.read) return false;
  if (current !== phase.write) return true;
  const { data, allocation } = view.sureAtCompletion;
  const makesAllocationSure = allocation && stack.image.allocatesOnWrite;
  return data || makesAllocationSure || ((world.manner[operation] ?? 0) & manner.fua) !== 0;
}
