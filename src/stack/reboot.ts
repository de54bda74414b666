import { kindChooser } from './choose.js';
import { type CrashState, isMapped } from './crash-state.js';
import { gone, there } from './decisions.js';
import { topPlace } from './disk/disk.js';
import { sparesDevice } from './faults.js';
import { deviceComplete, flushStart } from './frontend/requests.js';
import { usesPageCache } from './host/host.js';
import type { Machine } from './machine.js';
import type { Program } from './program.js';
import { completedUpTo, hasBegun, isSure } from './survival.js';
import { manner, placeIndex, resetWorld, state, type World, worldFor } from './world.js';

/**
 * The machine boots again on what a fault left. Its world holds what outlived the fault as writes
 * that completed before everything else, each still where the fault spared it: a flush of the new
 * boot covers them, and until then the next fault may take them. What is not decided about the
 * crash state stays open, and no later flush can make that sure.
 *
 * `program` has the operations of the first boot, which do not run again, and those of the second.
 * Allocations must be decided.
 */
export function reboot(crash: CrashState, program: Program, memory: World | null): World {
  const before = crash.machine.world;
  const world = worldFor(program, memory);
  resetWorld(world);
  world.trace = before.trace;
  const machine: Machine = { stack: crash.machine.stack, program, world, chooser: kindChooser };
  carryOperations(crash, machine);
  carryUnits(crash, machine);
  carryBlocks(crash, machine);
  if (livesOn(crash)) finishRequests(machine);
  completeSurvivors(machine);
  holdSurvivors(crash, machine);
  forgetRequests(machine);
  return world;
}

/** Whether the second guest is served by the QEMU that served the first. */
function livesOn({ spared }: CrashState): boolean {
  return sparesDevice(spared);
}

/** Numbers and notes of the first boot, which promises and blame are still read from. */
function carryOperations(crash: CrashState, { world }: Machine): void {
  const { machine } = crash;
  const before = machine.world;
  const ids = machine.program.operationMax + 1;
  for (const name of carried) world[name].set(before[name].subarray(0, ids));
  world.inFlight.set(before.inFlight.subarray(0, before.count.inFlight));
  world.mark.set(before.mark);
  world.metadataMark.set(before.metadataMark);
  const { submissions, completions, flushesInFlight, inFlight, begun } = before.count;
  const { acknowledgements, finished, finishedAtFlush } = before.count;
  const kept = { submissions, completions, flushesInFlight, inFlight, begun, acknowledgements };
  Object.assign(world.count, kept);
  if (livesOn(crash)) Object.assign(world.count, { finished, finishedAtFlush });
}

const carried = [
  'begun',
  'state',
  'phases',
  'manner',
  'submitted',
  'completedBefore',
  'completion',
  'covers',
  'finishedBefore',
  'reachedAlone',
  'flushStop',
  'orderStop',
] as const satisfies readonly (keyof World)[];

/** The writes to each unit that outlived the fault, or may have. */
function carryUnits(crash: CrashState, machine: Machine): void {
  const { program, world: before } = crash.machine;
  for (let unit = 0; unit < program.unitCount; unit++) {
    if (!isUnitMapped(crash, unit)) continue;
    const kept: number[] = [];
    const certain = new Set<number>();
    let impliedUpTo = 0;
    for (
      let entry = before.unitHead[unit] ?? 0;
      entry !== 0;
      entry = before.entryOlder[entry] ?? 0
    ) {
      const write = before.entryWrite[entry] ?? 0;
      const fate = before.entryFate[entry];
      const isCertain =
        fate === there || isSure(crash, write) || completedUpTo(before, write, impliedUpTo);
      if (!isCertain && (fate === gone || !hasBegun(crash, write))) continue;
      kept.push(entry);
      if (!isCertain) continue;
      certain.add(entry);
      impliedUpTo = Math.max(impliedUpTo, before.completedBefore[write] ?? 0);
    }
    for (const entry of kept.reverse()) link(crash, machine.world, unit, entry, certain.has(entry));
  }
}

function isUnitMapped(crash: CrashState, unit: number): boolean {
  const { program, stack } = crash.machine;
  if (!stack.image.allocatesOnWrite) return true;
  return isMapped(crash, Math.floor((unit << program.unitShift) / program.sectorsPerBlock));
}

function link(
  { machine }: CrashState,
  world: World,
  unit: number,
  from: number,
  isCertain: boolean,
): void {
  world.count.entries += 1;
  const entry = world.count.entries;
  world.entryWrite[entry] = machine.world.entryWrite[from] ?? 0;
  world.entryOvertaken[entry] = machine.world.entryOvertaken[from] ?? 0;
  world.entryDoubted[entry] = isCertain ? 0 : 1;
  world.entryOlder[entry] = world.unitHead[unit] ?? 0;
  world.unitHead[unit] = entry;
}

