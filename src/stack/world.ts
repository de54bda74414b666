import type { TraceRow } from '../model/finding.js';
import { type Place, places } from '../model/place.js';
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

export interface Counters {
  queue: number;
  inFlight: number;
  entries: number;
  submissions: number;
  completions: number;
  /** Writes that QEMU's node has finished (write_gen); counted only where it matters. */
  finished: number;
  /** How many were, for the newest flush that has come back (flushed_gen). */
  finishedAtFlush: number;
  /** The fence that is being carried out; 0 for none. */
  fence: number;
  flushesInFlight: number;
  /** Steps of the machine so far; see `runUntil`. */
  events: number;
  begun: number;
  lastBegun: number;
  eventsSinceBegun: number;
  acknowledgements: number;
  hostSyncs: number;
  diskFlushes: number;
  vcpuStallUs: number;
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
 * takes longer than a run.
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
  return fits ? given : createWorld(needed);
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
    blockAllocated: blocks,
    blockWriter: blocks,
    blockFate: blocks,
  };
  return { ...carve(sizes), capacity, count: cleared({} as Counters), trace: null };
}

type Carved<Name extends string> = Readonly<Record<Name | 'memory', Int32Array>>;

/** One block of memory with a view for each name: a reset is then one fill. */
function carve<Name extends string>(sizes: Readonly<Record<Name, number>>): Carved<Name> {
  const names = Object.keys(sizes) as Name[];
  const memory = new Int32Array(names.reduce((sum, name) => sum + sizes[name], 0));
  let offset = 0;
  const views: Partial<Record<Name | 'memory', Int32Array>> = { memory } as Partial<
    Record<Name | 'memory', Int32Array>
  >;
  for (const name of names) {
    views[name] = new Int32Array(memory.buffer, offset, sizes[name]);
    offset += sizes[name] * Int32Array.BYTES_PER_ELEMENT;
  }
  return views as Carved<Name>;
}

/** Back to the state before the first operation, without giving up the memory. */
export function resetWorld(world: World): void {
  world.memory.fill(0);
  cleared(world.count);
  world.started[0] = 1;
  world.trace = null;
}

/** Written out: copying from a template takes as long as several operations of a run. */
function cleared(count: Counters): Counters {
  count.queue = 0;
  count.inFlight = 0;
  count.entries = 0;
  count.submissions = 0;
  count.completions = 0;
  count.finished = 0;
  count.finishedAtFlush = 0;
  count.fence = 0;
  count.flushesInFlight = 0;
  count.events = 0;
  count.begun = 0;
  count.lastBegun = 0;
  count.eventsSinceBegun = 0;
  count.acknowledgements = 0;
  count.hostSyncs = 0;
  count.diskFlushes = 0;
  count.vcpuStallUs = 0;
  return count;
}

/** Takes the element at `position` out of a list of `length`; what follows moves up. */
export function removeAt(list: Int32Array, position: number, length: number): void {
  for (let index = position; index < length - 1; index++) list[index] = list[index + 1] ?? 0;
}

/** Index of each place in the marks, and its bit in `reachedAlone`. */
export const placeIndex = Object.fromEntries(
  places.map((place, index) => [place, index]),
) as Record<Place, number>;
