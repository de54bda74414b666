import type { Check } from '../../scenario/checks.js';
import { type CrashState, crashStateOf, isExercised } from '../../stack/crash-state.js';
import type { Machine } from '../../stack/machine.js';
import { isSureToShow } from '../../stack/survival.js';
import { countStates } from './count-states.js';
import { backTo, createCrashTree } from './crash-tree.js';
import { countsUnmapped, type FaultView, isSureWhenDone } from './fault-view.js';
import { judgeCheck } from './judge-check.js';
import { noLimit, type PartialLimit, partsOf, unitsOf } from './partial-limit.js';
import { isKnown, type Watch, type WatchContext } from './watch.js';

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
  const tree = createCrashTree(crash, limitOf(machine, watch), context);
  for (const check of watch.checks) {
    if (!asksNow(machine, check) || isKnown(watch, check)) continue;
    if (watch.isCutShort) return;
    judgeCheck(tree, check, context, watch);
    backTo(tree, 0);
  }
}

function machineUnder({ machine }: WatchContext, view: FaultView): Machine {
  const { stack } = machine;
  if (view.losesAllocation || !stack.image.allocatesOnWrite) return machine;
  return { ...machine, stack: { ...stack, image: { ...stack.image, allocatesOnWrite: false } } };
}

function asksNow({ world }: Machine, { after }: Check): boolean {
  return after === 0 || world.begun[after] !== 0;
}

/** A write that surely survives does so for ever, and so does what asks for nothing else. */
function dropSettled(watch: Watch, crash: CrashState): void {
  const isOpen = (check: Check) =>
    !isKnown(watch, check) &&
    (check.settledBy === null || check.settledBy.some((write) => !isSureToShow(crash, write)));
  watch.checks = watch.checks.filter(isOpen);
}

function limitOf(machine: Machine, { view, openWrites }: Watch): PartialLimit {
  if (view.partialMax === Number.POSITIVE_INFINITY) return noLimit;
  // One that is done is there as a whole by then, and so is one of a single unit.
  const isLimited = (write: number) =>
    unitsOf(machine, write) > 1 && isSureWhenDone(machine, write, view);
  const limited = (write: number) => partsOf(machine, write, countsUnmapped(machine, write, view));
  return { max: view.partialMax, writes: openWrites.filter(isLimited).map(limited) };
}
