import type { RuleId } from '../../catalogue/rules/rules.js';
import { diskFlush, diskWrite, diskWriteMetadata, diskWriteThrough } from '../disk/disk.js';
import {
  hostBufferedWrite,
  hostDirectWrite,
  hostSync,
  hostSyncWrite,
  hostWriteThrough,
  usesPageCache,
} from '../host/host.js';
import { imageFlush, imageWriteCompleted } from '../image/image.js';
import type { Machine } from '../machine.js';
import { ruleIndex } from '../rule-index.js';
import type { Stack } from '../stack.js';
import { tell } from '../story.js';
import { manner } from '../world.js';

/** The device's write is carried out and completes. */
export function backendWrite(machine: Machine, operation: number): void {
  const { backend } = machine.stack;
  if (backend.kind === 'bare-metal') {
    diskWrite(machine, operation, machine.world.completion[operation] ?? 0);
    if (isFua(machine, operation)) diskWriteThrough(machine, operation);
    return;
  }
  imageWriteCompleted(machine, operation);
  if (usesPageCache(machine)) hostBufferedWrite(machine, operation);
  else hostDirectWrite(machine, operation);
  if (!isOwnFlush(machine, operation)) finish(machine);
  if (backend.dropsFlushes) {
    if (backend.syncWrites || isFua(machine, operation)) noteDropped(machine, operation);
    return;
  }
  if (backend.writesThrough === 'by-flush') return;
  if (backend.syncWrites) hostSyncWrite(machine, operation);
  else if (isFua(machine, operation)) hostWriteThrough(machine, operation);
}

/** Whether the write is to be durable by itself, and a flush within the request makes it so. */
export function flushesAfterWrite(machine: Machine, operation: number): boolean {
  const { backend } = machine.stack;
  if (backend.kind === 'bare-metal' || backend.dropsFlushes) return false;
  if (backend.writesThrough !== 'by-flush') return false;
  return backend.syncWrites || isFua(machine, operation);
}

export function backendFlushStarted(machine: Machine, operation: number): void {
  machine.world.finishedBefore[operation] = machine.world.count.finished;
}

/** The device's flush completes: it covers what had completed when it was submitted. */
export function backendFlush(machine: Machine, operation: number): void {
  const { backend } = machine.stack;
  const upTo = machine.world.covers[operation] ?? 0;
  if (backend.kind === 'bare-metal') return diskFlush(machine, operation, upTo);
  if (backend.dropsFlushes) {
    imageFlush(machine, upTo);
    // A table that is written to a device with O_DIRECT is with the disk, as data is.
    const isWithDisk = !usesPageCache(machine) && !machine.stack.image.allocatesInHost;
    if (isWithDisk) diskWriteMetadata(machine, upTo);
    return noteDropped(machine, operation);
  }
  const skipped = skippedBecause(machine, operation);
  if (skipped !== '') {
    machine.world.flushStop[operation] = ruleIndex(skipped);
    tell(machine.world, operation, 'host', 'flush skipped');
  } else {
    imageFlush(machine, upTo);
    hostSync(machine, operation, upTo);
  }
  noteFlushed(machine, operation);
  if (isOwnFlush(machine, operation)) finish(machine);
}

/**
 * QEMU's block/io.c, bdrv_co_flush: a flush has nothing to do if no write was finished since the
 * last one was submitted, or since the image was opened. A write with a flush of its own is finished
 * only after it.
 */
function skippedBecause({ stack: { backend }, world }: Machine, operation: number): RuleId | '' {
  if (backend.kind === 'bare-metal') return '';
  const { inherited, finishedAtFlush } = world.count;
  // Before the first write of a QEMU that has taken over from another.
  const isFirst = inherited > 0 && (world.covers[operation] ?? 0) <= inherited;
  if (isFirst && backend.skipsFirstFlush !== undefined) return backend.skipsFirstFlush;
  const isDone = finishedAtFlush >= (world.finishedBefore[operation] ?? 0);
  return isDone ? backend.skipsOwnFlush : '';
}

/** Whether a flush is left out where no write was finished since the last one. */
export function leavesOutFlushes({ backend }: Stack): boolean {
  return backend.kind === 'qemu' && backend.skipsOwnFlush !== '';
}

function noteFlushed({ stack, world }: Machine, operation: number): void {
  if (!leavesOutFlushes(stack)) return;
  const { count, finishedBefore } = world;
  count.finishedAtFlush = Math.max(count.finishedAtFlush, finishedBefore[operation] ?? 0);
}

function finish({ stack, world }: Machine): void {
  if (leavesOutFlushes(stack)) world.count.finished += 1;
}

function noteDropped(machine: Machine, operation: number): void {
  machine.world.flushStop[operation] = ruleIndex('BLK014');
  tell(machine.world, operation, 'host', 'flush dropped');
}

/** Whether the write is to be durable by itself, by Force Unit Access. */
export function isFua({ world }: Pick<Machine, 'world'>, operation: number): boolean {
  return ((world.manner[operation] ?? 0) & manner.fua) !== 0;
}

/** Whether QEMU's own flush follows the write, or is what is in flight of it. */
export function isOwnFlush({ world }: Pick<Machine, 'world'>, operation: number): boolean {
  return ((world.manner[operation] ?? 0) & manner.ownFlush) !== 0;
}
