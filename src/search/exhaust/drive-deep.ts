import { fateOfUnit } from '../../stack/decisions.js';
import { stepNameOf } from '../../stack/guest/program-counter.js';
import {
  completeOf,
  dispatchOf,
  isComplete,
  isDispatch,
  isStep,
  type Move,
  subjectOf,
} from '../../stack/moves.js';
import { firstUnit } from '../../stack/program.js';
import { isSure } from '../../stack/survival.js';
import { flushesAfter, phase, state } from '../../stack/world.js';
import { type Drive, drive, isFlush, phaseOf } from './drive.js';
import { countsUnmapped, isSureWhenDone } from './fault-view.js';
import { partsOf, presenceOf } from './partial-limit.js';
import type { Broken } from './witness.js';

/**
 * Leads the real machine along a path on which the device's queue has no end, so that its queue is
 * never longer than it may be: a write goes to the device when it completes, a flush completes when
 * it goes there, and what is in flight at the end takes no part until then. Of the latter a write of
 * which all is there goes to the device and completes, one of which some is there is in flight when
 * the fault strikes, and one that is not there at all never left the queue. Where the device
 * finishes what it got, to be in flight is enough.
 */
export function driveDeep(made: Drive, deep: Drive, broken: Broken): void {
  const { world } = broken.crash.machine;
  const unfinished = new Set(world.inFlight.subarray(0, world.count.inFlight));
  const before = landedBefore(broken);
  for (const move of broken.path) {
    if (isStep(move)) stepAlike(made, deep, move);
    else if (!unfinished.has(subjectOf(move))) driveShallow(made, move, before);
    drive(deep, move);
  }
  const { held, completed } = settled(
    broken,
    [...unfinished],
    made.machine.stack.device.queueDepth,
  );
  const isIn = (write: number, reached: number) => made.machine.world.state[write] === reached;
  for (const write of completed) {
    if (isIn(write, state.queued)) completeShallow(made, write, before);
    while (isIn(write, state.inFlight)) drive(made, completeOf(write));
  }
  for (const write of held) hold(made, write);
}

/** Which of the writes in flight complete before the fault strikes, and which are still in flight. */
function settled(broken: Broken, unfinished: readonly number[], depth: number) {
  const { crash, watch } = broken;
  const { world } = crash.machine;
  const there = unfinished.filter((write) => foundOf(broken, write).isThere);
  const isSureThen = (write: number) => isSureWhenDone(crash.machine, write, watch.view);
  const inPart = there.filter((write) => foundOf(broken, write).isGone && isSureThen(write));
  // A flush that follows a write might cover what was lost: it does not complete if there is room.
  const isFlushed = (write: number) => ((world.phases[write] ?? 0) & flushesAfter) !== 0;
  const room = Math.max(depth - inPart.length, 0);
  const whole = there.filter((write) => !inPart.includes(write));
  const held = [...inPart, ...whole.filter(isFlushed).slice(0, room)];
  const completed = whole
    .filter((write) => !held.includes(write))
    .sort((a, b) => Number(isSureThen(b)) - Number(isSureThen(a)));
  return { held, completed };
}

/** The device gets the write, and does not complete it. */
function hold(made: Drive, write: number): void {
  const { world } = made.machine;
  if (world.state[write] === state.queued) drive(made, dispatchOf(write));
  while (((world.phases[write] ?? 0) & phase.preflush) !== 0) drive(made, completeOf(write));
}

/** A thread need not take up again what has completed earlier than on the path. */
function stepAlike(made: Drive, deep: Drive, move: Move): void {
  const [next, wanted] = [made, deep].map(({ machine }) => stepNameOf(machine, subjectOf(move)));
  if (next?.operation === wanted?.operation && next?.stage === wanted?.stage) drive(made, move);
}

type Before = ReadonlyMap<number, readonly number[]>;

/**
 * For each write that lost a unit to which another in flight together with it landed: those others.
 * A unit takes its writes in order, so on a machine that has one in flight at a time they came first.
 */
function landedBefore({ crash }: Broken): Before {
  const { program, world } = crash.machine;
  const before = new Map<number, number[]>();
  for (let unit = 0; unit < program.unitCount; unit++) {
    const entries: number[] = [];
    for (let entry = world.unitHead[unit] ?? 0; entry !== 0; entry = world.entryOlder[entry] ?? 0)
      entries.push(world.entryWrite[entry] ?? 0);
    const fateAt = (write: number) =>
      fateOfUnit(crash.machine, write, unit - firstUnit(program, write));
    const there = entries.filter((write) => fateAt(write) === 'there');
    for (const lost of entries.filter((write) => fateAt(write) === 'gone'))
      before.set(lost, [...(before.get(lost) ?? []), ...there]);
  }
  return before;
}

function driveShallow(made: Drive, move: Move, before: Before): void {
  const { machine, ahead } = made;
  const operation = subjectOf(move);
  if (isDispatch(move)) {
    if (!isFlush(phaseOf(machine, operation))) return;
    drive(made, move);
    return completeFlush(made, operation);
  }
  if (!isComplete(move)) return drive(made, move);
  const done = ahead.get(operation) ?? 0;
  if (done > 0) ahead.set(operation, done - 1);
  else completeShallow(made, operation, before);
}

function completeShallow(made: Drive, operation: number, before: Before): void {
  const { world } = made.machine;
  if (world.state[operation] === state.queued) {
    for (const other of before.get(operation) ?? []) completeAhead(made, other, before);
    drive(made, dispatchOf(operation));
  }
  drive(made, completeOf(operation));
  completeFlush(made, operation);
}

/** A write that must land before another completes before it, if it has not yet. */
function completeAhead(made: Drive, write: number, before: Before): void {
  if (made.machine.world.state[write] !== state.queued) return;
  completeShallow(made, write, before);
  made.ahead.set(write, (made.ahead.get(write) ?? 0) + 1);
}

/** A flush that is in flight completes before anything else happens. */
function completeFlush(made: Drive, operation: number): void {
  const { machine, ahead } = made;
  if (machine.world.state[operation] !== state.inFlight) return;
  if (!isFlush(phaseOf(machine, operation))) return;
  drive(made, completeOf(operation));
  ahead.set(operation, (ahead.get(operation) ?? 0) + 1);
}

/** What the search decided about a write; what it left open might as well not be there. */
function foundOf({ crash, watch }: Broken, write: number) {
  if (isSure(crash, write)) return { isThere: true, isGone: false };
  const unmapped = countsUnmapped(crash.machine, write, watch.view);
  return presenceOf(crash.machine.world, partsOf(crash.machine, write, unmapped));
}
