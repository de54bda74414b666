import { hosts } from '../catalogue/hosts.js';
import { fileFuaSince, isOlder } from '../catalogue/releases.js';
import type { FormatId } from '../model/configuration.js';
import type { VmDisk } from '../model/vm-disk.js';
import { mayHandOnFua } from './device-settings.js';
import { valuesOf } from './facts.js';
import type { Runner } from './runner.js';

/**
 * A device on the very node that does the I/O, without the raw driver between: QEMU skips the flush
 * of a FUA write there, in every release since 2.7 where the node has no FUA of its own.
 */
function bareNodes({ rawDriver }: VmDisk): readonly boolean[] {
  return rawDriver === null ? [false] : valuesOf(rawDriver, [true, false]).map((has) => !has);
}

/** QEMU makes every write one with FUA, where the device has no write cache. */
function mayWriteThrough({ caches }: VmDisk): boolean {
  return caches.some(({ writeback, noFlush }) => !writeback && !noFlush);
}

/** What a raw image in a file or on a device is; both where it makes a difference and nobody says. */
export function rawFormatsOf(disk: VmDisk, { release }: Runner): readonly FormatId[] {
  // From 10.0 on the node of a file has FUA of its own, whatever is above it.
  if (!mayWriteThrough(disk) || !isOlder(release, fileFuaSince)) return ['raw'];
  return bareNodes(disk).map((isBare) => (isBare ? 'protocol' : 'raw'));
}

/** Servers of which nobody ran this. That the flush is skipped follows from QEMU's block/io.c. */
export function bareNodeDoubts(disk: VmDisk, runner: Runner): readonly string[] {
  const { source } = disk;
  const isRaw = valuesOf(disk.format, ['raw']).some((each) => each === 'raw' || each === 'probed');
  if (!isRaw || !bareNodes(disk).includes(true)) return [];
  if (!mayWriteThrough(disk) && !mayHandOnFua(disk, runner)) return [];
  // Whether an NBD server skips it is said of its host.
  const kinds = valuesOf(source.kind, []).filter((kind) => kind !== 'nbd');
  const servers = kinds.filter((kind) =>
    hosts.some(({ id, isRemote, takesFua }) => id === kind && isRemote && !takesFua),
  );
  return servers.map((server) => `FUA on a node of ${server} without the raw driver (BLK011)`);
}