/** Blocks whose allocation was lost have none; a write of the new boot allocates them again. */
function carryBlocks(crash: CrashState, { world }: Machine): void {
  const { program, stack, world: before } = crash.machine;
  if (!stack.image.allocatesOnWrite) return;
  for (let block = 0; block < program.blockCount; block++) {
    if (before.blockWriter[block] === 0 || !isMapped(crash, block)) continue;
    world.blockWriter[block] = before.blockWriter[block] ?? 0;
    world.blockAllocated[block] = before.blockAllocated[block] ?? 0;
  }
}

/** QEMU that lives on finishes what it got before the device is its new guest's. */
function finishRequests(machine: Machine): void {
  const { count, inFlight } = machine.world;
  for (let position = 0; position < count.inFlight; position++)
    finishRequest(machine, inFlight[position] ?? 0);
}

/** The flush behind a write that QEMU makes durable is part of the request; what the guest sends is not. */
function finishRequest(machine: Machine, operation: number): void {
  const hasMore = deviceComplete(machine, operation);
  const isOwn = ((machine.world.manner[operation] ?? 0) & manner.ownFlush) !== 0;
  if (!hasMore || !isOwn) return;
  flushStart(machine, operation);
  deviceComplete(machine, operation);
}

/** What was in flight and got through counts as complete, after all that had completed. */
function completeSurvivors({ program, world }: Machine): void {
  const { count, completion } = world;
  // What a write in the guest's queue was in flight together with stays what it was.
  const completions = count.completions;
  for (let entry = 1; entry <= count.entries; entry++) {
    const write = world.entryWrite[entry] ?? 0;
    if (completion[write] !== 0) continue;
    count.completions += 1;
    completion[write] = count.completions;
  }
  for (let block = 0; block < program.blockCount; block++) {
    const writer = world.blockWriter[block] ?? 0;
    if (writer === 0 || world.blockAllocated[block] !== 0) continue;
    world.blockAllocated[block] = completion[writer] || count.completions;
  }
  for (const { id } of program.script.operations) {
    if (world.submitted[id] === 0 || world.reachedAlone[id] !== 0) continue;
    world.reachedAlone[id] = 1 << placeIndex['device-queue'];
    world.completedBefore[id] = completions;
  }
}

/** All that is left is where the fault spared it; how far down it had surely got is as it was. */
function holdSurvivors(crash: CrashState, machine: Machine): void {
  const { count, mark, metadataMark } = machine.world;
  const held = count.completions;
  mark[placeOfData(crash, machine)] = held;
  metadataMark[placeOfMetadata(crash, machine)] = held;
  // The boot comes between the completions before it and those after it, and is nowhere missing.
  count.completions += 1;
  count.carried = count.completions;
  if (!livesOn(crash)) count.inherited = count.carried;
  for (const marks of [mark, metadataMark])
    for (let place = 0; place < marks.length; place++)
      if (marks[place] === held) marks[place] = count.carried;
}

/** What QEMU had in its memory when it died was handed on, or is gone. */
function placeOfData(crash: CrashState, machine: Machine): number {
  const { keeps } = machine.stack.host;
  const isKept = usesPageCache(machine) && keeps !== '' && isSpared(crash, placeIndex[keeps]);
  return isKept ? placeIndex[keeps] : below(crash, machine);
}

/** Tables are data of a device or of a file that has its blocks; else the file's own metadata counts. */
function placeOfMetadata(crash: CrashState, machine: Machine): number {
  const { allocatesInHost, allocatesInProcess } = machine.stack.image;
  if (livesOn(crash) && allocatesInProcess) return placeIndex['qemu-memory'];
  if (!allocatesInHost) return placeOfData(crash, machine);
  const memory = placeIndex['host-memory'];
  return isSpared(crash, memory) ? memory : below(crash, machine);
}

function below(crash: CrashState, machine: Machine): number {
  return isSpared(crash, topPlace(machine)) ? topPlace(machine) : placeIndex.medium;
}

function isSpared({ spared }: CrashState, place: number): boolean {
  return ((spared >> place) & 1) === 1;
}

/** The new boot has an empty queue. */
function forgetRequests({ program, world }: Machine): void {
  const { count, phases, manner } = world;
  count.inFlight = 0;
  count.flushesInFlight = 0;
  count.hostSyncs = 0;
  count.diskFlushes = 0;
  count.vcpuStallUs = 0;
  world.inFlight.fill(0);
  for (const { id, kind } of program.script.operations) {
    phases[id] = 0;
    manner[id] = 0;
    if (kind !== 'acknowledge') world.state[id] = state.idle;
  }
}

/** Decides all allocations that are open. */
export function settleBlocks(crash: CrashState): void {
  const { program, stack, world } = crash.machine;
  if (!stack.image.allocatesOnWrite) return;
  for (let block = 0; block < program.blockCount; block++)
    if (world.blockWriter[block] !== 0) isMapped(crash, block);
}
