import type { Aftermath } from '../model/aftermath.js';
import { places } from '../model/place.js';
import type { Lba, VersionId } from '../model/script.js';
import { ask } from './choose.js';
import { deviceMayComplete } from './frontend/requests.js';
import type { Machine } from './machine.js';
import { sectorsPerHostBlock } from './program.js';
import { placeIndex, state, type World } from './world.js';

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
 * 6. A host block whose allocation is lost (`lose-mapping`) shows what was there before the
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

const undecided = 0;
const there = 1;
const gone = 2;

const fateDecision = 0;
const overtakeDecision = 1;
const mappingDecision = 2;
const decisionKinds = 3;

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

/** Takes back what was decided since the trail was so long. */
export function takeBack({ machine, trail }: CrashState, length: number): void {
  if (trail === null) return;
  const { blockFate, entryFate, entryOvertaken } = machine.world;
  while (trail.length > length) {
    const decided = trail.pop() ?? 0;
    const at = Math.floor(decided / decisionKinds);
    const kind = decided % decisionKinds;
    if (kind === fateDecision) entryFate[at] = undecided;
    else if (kind === overtakeDecision) entryOvertaken[at] = undecided;
    else blockFate[at] = undecided;
  }
}

/** Whether there was anything for the fault to take, so that surviving it means something. */
export function isExercised({ machine, sureUpTo, metadataSureUpTo, spared }: CrashState): boolean {
  const { count } = machine.world;
  const sparesDevice = ((spared >> placeIndex['device-queue']) & 1) === 1;
  if (count.queue > 0 || (count.inFlight > 0 && !sparesDevice)) return true;
  if (count.completions > sureUpTo) return !sparesDevice;
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
  const { machine } = crash;
  const { program, world } = machine;
  if (
    machine.stack.image.allocatesOnWrite &&
    !isMapped(crash, Math.floor(lba / sectorsPerHostBlock))
  )
    return 0;
  const unit = lba >> program.unitShift;
  let impliedUpTo = 0;
  let hiddenUpTo = 0;
  let shown = 0;
  let shownEntry = 0;
  for (let entry = world.unitHead[unit] ?? 0; entry !== 0; entry = world.entryOlder[entry] ?? 0) {
    const write = world.entryWrite[entry] ?? 0;
    if (!isThere(crash, entry, unit, impliedUpTo)) continue;
    const before = world.completedBefore[write] ?? 0;
    impliedUpTo = Math.max(impliedUpTo, before);
    if (!covers(machine, write, lba) || completedUpTo(world, write, hiddenUpTo)) continue;
    if (!program.script.overlapDeclared) return write;
    if (shown === 0 || isOvertaken(crash, shownEntry, unit)) {
      shown = write;
      shownEntry = entry;
    }
    hiddenUpTo = Math.max(hiddenUpTo, before);
  }
  return shown;
}

function completedUpTo(world: World, write: number, upTo: number): boolean {
  const completion = world.completion[write] ?? 0;
  return completion !== 0 && completion <= upTo;
}

function isThere(crash: CrashState, entry: number, unit: number, impliedUpTo: number): boolean {
  const { program, world } = crash.machine;
  const known = world.entryFate[entry];
  if (known !== undecided) return known === there;
  const write = world.entryWrite[entry] ?? 0;
  const survives =
    isSure(crash, write) ||
    completedUpTo(world, write, impliedUpTo) ||
    (hasBegun(crash, write) && !loses(crash, write, unit - firstUnit(program, write)));
  world.entryFate[entry] = survives ? there : gone;
  crash.trail?.push(entry * decisionKinds + fateDecision);
  return survives;
}

export function isSure(crash: CrashState, write: number): boolean {
  const { world } = crash.machine;
  if (completedUpTo(world, write, crash.sureUpTo)) return true;
  return ((world.reachedAlone[write] ?? 0) & crash.spared) !== 0;
}

/** What was decided about something; `open` for nothing yet. */
export type Fate = 'open' | 'there' | 'gone';

