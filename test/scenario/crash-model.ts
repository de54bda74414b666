import type { Aftermath, Violation } from '../../src/model/aftermath.js';
import type { Operation, OperationId, Script } from '../../src/model/script.js';
import type { ViolationKind } from '../../src/model/verdict.js';
import { createOracle } from '../../src/scenario/oracle.js';

/**
 * A disk in a page, written without a look at `src/stack`: what the rules of the specification
 * allow after a power failure, and nothing else.
 *
 * - A write in flight, or completed and not flushed, is there or not, sector by sector.
 * - A sync waits for all writes and makes them durable; a flush covers what had completed.
 * - A barrier makes durable what came before it, then itself; what comes after it waits.
 * - Writes to one sector in flight together land either way.
 */
export type Flushes = 'honoured' | 'dropped';

interface Write {
  readonly operation: Operation;
  readonly thread: number;
  readonly submitted: number;
  completed: number;
  durable: boolean;
}

export type Schedule = 'in-order' | 'reversed' | 'interleaved';

/** The order in which the operations run, with each one's thread. */
export function linear(script: Script, schedule: Schedule): { id: OperationId; thread: number }[] {
  const byId = new Map(script.operations.map((operation) => [operation.id, operation]));
  const run = (thread: number): { id: OperationId; thread: number }[] =>
    (script.threads[thread] ?? []).flatMap((id) => {
      const threads = (byId.get(id)?.threads ?? []).map(run);
      if (schedule === 'reversed') threads.reverse();
      if (schedule !== 'interleaved') return [{ id, thread }, ...threads.flat()];
      const length = Math.max(0, ...threads.map((each) => each.length));
      const rounds = Array.from({ length }, (_, at) => threads.flatMap((each) => each[at] ?? []));
      return [{ id, thread }, ...rounds.flat()];
    });
  return run(0);
}

const isWrite = ({ kind }: Operation) =>
  ['write', 'write-zeroes', 'discard', 'barrier'].includes(kind);

interface Disk {
  readonly writes: Write[];
  readonly acknowledged: Set<OperationId>;
  now: number;
}

function complete(disk: Disk, chosen: (write: Write) => boolean): void {
  for (const write of disk.writes) {
    if (write.completed === Number.POSITIVE_INFINITY && chosen(write)) write.completed = disk.now;
  }
}

/** A completed barrier, or anything completed behind one, makes all before it durable. */
function settleBarriers(disk: Disk): void {
  for (const [at, barrier] of disk.writes.entries()) {
    if (barrier.operation.kind !== 'barrier') continue;
    const done = disk.writes.slice(at).some(({ completed }) => completed <= disk.now);
    if (!done) continue;
    for (const write of disk.writes.slice(0, at + 1)) {
      write.durable = true;
      write.completed = Math.min(write.completed, disk.now);
    }
  }
}

function step(disk: Disk, operation: Operation, thread: number, flushes: Flushes): void {
  disk.now += 1;
  const honoured = flushes === 'honoured';
  if (isWrite(operation)) {
    const completed = Number.POSITIVE_INFINITY;
    disk.writes.push({ operation, thread, submitted: disk.now, completed, durable: false });
  }
  if (operation.kind === 'wait') complete(disk, (write) => write.thread === thread);
  if (operation.kind === 'fsync' || operation.kind === 'fdatasync') complete(disk, () => true);
  if (operation.kind === 'acknowledge') disk.acknowledged.add(operation.id);
  if (!honoured) return;
  settleBarriers(disk);
  const flushed = ['flush', 'fsync', 'fdatasync'].includes(operation.kind);
  for (const write of disk.writes) {
    if (write.completed > disk.now) continue;
    if (flushed || write.operation.fua) write.durable = true;
  }
}

/** What may have landed: barriers that were not waited for may have got any distance. */
function frontiers(disk: Disk, flushes: Flushes): { durableTo: number; landsTo: number }[] {
  const end = disk.writes.length;
  if (flushes === 'dropped') return [{ durableTo: 0, landsTo: end }];
  const barriers = disk.writes.flatMap((write, at) =>
    write.operation.kind === 'barrier' && !write.durable ? [at] : [],
  );
  const [first = end] = barriers;
  const later = barriers.flatMap((at, nth) => [
    { durableTo: at, landsTo: at + 1 },
    { durableTo: at + 1, landsTo: barriers[nth + 1] ?? end },
  ]);
  return [{ durableTo: 0, landsTo: first }, ...later];
}

