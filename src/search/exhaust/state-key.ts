import type { Machine } from '../../stack/machine.js';

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
  const parts: number[] = [count.fence, count.queue, ...pending];
  for (let thread = 0; thread < program.threadCount; thread++)
    pushThread(machine, thread, pending, parts);
  for (const { id } of program.script.operations) pushOperation(machine, id, inFlight, parts);
  for (let unit = 0; unit < program.unitCount; unit++) pushUnit(machine, unit, parts);
  if (machine.stack.image.allocatesOnWrite) pushBlocks(machine, inFlight, parts);
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
  for (const operation of pending) parts.push((submitted[operation] ?? 0) <= upTo ? 1 : 0);
}

function pushOperation(
  { world }: Machine,
  operation: number,
  inFlight: readonly number[],
  parts: number[],
): void {
  const { state, phases, manner, reachedAlone, completion, covers, mark, metadataMark } = world;
  parts.push(
    state[operation] ?? 0,
    phases[operation] ?? 0,
    manner[operation] ?? 0,
    reachedAlone[operation] ?? 0,
  );
  const completed = completion[operation] ?? 0;
  let covered = completed === 0 ? 0 : 1;
  for (let place = 0; place < mark.length; place++) {
    covered = covered * 2 + bit(completed <= (mark[place] ?? 0));
    covered = covered * 2 + bit(completed <= (metadataMark[place] ?? 0));
  }
  parts.push(covered);
  for (const flush of inFlight) parts.push(bit(completed <= (covers[flush] ?? 0)));
}

/** Writes to one unit, newest first, and of each two which was complete before the other began. */
function pushUnit({ program, world }: Machine, unit: number, parts: number[]): void {
  const writes: number[] = [];
  for (let entry = world.unitHead[unit] ?? 0; entry !== 0; entry = world.entryOlder[entry] ?? 0)
    writes.push(world.entryWrite[entry] ?? 0);
  if (writes.length === 0) return;
  parts.push(-1 - unit, ...writes);
  for (const write of writes) {
    const before = world.completedBefore[write] ?? 0;
    for (const other of writes) {
      const completed = world.completion[other] ?? 0;
      parts.push(bit(completed !== 0 && completed <= before));
      if (program.script.overlapDeclared)
        parts.push(bit((world.submitted[other] ?? 0) < (world.submitted[write] ?? 0)));
    }
  }
}

function pushBlocks(
  { program, world }: Machine,
  inFlight: readonly number[],
  parts: number[],
): void {
  const { blockAllocated, blockWriter, covers, metadataMark } = world;
  for (let block = 0; block < program.blockCount; block++) {
    if (blockWriter[block] === 0) continue;
    const allocated = blockAllocated[block] ?? 0;
    let covered = allocated === 0 ? 0 : 1;
    for (const mark of metadataMark) covered = covered * 2 + bit(allocated <= mark);
    parts.push(block, blockWriter[block] ?? 0, covered);
    for (const flush of inFlight) parts.push(bit(allocated <= (covers[flush] ?? 0)));
  }
}

function bit(is: boolean): number {
  return is ? 1 : 0;
}
