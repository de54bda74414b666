import type { TraceRow } from '../model/finding.js';
import { type Place, places } from '../model/place.js';
import { carve } from './carve.js';
import { type Counters, cleared } from './counters.js';
import type { Program } from './program.js';

/** Life of an operation that becomes a request. */
export const state = { idle: 0, queued: 1, inFlight: 2, done: 3 } as const;

/** What a request still has to do, as bits; the lowest set bit is the phase it is in. */
export const phase = {
  preflush: 1,
  write: 2,
  read: 4,
  postflush: 8,
  /** The guest's flush behind a write that QEMU has flushed before. */
  secondFlush: 16,
} as const;

/** The flushes that can come after a write. */
export const flushesAfter = phase.postflush | phase.secondFlush;
export const anyFlush = phase.preflush | flushesAfter;

/** How a request moves through the queue, as bits. */
export const manner = {
  /** Nothing passes it: a barrier that is carried out by draining. */
  fence: 1,
  /** Force Unit Access on the write. */
  fua: 2,
  /** The device keeps the order of what it got before and after it. */
  tagged: 4,
  /** QEMU's own flush follows the write, within the request. */
  ownFlush: 8,
} as const;

/** What a guest thread waits for. */
export const waiting = {
  nothing: 0,
  ownRequests: 1,
  olderRequests: 2,
  operation: 3,
  threads: 4,
} as const;

/** Everything one run has done so far: integers in one block of memory, so that it copies and compares. */
export interface World {
  // Indexed by operation.
  /** Order in which operations were begun, from 1; 0 before it. */
  readonly begun: Int32Array;
  readonly state: Int32Array;
  readonly phases: Int32Array;
  readonly manner: Int32Array;
  /** Order of submission, from 1; 0 before it. */
  readonly submitted: Int32Array;
  /** Number of completed writes when the device got this write: what surely precedes it. */
  readonly completedBefore: Int32Array;
  /** Number of this write's completion, from 1; 0 before it. */
  readonly completion: Int32Array;
  /** For a flush in flight: it covers completions up to this number. */
  readonly covers: Int32Array;
  /** For a flush in flight: how many writes had been finished when it was submitted. */
  readonly finishedBefore: Int32Array;
  /** Bit of each place that this write reached by itself, beside the marks. */
  readonly reachedAlone: Int32Array;
  /** Rule index of the layer that stopped this operation's flush; 0 for none. */
  readonly flushStop: Int32Array;
  /** Rule index of the layer that refused this operation's barrier; 0 for none. */
  readonly orderStop: Int32Array;
  /** The event from which on nature lets it go on: to the device, or, in flight, to its completion. */
  readonly due: Int32Array;
  // The guest's queue and the requests in flight, oldest first.
  readonly queue: Int32Array;
  readonly inFlight: Int32Array;

  // Indexed by place: every write completed up to the mark has surely reached the place.
  readonly mark: Int32Array;
  /** The same for host metadata: allocations made by writes completed up to the mark. */
  readonly metadataMark: Int32Array;

  // Indexed by thread.
  readonly next: Int32Array;
  /** The operation that was begun last. */
  readonly current: Int32Array;
  readonly waitsFor: Int32Array;
  readonly waitsOn: Int32Array;
  readonly stage: Int32Array;
  readonly outstanding: Int32Array;
  readonly started: Int32Array;
  /** The event from which on nature lets the thread take its next step. */
  readonly threadDue: Int32Array;
  /** The step that `threadDue` is about; see `stepOf`. */
  readonly threadAsked: Int32Array;

  // Writes to each atomic unit, newest first, as linked entries.
  readonly unitHead: Int32Array;
  readonly entryWrite: Int32Array;
  readonly entryOlder: Int32Array;
  /** What the crash state decided about each entry. */
  readonly entryFate: Int32Array;
  readonly entryOvertaken: Int32Array;
  /** 1 where it is still open whether the entry outlived the fault before the machine booted. */
  readonly entryDoubted: Int32Array;

  // Indexed by host block; only where the image allocates on write.
  /** Completion number of the first completed write to the block; 0 for none. */
  readonly blockAllocated: Int32Array;
  /** The first write that the device got for the block; 0 for none. */
  readonly blockWriter: Int32Array;
  readonly blockFate: Int32Array;

  readonly count: Counters;
  readonly capacity: Capacity;
  /** All arrays. */
  readonly memory: Int32Array;
  /** Rows of the story, or null where nobody will read it. */
  trace: TraceRow[] | null;
}

/** How much a world can hold. */
interface Capacity {
  readonly operations: number;
  readonly threads: number;
  readonly entries: number;
  readonly units: number;
  readonly blocks: number;
}

function capacityFor(program: Program): Capacity {
  return {
    operations: program.operationMax + 1,
    threads: program.threadCount,
    entries: program.entryMax + 1,
    units: program.unitCount,
    blocks: program.blockCount,
  };
}

/**
 * A world in which the program can run: the one that is given, if it is large enough. To make one
 * takes longer than a run, so the next is large enough for what the given one was made for, too.
 */
export function worldFor(program: Program, given: World | null): World {
  const needed = capacityFor(program);
  if (given === null) return createWorld(needed);
  const { capacity } = given;
  const fits =
    needed.operations <= capacity.operations &&
    needed.threads <= capacity.threads &&
    needed.entries <= capacity.entries &&
    needed.units <= capacity.units &&
    needed.blocks <= capacity.blocks;
  return fits ? given : createWorld(largerOf(needed, capacity));
}

function largerOf(one: Capacity, other: Capacity): Capacity {
  return {
    operations: Math.max(one.operations, other.operations),
    threads: Math.max(one.threads, other.threads),
    entries: Math.max(one.entries, other.entries),
    units: Math.max(one.units, other.units),
    blocks: Math.max(one.blocks, other.blocks),
  };
}

function createWorld(capacity: Capacity): World {
  const { operations, threads, entries, units, blocks } = capacity;
  const sizes = {
    begun: operations,
    state: operations,
    phases: operations,
    manner: operations,
    submitted: operations,
    completedBefore: operations,
    completion: operations,
    covers: operations,
    finishedBefore: operations,
    reachedAlone: operations,
    flushStop: operations,
    orderStop: operations,
    due: operations,
    queue: operations,
    inFlight: operations,
    mark: places.length,
    metadataMark: places.length,
    next: threads,
    current: threads,
    waitsFor: threads,
    waitsOn: threads,
    stage: threads,
    outstanding: threads,
    started: threads,
    threadDue: threads,
    threadAsked: threads,
    unitHead: units,
    entryWrite: entries,
    entryOlder: entries,
    entryFate: entries,
    entryOvertaken: entries,
    entryDoubted: entries,
    blockAllocated: blocks,
    blockWriter: blocks,
    blockFate: blocks,
  };
  return { ...carve(sizes), capacity, count: cleared({} as Counters), trace: null };
}

/** Back to the state before the first operation, without giving up the memory. */
export function resetWorld(world: World): void {
  world.memory.fill(0);
  cleared(world.count);
  world.started[0] = 1;
  world.trace = null;
}

/** Takes the element at `position` out of a list of `length`; what follows moves up. */
export function removeAt(list: Int32Array, position: number, length: number): void {
  for (let index = position; index < length - 1; index++) list[index] = list[index + 1] ?? 0;
}

/** Index of each place in the marks, and its bit in `reachedAlone`. */
export const placeIndex = Object.fromEntries(
  places.map((place, index) => [place, index]),
) as Record<Place, number>;
