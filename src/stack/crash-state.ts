import type { Aftermath } from '../model/aftermath.js';
import { places } from '../model/place.js';
import type { Lba, VersionId } from '../model/script.js';
import { ask } from './choose.js';
import { gone, noteFate, noteMapping, noteOvertaking, there, undecided } from './decisions.js';
import { nothingLeft, sparesDevice } from './faults.js';
import type { Machine } from './machine.js';
import { firstBlock, firstUnit } from './program.js';
import { completedUpTo, hasBegun, isAllocationSure, isSure } from './survival.js';
import { state, type World } from './world.js';

/**
 * What is left after a fault. Method: writes to an atomic unit are looked at from the newest to
 * the oldest.
 *
 * 1. A write that the device never got is not there.
 * 2. A write that has surely reached a place which the fault spares is there.
 * 3. A write that completed before a write was submitted which is there, is there: a unit
 *    takes its writes in order. The newer one hides it where both cover a sector.
 * 4. Any other write is there or not, as nature says (`lose`), each unit for itself.
 * 5. Of writes to one sector that were in flight together, nature says which landed last
 *    (`overtake`), each unit for itself.
 * 6. What may not have outlived an earlier fault was not there to be made sure later on: neither a
 *    flush nor a write of the boot after that fault says that it is there.
 * 7. Where the medium itself is gone there is nothing, and nothing is asked.
 * 8. A host block whose allocation is lost (`lose-mapping`) shows what was there before the
 *    script, for all of its sectors.
 */
export interface CrashState {
  readonly machine: Machine;
  /** Completions up to this number have surely reached a spared place. */
  readonly sureUpTo: number;
  readonly metadataSureUpTo: number;
  readonly spared: number;
  /** What was decided, in order, so that it can be taken back; null where nobody will. */
  readonly trail: number[] | null;
}

/** The crash state of a machine that was just struck; nothing is decided yet. */
export function crashStateOf(
  machine: Machine,
  spared: number,
  trail: number[] | null = null,
): CrashState {
  const { mark, metadataMark } = machine.world;
  return {
    machine,
    sureUpTo: highestMark(mark, spared),
    metadataSureUpTo: highestMark(metadataMark, spared),
    spared,
    trail,
  };
}

/** Whether there was anything for the fault to take, so that surviving it means something. */
export function isExercised({ machine, sureUpTo, metadataSureUpTo, spared }: CrashState): boolean {
  const { count } = machine.world;
  const isFinished = sparesDevice(spared);
  if (count.queue > 0 || (count.inFlight > 0 && !isFinished)) return true;
  if (count.completions > sureUpTo) return !isFinished;
  return machine.stack.image.allocatesOnWrite && count.completions > metadataSureUpTo;
}

function highestMark(marks: Int32Array, spared: number): number {
  let highest = 0;
  for (let index = 0; index < places.length; index++) {
    const mark = marks[index] ?? 0;
    if ((spared >> index) & 1 && mark > highest) highest = mark;
  }
  return highest;
}

export function aftermathOf(crash: CrashState): Aftermath {
  const { world } = crash.machine;
  return {
    read: (lba) => readSector(crash, lba),
    satisfies: (seen, required) => satisfies(world, seen, required),
    acknowledged: (operation) => world.state[operation] === state.done,
  };
}

export function readSector(crash: CrashState, lba: Lba): VersionId {
  if (crash.spared === nothingLeft) return 0;
  const { machine } = crash;
  const { program, world } = machine;
  if (
    machine.stack.image.allocatesOnWrite &&
    !isMapped(crash, Math.floor(lba / program.sectorsPerBlock))
  )
    return 0;
  const unit = lba >> program.unitShift;
  let impliedUpTo = 0;
  let impliedAtBoot = 0;
  let hiddenUpTo = 0;
  let shown = 0;
  let shownEntry = 0;
  for (let entry = world.unitHead[unit] ?? 0; entry !== 0; entry = world.entryOlder[entry] ?? 0) {
    const write = world.entryWrite[entry] ?? 0;
    const isDoubted = world.entryDoubted[entry] === 1;
    if (!isThere(crash, entry, unit, isDoubted ? impliedAtBoot : impliedUpTo)) continue;
    const before = world.completedBefore[write] ?? 0;
    impliedUpTo = Math.max(impliedUpTo, before);
    if (before < world.count.carried) impliedAtBoot = Math.max(impliedAtBoot, before);
    if (!covers(machine, write, lba) || completedUpTo(world, write, hiddenUpTo)) continue;
    if (!program.script.overlapDeclared) return program.contentOf?.[write] ?? write;
    if (shown === 0 || isOvertaken(crash, shownEntry, unit)) {
      shown = write;
      shownEntry = entry;
    }
    hiddenUpTo = Math.max(hiddenUpTo, before);
  }
  return program.contentOf?.[shown] ?? shown;
}

