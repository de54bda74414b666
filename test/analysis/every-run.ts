import type { CutCondition } from '../../src/analysis/cut/condition.js';
import type { Model } from '../../src/analysis/cut/demands.js';
import type { SureFrom } from '../../src/analysis/sureness.js';
import type {
  Edge,
  FlushMoments,
  Moment,
  Timeline,
  WriteMoments,
} from '../../src/analysis/timeline/timeline.js';

/** When each moment came; moments that have not come are later than all. */
type Run = (moment: Moment) => number;

const never = Number.POSITIVE_INFINITY;
const hasCome = (run: Run, moment: Moment) => run(moment) !== never;

function keeps(run: Run, [before, after]: Edge): boolean {
  return !hasCome(run, after) || run(before) < run(after);
}

/** A device that takes one request at a time is done with one before it begins another. */
function isServed({ entries, oneAtATime }: Timeline, run: Run): boolean {
  if (!oneAtATime) return true;
  const begun = entries.filter(({ first }) => hasCome(run, first));
  return begun.every((a) =>
    begun.every((b) => a === b || run(a.done) < run(b.first) || run(b.done) < run(a.first)),
  );
}

function isRun(timeline: Timeline, run: Run): boolean {
  const isOrdered = timeline.disjunctions.every(
    ({ when, alternatives }) =>
      !when.every((moment) => hasCome(run, moment)) ||
      alternatives.some((edges) => edges.every((edge) => keeps(run, edge))),
  );
  return isOrdered && isServed(timeline, run);
}

/** Nothing was finished since the submission of one that has come back before, or nothing at all. */
function isSkipped({ skipsFlushes, flushes, writes }: Timeline, run: Run, flush: FlushMoments) {
  if (!skipsFlushes) return false;
  const finished = writes.filter((write) => run(write.finished) < run(flush.submitted));
  return (
    finished.length === 0 ||
    flushes.some(
      (other) =>
        !other.isOfAllocations &&
        run(other.completed) < run(flush.completed) &&
        finished.every((write) => run(write.finished) < run(other.submitted)),
    )
  );
}

function isSure(
  timeline: Timeline,
  run: Run,
  write: WriteMoments,
  from: SureFrom,
  of: 'data' | 'allocation',
): boolean {
  if (from === 'dispatch') return hasCome(run, write.dispatched);
  if (from === 'completion') return hasCome(run, write.completed);
  if (from !== 'flush') return false;
  if (write.isSyncedAlone && hasCome(run, write.completed)) return true;
  return timeline.flushes.some(
    (flush) =>
      (of === 'allocation' || !flush.isOfAllocations) &&
      hasCome(run, flush.completed) &&
      covers(run, flush, write) &&
      !isSkipped(timeline, run, flush),
  );
}

/** FUA commits with its own completion. */
function covers(run: Run, flush: FlushMoments, write: WriteMoments): boolean {
  return flush.isOfAllocations
    ? run(write.completed) <= run(flush.submitted)
    : run(write.completed) < run(flush.submitted);
}

/** Of two writes to one unit, whether one surely lands first. */
function landsFirst({ oneAtATime }: Timeline, run: Run, a: WriteMoments, b: WriteMoments) {
  return oneAtATime ? run(a.first) < run(b.first) : run(a.completed) < run(b.dispatched);
}

type Said = ReadonlySet<WriteMoments>;

/** Whether the unit can have all that is present, and whatever landed first, without what is missing. */
function unitCanLack(model: Model, run: Run, writes: Said, present: Said, missing: Said): boolean {
  const { timeline, behaviour } = model;
  const there = [...writes].filter((write) => hasCome(run, write.dispatched));
  const lacking = there.filter(
    (write) => missing.has(write) || [...missing].some((each) => isAfter(each, write)),
  );
  function isAfter(each: WriteMoments, write: WriteMoments) {
    return hasCome(run, each.dispatched) && landsFirst(timeline, run, each, write);
  }
  if ([...present].some((write) => !there.includes(write) || lacking.includes(write))) return false;
  return lacking.every((write) => !isSure(timeline, run, write, behaviour.data, 'data'));
}

