import type { Machine } from '../machine.js';
import { ruleIndex } from '../rule-index.js';
import { tell } from '../story.js';
import { placeIndex } from '../world.js';

const diskCache = placeIndex['disk-cache'];
const controllerCache = placeIndex['controller-cache'];
const medium = placeIndex.medium;

export const arrivalWords: Readonly<Record<number, string>> = {
  [diskCache]: 'in disk cache',
  [controllerCache]: 'in battery cache',
  [medium]: 'on medium',
};

/** The place in which the disk holds a write when it reports completion. */
export function topPlace(machine: Machine): number {
  const { disk } = machine.stack;
  if (disk.controllerCache) return controllerCache;
  return disk.cache ? diskCache : medium;
}

/** The disk completes every write up to this completion. */
export function diskWrite(machine: Machine, operation: number, upTo: number): void {
  raise(machine.world.mark, topPlace(machine), upTo);
  if (machine.world.trace === null) return;
  tell(machine.world, operation, 'disk', arrivalWords[topPlace(machine)] ?? '');
}

/** The disk completes this write, and no other. */
export function diskWriteAlone(machine: Machine, operation: number): void {
  const { reachedAlone } = machine.world;
  reachedAlone[operation] = (reachedAlone[operation] ?? 0) | (1 << topPlace(machine));
  tell(machine.world, operation, 'disk', arrivalWords[topPlace(machine)] ?? '');
}

/** Force Unit Access: this write, and no other, is on the medium when it completes. */
export function diskWriteThrough(machine: Machine, operation: number): void {
  machine.world.reachedAlone[operation] =
    (machine.world.reachedAlone[operation] ?? 0) | (1 << medium);
  tell(machine.world, operation, 'disk', 'on medium');
}

/** Metadata of the host's file system arrives like any other write. */
export function diskWriteMetadata(machine: Machine, upTo: number): void {
  raise(machine.world.metadataMark, topPlace(machine), upTo);
}

/** Empties the cache of what the disk had completed, up to this completion. */
export function diskFlush(machine: Machine, operation: number, upTo: number): void {
  const { stack, world } = machine;
  if (!stack.disk.cache) return;
  world.count.diskFlushes += 1;
  if (!stack.disk.honoursFlush) {
    world.flushStop[operation] = ruleIndex('BLK008');
    tell(world, operation, 'disk', 'flush ignored');
    return;
  }
  raise(world.mark, medium, Math.min(upTo, world.mark[diskCache] ?? 0));
  raise(world.metadataMark, medium, Math.min(upTo, world.metadataMark[diskCache] ?? 0));
  tell(world, operation, 'disk', 'flushed to medium');
}

/** The same for metadata alone. */
export function diskFlushMetadata({ world }: Machine, upTo: number): void {
  raise(world.metadataMark, medium, Math.min(upTo, world.metadataMark[diskCache] ?? 0));
}

function raise(marks: Int32Array, place: number, upTo: number): void {
  if ((marks[place] ?? 0) < upTo) marks[place] = upTo;
}