/** The writes that a sector may show; 0 is what was there before. */
function candidates(disk: Disk, lba: number, durableTo: number, landsTo: number): number[] {
  const here = disk.writes.slice(0, landsTo).filter(({ operation }) => {
    return lba >= operation.lba && lba < operation.lba + operation.sectorCount;
  });
  const sure = here.filter((write) => write.durable || disk.writes.indexOf(write) < durableTo);
  const last = (write: Write) => sure.some((other) => other.submitted > write.completed);
  const alive = here.filter((write) => !last(write)).map(({ operation }) => operation.id);
  return sure.length > 0 ? alive : [0, ...alive];
}

/** Which of the writes that a sector may show it does show. */
type Pick = (open: readonly number[]) => number;

function aftermathOf(
  disk: Disk,
  frontier: { durableTo: number; landsTo: number },
  pick: Pick,
): Aftermath {
  const shown = new Map<number, number>();
  const writes = new Map(disk.writes.map((write) => [write.operation.id, write]));
  return {
    read: (lba) => {
      const known = shown.get(lba);
      if (known !== undefined) return known;
      const open = candidates(disk, lba, frontier.durableTo, frontier.landsTo);
      const version = open[open.length === 1 ? 0 : pick(open)] ?? 0;
      shown.set(lba, version);
      return version;
    },
    satisfies: (seen, required) => {
      const [found, wanted] = [writes.get(seen), writes.get(required)];
      return !!found && !!wanted && found.completed > wanted.submitted;
    },
    acknowledged: (operation) => disk.acknowledged.has(operation),
  };
}

/** Calls `visit` with every way to answer its questions, up to `limit` of them. */
function enumerate(limit: number, visit: (choose: (arity: number) => number) => boolean): void {
  let prefix: number[] = [];
  for (let count = 0; count < limit; count += 1) {
    const taken: { value: number; arity: number }[] = [];
    const stop = visit((arity) => {
      const value = prefix[taken.length] ?? 0;
      taken.push({ value, arity });
      return value;
    });
    while (taken.length > 0 && (taken.at(-1)?.value ?? 0) + 1 === taken.at(-1)?.arity) taken.pop();
    const last = taken.at(-1);
    if (stop || last === undefined) return;
    prefix = [...taken.slice(0, -1).map(({ value }) => value), last.value + 1];
  }
}

/** A sequence that is the same on every machine. */
function pseudoRandom(seed: number): (arity: number) => number {
  let state = seed;
  return (arity) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * arity);
  };
}

/** Keeps each write that is open whole, or drops it whole: what sector by sector hardly ever does. */
function keepingWhole(random: (arity: number) => number): Pick {
  const kept = new Map<number, boolean>([[0, true]]);
  const isKept = (write: number) => {
    const known = kept.get(write) ?? random(2) === 0;
    kept.set(write, known);
    return known;
  };
  return (open) => Math.max(0, open.findLastIndex(isKept));
}

/** The first violation over all crash points, schedules and (up to a limit) crash states. */
export function findViolation(
  script: Script,
  flushes: Flushes,
  excluded: ReadonlySet<ViolationKind> = new Set(),
  limit = 400,
): Violation | null {
  const oracle = createOracle(script);
  const byId = new Map(script.operations.map((operation) => [operation.id, operation]));
  const schedules: Schedule[] =
    script.threads.length > 1 ? ['in-order', 'reversed', 'interleaved'] : ['in-order'];
  let found: Violation | null = null;
  for (const schedule of schedules) {
    const disk: Disk = { writes: [], acknowledged: new Set(), now: 0 };
    for (const { id, thread } of linear(script, schedule)) {
      const operation = byId.get(id);
      if (operation !== undefined) step(disk, operation, thread, flushes);
      for (const frontier of frontiers(disk, flushes)) {
        const visit = (pick: Pick) => {
          found = oracle.judge(aftermathOf(disk, frontier, pick), excluded);
          return found !== null;
        };
        enumerate(limit, (choose) => visit((open) => choose(open.length)));
        const random = pseudoRandom(id);
        for (let run = 0; run < limit && found === null; run += 1) {
          visit(run % 4 === 0 ? keepingWhole(random) : (open) => random(open.length));
        }
        if (found !== null) return found;
      }
    }
  }
  return found;
}