/** Whether the disk can show all of this, by what the writes of one block are about. */
function blockCanShow(
  model: Model,
  block: number,
  about: readonly About[],
  inBlock: Place,
): (run: Run) => boolean {
  const { timeline, sectors, behaviour } = model;
  const inUnit: Place = (lba) => Math.floor(lba / sectors.unitSectors);
  const mayBeLost =
    behaviour.data !== behaviour.allocation && about.every(({ is }) => is === 'missing');
  const all = [...writesIn(timeline, inBlock, block)];
  const named = (unit: number, wanted: About['is']) =>
    new Set(
      about
        .filter(({ is, lba }) => is === wanted && inUnit(lba) === unit)
        .flatMap(({ write }) => timeline.writeOf.get(write) ?? []),
    );
  const units = [...new Set(about.map(({ lba }) => inUnit(lba)))].map((unit) => ({
    writes: writesIn(timeline, inUnit, unit),
    present: named(unit, 'present'),
    missing: named(unit, 'missing'),
  }));
  const isOpen = (run: Run, write: WriteMoments) =>
    !isSure(timeline, run, write, behaviour.allocation, 'allocation');
  return (run) =>
    (mayBeLost && all.every((write) => isOpen(run, write))) ||
    units.every(({ writes, present, missing }) =>
      unitCanLack(model, run, writes, present, missing),
    );
}

type About = Extract<CutCondition, { readonly is: 'present' | 'missing' }>;
type Place = (lba: number) => number;

function writesIn({ writes }: Timeline, place: Place, at: number): Said {
  return new Set(
    writes.filter(({ operation: { lba, sectorCount } }) =>
      Array.from({ length: sectorCount }, (_, offset) => place(lba + offset)).includes(at),
    ),
  );
}

function holdsInRun({ timeline }: Model, run: Run, condition: CutCondition): boolean {
  const writeOf = (id: number) => timeline.writeOf.get(id) as WriteMoments;
  switch (condition.is) {
    case 'run':
      return hasCome(run, timeline.begun.get(condition.operation) as Moment);
    case 'dispatched':
      return hasCome(run, writeOf(condition.write).dispatched);
    case 'submitted-after':
      return keeps(run, [writeOf(condition.other).completed, writeOf(condition.write).enqueued]);
    case 'landed-before': {
      const [write, other] = [writeOf(condition.write), writeOf(condition.other)];
      return timeline.oneAtATime
        ? keeps(run, [write.done, other.first])
        : keeps(run, [write.dispatched, other.completed]);
    }
    default:
      return true;
  }
}

/** Whether a fault at this moment of a run can leave all of it so. */
export function canHold(model: Model, conditions: readonly CutCondition[]): (run: Run) => boolean {
  const { sectors, behaviour } = model;
  const isGone = behaviour.data === 'gone';
  const about = conditions.filter((each) => each.is === 'present' || each.is === 'missing');
  if (isGone && about.some(({ is }) => is === 'present')) return () => false;
  const inBlock: Place = (lba) => Math.floor(lba / sectors.blockSectors);
  const blocks = isGone ? [] : [...new Set(about.map(({ lba }) => inBlock(lba)))];
  const parts = blocks.map((block) =>
    blockCanShow(
      model,
      block,
      about.filter(({ lba }) => inBlock(lba) === block),
      inBlock,
    ),
  );
  return (run) =>
    conditions.every((each) => holdsInRun(model, run, each)) && parts.every((part) => part(run));
}

/** Whether the device has something left to do of what it got: the guest's own flushes are not sent. */
export function isAtWork({ writes, flushes }: Timeline, run: Run): boolean {
  return (
    writes.some((write) => hasCome(run, write.dispatched) && !hasCome(run, write.finished)) ||
    flushes.some((flush) => hasCome(run, flush.submitted) && !hasCome(run, flush.completed))
  );
}

