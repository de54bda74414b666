import type { Machine } from '../../stack/machine.js';
import { isOwnFlush, leavesOutFlushes } from '../../stack/qemu/backend.js';
import type { World } from '../../stack/world.js';
import { isFlush, isIdle, isOutdone } from './idle-flushes.js';
import { createKey, type Key, put, putBits, textOf } from './key.js';

/**
 * Two machines with the same key go on in the same ways and leave the same crash states. Numbers of
 * submissions and completions grow with every event, so of them only what is ever compared is kept:
 * which completions a mark or a flush in flight covers, which writes to a unit came one after the
 * other, and which requests a thread waits for.
 *
 * @param isLeast - whether only completions that make least sure are followed: see `leastCompletions`
 * @param units - of each other unit the key of its only write says whether that is there
 */
export function stateKey(
  machine: Machine,
  isLeast = false,
  units = machine.program.sharedUnits,
): string {
  const { program, world } = machine;
  const { count } = world;
  const inFlight = inFlightOf(machine);
  const flushes = inFlight.filter((operation) => isFlush(machine, operation));
  const covering = flushes.filter((flush) =>
    coversSomething(machine, flush, isLeast ? flushes : []),
  );
  const key = createKey();
  put(key, count.fence);
  put(key, count.queue);
  put(key, inFlight.length);
  for (let at = 0; at < count.queue; at += 1) put(key, world.queue[at] ?? 0);
  for (const operation of inFlight) put(key, operation);
  for (let thread = 0; thread < program.threadCount; thread++)
    putThread(key, world, thread, inFlight);
  for (const { id } of program.script.operations) putOperation(key, world, id, covering);
  put(key, 0);
  for (const unit of units) putUnit(key, machine, unit);
  if (machine.stack.image.allocatesOnWrite) putBlocks(key, machine, covering);
  putFinished(key, machine, flushes);
  return textOf(key);
}

/** Only tags make the order of what is in flight matter. */
function inFlightOf({ stack, world }: Machine): readonly number[] {
  const inFlight: number[] = [];
  for (let position = 0; position < world.count.inFlight; position++) {
    const operation = world.inFlight[position] ?? 0;
    let at = inFlight.length;
    if (!stack.device.orderedTags) while (at > 0 && (inFlight[at - 1] ?? 0) > operation) at -= 1;
    inFlight.splice(at, 0, operation);
  }
  return inFlight;
}

function putThread(key: Key, world: World, thread: number, inFlight: readonly number[]): void {
  const { next, waitsFor, stage, started, waitsOn, submitted, queue, count } = world;
  put(key, next[thread] ?? 0);
  put(key, waitsFor[thread] ?? 0);
  put(key, stage[thread] ?? 0);
  put(key, started[thread] ?? 0);
  const upTo = waitsOn[thread] ?? 0;
  putBits(key, queue, count.queue, submitted, upTo);
  putBits(key, inFlight, inFlight.length, submitted, upTo);
}

/**
 * What has done nothing is left out; what has not completed is covered by every mark and every flush,
 * which then says nothing.
 */
function putOperation(key: Key, world: World, operation: number, flushes: readonly number[]): void {
  const { state, phases, manner, reachedAlone, completion, covers, mark, metadataMark } = world;
  const completed = completion[operation] ?? 0;
  const fields = ((manner[operation] ?? 0) * 32 + (phases[operation] ?? 0)) * 4;
  const done = (fields + (state[operation] ?? 0)) * 2 + (completed === 0 ? 0 : 1);
  const reached = reachedAlone[operation] ?? 0;
  if (done === 0 && reached === 0) return;
  put(key, operation);
  put(key, done);
  put(key, reached);
  if (completed === 0) return;
  let covered = 0;
  for (let place = 0; place < mark.length; place++) {
    covered = covered * 2 + (completed <= (mark[place] ?? 0) ? 1 : 0);
    covered = covered * 2 + (completed <= (metadataMark[place] ?? 0) ? 1 : 0);
  }
  put(key, covered);
  putCovering(key, flushes, completed, covers);
}

function putCovering(
  key: Key,
  flushes: readonly number[],
  completed: number,
  covers: Int32Array,
): void {
  for (const flush of flushes) put(key, completed <= (covers[flush] ?? 0) ? 1 : 0);
}

/** Writes to one unit, newest first, and of each two which was complete before the other began. */
function putUnit(key: Key, { program, world }: Machine, unit: number): void {
  const { entryWrite, entryOlder, completedBefore, completion, submitted } = world;
  const newest = world.unitHead[unit] ?? 0;
  let count = 0;
  for (let entry = newest; entry !== 0; entry = entryOlder[entry] ?? 0) count += 1;
  put(key, count);
  for (let entry = newest; entry !== 0; entry = entryOlder[entry] ?? 0)
    put(key, entryWrite[entry] ?? 0);
  if (count < 2) return;
  for (let entry = newest; entry !== 0; entry = entryOlder[entry] ?? 0) {
    const write = entryWrite[entry] ?? 0;
    const before = completedBefore[write] ?? 0;
    const since = submitted[write] ?? 0;
    for (let other = newest; other !== 0; other = entryOlder[other] ?? 0) {
      const rival = entryWrite[other] ?? 0;
      // One that has not completed is told apart by its own part of the key.
      const isBefore = (completion[rival] ?? 0) <= before;
      const isEarlier = program.script.overlapDeclared && (submitted[rival] ?? 0) < since;
      put(key, (isBefore ? 1 : 0) + (isEarlier ? 2 : 0));
    }
  }
}

function putBlocks(key: Key, { program, world }: Machine, flushes: readonly number[]): void {
  const { blockAllocated, blockWriter, covers, metadataMark } = world;
  for (let block = 0; block < program.blockCount; block++) {
    if (blockWriter[block] === 0) continue;
    const allocated = blockAllocated[block] ?? 0;
    let covered = allocated === 0 ? 0 : 1;
    for (const mark of metadataMark) covered = covered * 2 + (allocated <= mark ? 1 : 0);
    put(key, block);
    put(key, blockWriter[block] ?? 0);
    put(key, covered);
    putCovering(key, flushes, allocated, covers);
  }
}

/**
 * Which flushes have nothing to do, now and later. Numbers of finished writes are only ever compared,
 * so that it is their order that counts.
 */
function putFinished(key: Key, { stack, world }: Machine, flushes: readonly number[]): void {
  if (!leavesOutFlushes(stack)) return;
  const { finished, finishedAtFlush } = world.count;
  const numbers = [finishedAtFlush, finished];
  for (const flush of flushes)
    numbers.push(Math.max(world.finishedBefore[flush] ?? 0, finishedAtFlush));
  for (const number of numbers) put(key, rankOf(number, numbers));
}

/**
 * A flush that has nothing to do by now covers nothing, whatever had completed when it began; nor does one
 * that is left until another leaves it nothing to do.
 */
function coversSomething(machine: Machine, flush: number, others: readonly number[]): boolean {
  if (!leavesOutFlushes(machine.stack)) return true;
  if (isIdle(machine, flush)) return false;
  return !isOwnFlush(machine, flush) || !isOutdone(machine, flush, others);
}

/** How many others are smaller, which says of each two numbers how they compare. */
function rankOf(number: number, numbers: readonly number[]): number {
  let rank = 0;
  for (const other of numbers) if (other < number) rank += 1;
  return rank;
}
