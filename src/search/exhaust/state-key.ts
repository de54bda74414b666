import type { Machine } from '../../stack/machine.js';
import { anyFlush } from '../../stack/world.js';

/**
 * Two machines with the same key go on in the same ways and leave the same crash states. Numbers of
 * submissions and completions grow with every event, so of them only what is ever compared is kept:
 * which completions a mark or a flush in flight covers, which writes to a unit came one after the
 * other, and which requests a thread waits for.
 */
export function stateKey(machine: Machine): string {
  const { program, world } = machine;
  const { count } = world;
  const inFlight = [...world.inFlight.subarray(0, count.inFlight)];
  // Only tags make the order of what is in flight matter.
  if (!machine.stack.device.orderedTags) inFlight.sort((a, b) => a - b);
  const pending = [...world.queue.subarray(0, count.queue), ...inFlight];
  const flushes = inFlight.filter((operation) => isFlush(machine, operation));
  const parts: number[] = [count.fence, count.queue, inFlight.length, ...pending];
  for (let thread = 0; thread < program.threadCount; thread++)
    pushThread(machine, thread, pending, parts);
  for (const { id } of program.script.operations) pushOperation(machine, id, flushes, parts);
  for (const unit of program.writtenUnits) pushUnit(machine, unit, parts);
  if (machine.stack.image.allocatesOnWrite) pushBlocks(machine, flushes, parts);
  pushFinished(machine, flushes, parts);
  return textOf(parts);
}

function isFlush({ world }: Machine, operation: number): boolean {
  const phases = world.phases[operation] ?? 0;
  return (phases & -phases & anyFlush) !== 0;
}

const unitMax = 0xffff;
const argumentsMax = 8192;

/** A character each, or, where a number is too large for that, digits and commas. */
function textOf(parts: readonly number[]): string {
  if (parts.length < argumentsMax && parts.every((part) => part < unitMax))
    return String.fromCharCode(...parts);
  return parts.join();
}

function pushThread(
  { world }: Machine,
  thread: number,
  pending: readonly number[],
  parts: number[],
): void {
  const { next, waitsFor, stage, started, waitsOn, submitted } = world;
  parts.push(next[thread] ?? 0, waitsFor[thread] ?? 0, stage[thread] ?? 0, started[thread] ?? 0);
  const upTo = waitsOn[thread] ?? 0;
  pushBits(pending, (operation) => (submitted[operation] ?? 0) <= upTo, parts);
}

function pushOperation(
  { world }: Machine,
  operation: number,
  flushes: readonly number[],
  parts: number[],
): void {
  const { state, phases, manner, reachedAlone, completion, covers, mark, metadataMark } = world;
  const fields = ((manner[operation] ?? 0) * 32 + (phases[operation] ?? 0)) * 4;
  parts.push(fields + (state[operation] ?? 0), reachedAlone[operation] ?? 0);
  const completed = completion[operation] ?? 0;
  let covered = completed === 0 ? 0 : 1;
  for (let place = 0; place < mark.length; place++) {
    covered = covered * 2 + bit(completed <= (mark[place] ?? 0));
    covered = covered * 2 + bit(completed <= (metadataMark[place] ?? 0));
  }
  parts.push(covered);
  pushBits(flushes, (flush) => completed <= (covers[flush] ?? 0), parts);
}

/** Writes to one unit, newest first, and of each two which was complete before the other began. */
function pushUnit({ program, world }: Machine, unit: number, parts: number[]): void {
  const writes: number[] = [];
  for (let entry = world.unitHead[unit] ?? 0; entry !== 0; entry = world.entryOlder[entry] ?? 0)
    writes.push(world.entryWrite[entry] ?? 0);
  parts.push(writes.length);
  if (writes.length === 0) return;
  parts.push(...writes);
  if (writes.length === 1) return;
  for (const write of writes) {
    const before = world.completedBefore[write] ?? 0;
    pushBits(writes, (other) => isWithin(world.completion[other] ?? 0, before), parts);
    if (!program.script.overlapDeclared) continue;
    const submitted = world.submitted[write] ?? 0;
    pushBits(writes, (other) => (world.submitted[other] ?? 0) < submitted, parts);
  }
}

function pushBlocks(
  { program, world }: Machine,
  flushes: readonly number[],
  parts: number[],
): void {
  const { blockAllocated, blockWriter, covers, metadataMark } = world;
  for (let block = 0; block < program.blockCount; block++) {
    if (blockWriter[block] === 0) continue;
    const allocated = blockAllocated[block] ?? 0;
    let covered = allocated === 0 ? 0 : 1;
    for (const mark of metadataMark) covered = covered * 2 + bit(allocated <= mark);
    parts.push(block, blockWriter[block] ?? 0, covered);
    pushBits(flushes, (flush) => allocated <= (covers[flush] ?? 0), parts);
  }
}

/** Which flushes have nothing to do, now and later: only differences are ever looked at. */
function pushFinished(
  { stack: { backend }, world }: Machine,
  flushes: readonly number[],
  parts: number[],
): void {
  if (backend.kind === 'bare-metal' || backend.skipsOwnFlush === '') return;
  const { finished, finishedAtFlush } = world.count;
  parts.push(finished - finishedAtFlush);
  for (const flush of flushes)
    parts.push(Math.max((world.finishedBefore[flush] ?? 0) - finishedAtFlush, 0));
}

const bitsEach = 15;

/** One bit for each of the list, which is as long in every machine with the same parts before. */
function pushBits(list: readonly number[], holds: (of: number) => boolean, parts: number[]): void {
  let bits = 0;
  let used = 0;
  for (const each of list) {
    bits = bits * 2 + bit(holds(each));
    used += 1;
    if (used < bitsEach) continue;
    parts.push(bits);
    bits = 0;
    used = 0;
  }
  if (used > 0) parts.push(bits);
}

function isWithin(completed: number, upTo: number): boolean {
  return completed !== 0 && completed <= upTo;
}

function bit(is: boolean): number {
  return is ? 1 : 0;
}