/** Moments of which nobody asks when they came, only whether: they may as well come at once. */
function momentsOfGuest({ entries, writes, flushes, predecessors }: Timeline): ReadonlySet<Moment> {
  const timed = new Set<Moment>([
    ...entries.flatMap(({ enqueued, first, done }) => [enqueued, first, done]),
    ...writes.flatMap(({ dispatched, completed, finished }) => [dispatched, completed, finished]),
    ...flushes.flatMap(({ submitted, completed }) => [submitted, completed]),
  ]);
  return new Set([...predecessors.keys()].filter((moment) => !timed.has(moment)));
}

/**
 * Visits the beginnings of every run until `visit` says that it has seen enough.
 *
 * @returns whether there were no more than so many
 */
export function everyRun(timeline: Timeline, most: number, visit: (run: Run) => boolean): boolean {
  const { predecessors } = timeline;
  const atOnce = momentsOfGuest(timeline);
  const at: number[] = predecessors.map(() => never);
  const run: Run = (moment) => at[moment] ?? never;
  const next = () =>
    [...predecessors.keys()].filter(
      (moment) =>
        !hasCome(run, moment) && (predecessors[moment] ?? []).every((each) => hasCome(run, each)),
    );
  let left = most;
  let isEnough = false;
  const goOn = (time: number): void => {
    left -= 1;
    if (isEnough || left < 0 || !isRun(timeline, run)) return;
    isEnough = visit(run);
    const ready = next();
    const guest = ready.find((moment) => atOnce.has(moment));
    for (const moment of guest === undefined ? ready : [guest]) {
      at[moment] = time;
      goOn(time + 1);
      at[moment] = never;
    }
  };
  goOn(0);
  return left >= 0;
}

/**
 * Every order in which the moments that have a name can come; null where there are too many. `inSteps`: the
 * guest does what it can of an operation at once, and the rest when it is woken.
 */
export function everyOrder(
  timeline: Timeline,
  names: ReadonlyMap<Moment, string>,
  inSteps: boolean,
  most: number,
): ReadonlySet<string> | null {
  const { predecessors, entries } = timeline;
  const ofGuest = momentsOfGuest(timeline);
  const begun = new Set(timeline.begun.values());
  const enqueued = new Set(entries.map((entry) => entry.enqueued));
  const come: Moment[] = [];
  const at: number[] = predecessors.map(() => never);
  const run: Run = (moment) => at[moment] ?? never;
  const goBack = (length: number): void => {
    for (const moment of come.splice(length)) at[moment] = never;
  };
  const take = (moment: Moment): boolean => {
    at[moment] = come.push(moment);
    if (isRun(timeline, run)) return true;
    goBack(come.length - 1);
    return false;
  };
  const isReady = (moment: Moment) =>
    !hasCome(run, moment) && (predecessors[moment] ?? []).every((each) => hasCome(run, each));
  const ready = () => [...predecessors.keys()].filter(isReady);
  const goesAlong = (moment: Moment) =>
    !begun.has(moment) && (ofGuest.has(moment) || enqueued.has(moment));
  const follow = (from: Moment): void => {
    for (const moment of ready())
      if (goesAlong(moment) && predecessors[moment]?.includes(from) && take(moment)) follow(moment);
  };
  const orders = new Set<string>();
  const seen = new Set<string>();
  const goOn = (): void => {
    // Flushes before and after a write have no name: to come early is what binds them least.
    const unnamed = ready().find((each) => !ofGuest.has(each) && !names.has(each));
    if (unnamed !== undefined && take(unnamed)) return comeBack(goOn);
    const key = come.join();
    if (seen.has(key) || seen.size > most) return;
    seen.add(key);
    orders.add(come.flatMap((moment) => names.get(moment) ?? []).join());
    for (const moment of ready().filter(
      (each) => !inSteps || begun.has(each) || !enqueued.has(each),
    ))
      comeBack(() => {
        if (!take(moment)) return;
        if (inSteps && (ofGuest.has(moment) || begun.has(moment))) follow(moment);
        goOn();
      });
  };
  const comeBack = (go: () => void): void => {
    const before = come.length;
    go();
    goBack(before);
  };
  goOn();
  return seen.size > most ? null : orders;
}