/** Decides all that is open about what is on the disk; allocations first, where there are any. */
export function settle(crash: CrashState): void {
  if (crash.spared === nothingLeft) return;
  const { program, world } = crash.machine;
  for (let unit = 0; unit < program.unitCount; unit++) {
    let impliedUpTo = 0;
    for (let entry = world.unitHead[unit] ?? 0; entry !== 0; entry = world.entryOlder[entry] ?? 0) {
      if (!isThere(crash, entry, unit, impliedUpTo)) continue;
      if (program.script.overlapDeclared && hasRival(world, entry)) isOvertaken(crash, entry, unit);
      const write = world.entryWrite[entry] ?? 0;
      impliedUpTo = Math.max(impliedUpTo, world.completedBefore[write] ?? 0);
    }
  }
}

/** Whether an older write to the unit was in flight together with the entry's. */
function hasRival(world: World, entry: number): boolean {
  const before = world.completedBefore[world.entryWrite[entry] ?? 0] ?? 0;
  for (let older = world.entryOlder[entry] ?? 0; older !== 0; older = world.entryOlder[older] ?? 0)
    if (!completedUpTo(world, world.entryWrite[older] ?? 0, before)) return true;
  return false;
}

function isThere(crash: CrashState, entry: number, unit: number, impliedUpTo: number): boolean {
  const { program, world } = crash.machine;
  const known = world.entryFate[entry];
  if (known !== undecided) return known === there;
  const write = world.entryWrite[entry] ?? 0;
  const survives =
    (world.entryDoubted[entry] === 0 && isSure(crash, write)) ||
    completedUpTo(world, write, impliedUpTo) ||
    (hasBegun(crash, write) && !loses(crash, write, unit - firstUnit(program, write)));
  world.entryFate[entry] = survives ? there : gone;
  noteFate(crash, entry);
  return survives;
}

function loses(crash: CrashState, write: number, unitInWrite: number): boolean {
  return crash.machine.chooser.choose(ask.lose, write, unitInWrite) !== 0;
}

/** Whether, in this unit, older writes in flight together with the entry's landed after it. */
function isOvertaken(crash: CrashState, entry: number, unit: number): boolean {
  const { program, world } = crash.machine;
  const known = world.entryOvertaken[entry];
  if (known !== undecided) return known === there;
  const write = world.entryWrite[entry] ?? 0;
  const unitInWrite = unit - firstUnit(program, write);
  const answer = crash.machine.chooser.choose(ask.overtake, write, unitInWrite) !== 0;
  world.entryOvertaken[entry] = answer ? there : gone;
  noteOvertaking(crash, entry);
  return answer;
}

export function isMapped(crash: CrashState, block: number): boolean {
  const { program, world } = crash.machine;
  const known = world.blockFate[block];
  if (known !== undecided) return known === there;
  const writer = world.blockWriter[block] ?? 0;
  const survives =
    isAllocationSure(crash, block) ||
    !losesMapping(crash, writer, block - firstBlock(program, writer));
  world.blockFate[block] = survives ? there : gone;
  noteMapping(crash, block);
  return survives;
}

function losesMapping(crash: CrashState, writer: number, blockInWrite: number): boolean {
  return crash.machine.chooser.choose(ask['lose-mapping'], writer, blockInWrite) !== 0;
}

function satisfies(world: World, seen: VersionId, required: VersionId): boolean {
  if (seen === required || required === 0) return true;
  if (seen === 0) return false;
  // It never ran and is there: a later boot wrote what it would have written.
  if (world.submitted[seen] === 0) return true;
  if ((world.submitted[seen] ?? 0) > (world.submitted[required] ?? 0)) return true;
  const isWithDevice = world.reachedAlone[required] !== 0;
  // What is still in the guest's queue is later than all that has completed.
  const before = isWithDevice ? world.completedBefore[required] : world.count.completions;
  return !completedUpTo(world, seen, before ?? 0);
}

function covers({ program }: Machine, write: number, lba: Lba): boolean {
  const first = program.lba[write] ?? 0;
  return lba >= first && lba < first + (program.sectorCount[write] ?? 0);
}