/** What was decided about a unit of a write, counted from its first. */
export function fateOfUnit({ program, world }: Machine, write: number, unitInWrite: number): Fate {
  const unit = firstUnit(program, write) + unitInWrite;
  for (let entry = world.unitHead[unit] ?? 0; entry !== 0; entry = world.entryOlder[entry] ?? 0)
    if (world.entryWrite[entry] === write) return fateNamed(world.entryFate[entry]);
  return 'open';
}

/** What was decided about the allocation of a host block of a write, counted from its first. */
export function fateOfBlock(
  { program, world }: Machine,
  write: number,
  blockInWrite: number,
): Fate {
  return fateNamed(world.blockFate[firstBlock(program, write) + blockInWrite]);
}

/** Whether older writes to a unit of a write were decided to have landed after it. */
export function isOvertakenIn({ program, world }: Machine, write: number, unitInWrite: number) {
  const unit = firstUnit(program, write) + unitInWrite;
  for (let entry = world.unitHead[unit] ?? 0; entry !== 0; entry = world.entryOlder[entry] ?? 0)
    if (world.entryWrite[entry] === write) return world.entryOvertaken[entry] === there;
  return false;
}

function fateNamed(fate: number | undefined): Fate {
  if (fate === there) return 'there';
  return fate === gone ? 'gone' : 'open';
}

/** A device that keeps tags in order has not touched what waits behind a tagged request. */
function hasBegun(crash: CrashState, write: number): boolean {
  const { machine } = crash;
  if (!machine.stack.device.orderedTags || machine.world.completion[write] !== 0) return true;
  return deviceMayComplete(machine, machine.world.inFlight.indexOf(write));
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
  crash.trail?.push(entry * decisionKinds + overtakeDecision);
  return answer;
}

function isMapped(crash: CrashState, block: number): boolean {
  const { program, world } = crash.machine;
  const known = world.blockFate[block];
  if (known !== undecided) return known === there;
  const writer = world.blockWriter[block] ?? 0;
  const survives =
    isAllocationSure(crash, block) ||
    !losesMapping(crash, writer, block - firstBlock(program, writer));
  world.blockFate[block] = survives ? there : gone;
  crash.trail?.push(block * decisionKinds + mappingDecision);
  return survives;
}

function isAllocationSure(crash: CrashState, block: number): boolean {
  const { world } = crash.machine;
  const writer = world.blockWriter[block] ?? 0;
  const allocated = world.blockAllocated[block] ?? 0;
  if (writer === 0 || (allocated !== 0 && allocated <= crash.metadataSureUpTo)) return true;
  // QEMU that lives on finishes the request, and allocates for it.
  return ((world.reachedAlone[writer] ?? 0) & crash.spared) !== 0;
}

/** Whether the write, and what it takes to find it again, surely survive. */
export function isSureToShow(crash: CrashState, write: number): boolean {
  const { program, stack } = crash.machine;
  if (!isSure(crash, write)) return false;
  if (!stack.image.allocatesOnWrite) return true;
  const lba = program.lba[write] ?? 0;
  const last = Math.floor((lba + (program.sectorCount[write] ?? 0) - 1) / sectorsPerHostBlock);
  for (let block = firstBlock(program, write); block <= last; block++)
    if (!isAllocationSure(crash, block)) return false;
  return true;
}

function losesMapping(crash: CrashState, writer: number, blockInWrite: number): boolean {
  return crash.machine.chooser.choose(ask['lose-mapping'], writer, blockInWrite) !== 0;
}

function satisfies(world: World, seen: VersionId, required: VersionId): boolean {
  if (seen === required || required === 0) return true;
  if (seen === 0) return false;
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

function firstUnit(program: Machine['program'], write: number): number {
  return (program.lba[write] ?? 0) >> program.unitShift;
}

function firstBlock(program: Machine['program'], write: number): number {
  return Math.floor((program.lba[write] ?? 0) / sectorsPerHostBlock);
}
