import {
  arrivalWords,
  diskFlush,
  diskFlushMetadata,
  diskWrite,
  diskWriteAlone,
  diskWriteMetadata,
  diskWriteThrough,
  topPlace,
} from '../disk/disk.js';
import type { Machine } from '../machine.js';
import { firstBlock } from '../program.js';
import { ruleIndex } from '../rule-index.js';
import type { Stack } from '../stack.js';
import { tell } from '../story.js';
import { placeIndex } from '../world.js';

const hostMemory = placeIndex['host-memory'];
const qemuMemory = placeIndex['qemu-memory'];

/** A write completes in memory: the page cache, or what keeps it beside or below that. */
export function hostBufferedWrite(machine: Machine, operation: number): void {
  const { stack, world } = machine;
  const upTo = world.completion[operation] ?? 0;
  if (stack.host.keeps === 'qemu-memory') {
    world.mark[qemuMemory] = upTo;
    return tell(world, operation, 'host', "in QEMU's memory");
  }
  world.mark[hostMemory] = upTo;
  tell(world, operation, 'host', 'in page cache');
}

/**
 * O_DIRECT bypasses the page cache; what it allocated is only in the host's memory. A table that is
 * written to a device with the data goes where the data goes.
 */
export function hostDirectWrite(machine: Machine, operation: number): void {
  const { allocatesInHost, allocatesInProcess, allocatesOnWrite } = machine.stack.image;
  const upTo = machine.world.completion[operation] ?? 0;
  diskWrite(machine, operation, upTo);
  if (allocatesOnWrite && !allocatesInHost && !allocatesInProcess) diskWriteMetadata(machine, upTo);
}

/**
 * fsync and fdatasync: data and the metadata that is
 * needed to find it go to the disk, then the disk is flushed, if this host does that.
 */
export function hostSync(machine: Machine, operation: number, upTo: number): void {
  const { stack, world } = machine;
  world.count.hostSyncs += 1;
  if (stack.host.ignoresSync) return noteNoSync(machine, operation);
  if (usesPageCache(machine)) diskWrite(machine, operation, upTo);
  if (stack.image.allocatesOnWrite) diskWriteMetadata(machine, upTo);
  if (stack.host.flushesDisk) {
    diskFlush(machine, operation, upTo);
    return;
  }
  noteNoFlush(machine, operation);
}

function noteNoSync({ stack, world }: Machine, operation: number): void {
  world.flushStop[operation] = ruleIndex(stack.host.noFlushBecause);
  tell(world, operation, 'host', 'sync ignored');
}

function noteNoFlush({ stack, world }: Machine, operation: number): void {
  if (!stack.disk.cache) return;
  world.flushStop[operation] = ruleIndex(stack.host.noFlushBecause);
  tell(world, operation, 'host', 'no disk flush');
}

/**
 * A write with RWF_DSYNC: its own data, and all metadata of the file, as Linux commits them together.
 * Other data of the file stays where it is.
 */
export function hostWriteThrough(machine: Machine, operation: number): void {
  const { stack, world } = machine;
  world.count.hostSyncs += 1;
  if (stack.host.ignoresSync) return noteNoSync(machine, operation);
  diskWriteAlone(machine, operation);
  if (stack.image.allocatesOnWrite) diskWriteMetadata(machine, world.completion[operation] ?? 0);
  if (!stack.disk.cache) return;
  const { ignoresFua } = stack.disk;
  if (ignoresFua !== undefined) {
    world.flushStop[operation] = ruleIndex(ignoresFua);
    return tell(world, operation, 'disk', 'FUA ignored');
  }
  if (stack.host.flushesDisk) {
    world.count.diskFlushes += 1;
    if (stack.disk.honoursFlush) {
      diskWriteThrough(machine, operation);
      diskFlushMetadata(machine, world.completion[operation] ?? 0);
      return;
    }
  }
  const rule = stack.host.flushesDisk ? 'BLK008' : stack.host.noFlushBecause;
  world.flushStop[operation] = ruleIndex(rule);
  tell(world, operation, stack.host.flushesDisk ? 'disk' : 'host', 'no disk flush');
}

/**
 * The sync that ends an O_DSYNC write is for the range that was written (Linux 2.6.31, mm/filemap.c:
 * sync_page_range; 6.12, fs/sync.c: vfs_fsync_range). As long as one QEMU runs, everything before was
 * synced in the same way; what another one left in the page cache when it died is not, and the flush of
 * the disk does not help it. What O_DIRECT wrote is with the disk, and the metadata of it is committed
 * with that of this write.
 */
export function hostSyncWrite(machine: Machine, operation: number): void {
  const { program, stack, world } = machine;
  if (stack.disk.ignoresFua !== undefined) return hostWriteThrough(machine, operation);
  if (stack.host.ignoresSync) return hostWriteThrough(machine, operation);
  const upTo = world.completion[operation] ?? 0;
  const top = topPlace(machine);
  if (!usesPageCache(machine) || (world.mark[top] ?? 0) >= upTo - 1)
    return hostSync(machine, operation, upTo);
  world.count.hostSyncs += 1;
  tell(world, operation, 'disk', arrivalWords[top] ?? '');
  let reached = 1 << top;
  const { disk, host } = stack;
  if (host.flushesDisk) diskFlush(machine, operation, upTo);
  else noteNoFlush(machine, operation);
  if (host.flushesDisk && disk.honoursFlush) reached |= 1 << placeIndex.medium;
  world.reachedAlone[operation] = (world.reachedAlone[operation] ?? 0) | reached;
  if (!stack.image.allocatesOnWrite) return;
  // Its blocks are found again, whoever wrote to them first.
  const last = (program.lba[operation] ?? 0) + (program.sectorCount[operation] ?? 0) - 1;
  for (let block = firstBlock(program, operation); block * program.sectorsPerBlock <= last; block++)
    world.blockWriter[block] = operation;
}

/** Whether what has completed waits in memory of the host's, or of QEMU's. */
export function usesPageCache({ stack: { backend, host } }: Machine): boolean {
  return backend.kind === 'qemu' && host.keeps !== '';
}

/**
 * Whether the disk's cache never holds anything alone: a host that keeps what completed writes it out and
 * flushes the disk in one sync, or writes nothing out at all.
 */
export function emptiesDiskCache({ backend, host, disk }: Stack): boolean {
  if (backend.kind !== 'qemu' || host.keeps === '' || disk.controllerCache) return false;
  if (backend.dropsFlushes || host.ignoresSync) return true;
  return host.flushesDisk && disk.honoursFlush && disk.ignoresFua === undefined;
}
