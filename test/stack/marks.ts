import { type Place, places } from '../../src/model/place.js';
import type { Machine } from '../../src/stack/machine.js';
import { ruleAt } from '../../src/stack/rule-index.js';
import { placeIndex } from '../../src/stack/world.js';

type Marks = Readonly<Partial<Record<Place, number>>>;

/** The places that some completed writes have surely reached, each with the last of these. */
export function marksOf({ world }: Machine): Marks {
  return named(world.mark);
}

export function metadataMarksOf({ world }: Machine): Marks {
  return named(world.metadataMark);
}

function named(marks: Int32Array): Marks {
  const reached = places.filter((_, index) => marks[index] !== 0);
  return Object.fromEntries(reached.map((place) => [place, marks[placeIndex[place]] ?? 0]));
}

export function setMarks({ world }: Machine, marks: Marks): void {
  for (const place of places) world.mark[placeIndex[place]] = marks[place] ?? 0;
}

export function setMetadataMarks({ world }: Machine, marks: Marks): void {
  for (const place of places) world.metadataMark[placeIndex[place]] = marks[place] ?? 0;
}

/** Places that the write reached by itself. */
export function reachedAlone({ world }: Machine, write: number): readonly Place[] {
  return namesOf(world.reachedAlone[write] ?? 0);
}

export function namesOf(bits: number): readonly Place[] {
  return places.filter((place) => ((bits >> placeIndex[place]) & 1) === 1);
}

export function bitsOf(...names: readonly Place[]): number {
  return names.reduce((bits, place) => bits | (1 << placeIndex[place]), 0);
}

/** Who stopped the flush that this operation asked for; '' for nobody. */
export function flushStopOf({ world }: Machine, operation: number): string {
  return ruleAt(world.flushStop[operation] ?? 0);
}

export function orderStopOf({ world }: Machine, operation: number): string {
  return ruleAt(world.orderStop[operation] ?? 0);
}

/** These writes have completed, in this order, and nobody has told a layer. */
export function markCompleted({ world }: Machine, ...writes: readonly number[]): void {
  for (const write of writes) {
    world.count.completions += 1;
    world.completion[write] = world.count.completions;
  }
}

/** What each operation's row of the story says. */
export function toldOf({ world }: Machine): readonly string[] {
  return (world.trace ?? []).map(({ operation, guest, device, host, disk }) =>
    [operation, guest, device, host, disk].join('|'),
  );
}
