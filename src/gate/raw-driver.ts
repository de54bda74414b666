import { hosts } from '../catalogue/dimensions/hosts.js';
import { fileFuaSince, isOlder } from '../catalogue/releases/releases.js';
import { libvirtsChoice } from '../config/draft.js';
import type { FormatId } from '../model/configuration.js';
import type { DiskSite } from '../model/site.js';
import type { Fact, VmDisk } from '../model/vm-disk.js';
import { mayHandOnFua } from './device-settings.js';
import { valuesOf } from './facts.js';
import type { Runner } from './runner.js';

/**
 * A device on the very node that does the I/O, without the raw driver between: QEMU skips the flush
 * of a FUA write there, in every release since 2.7 where the node has no FUA of its own.
 */
function bareNodes({ rawDriver }: VmDisk, { release }: Runner): readonly boolean[] {
  if (rawDriver === null || keepsRawDriver(rawDriver, release)) return [false];
  return valuesOf(rawDriver, [true, false]).map((has) => !has);
}

/**
 * libvirt leaves the raw driver out only where block jobs can mask the protocol's name, which is new in QEMU 9.0
 * (commits 4b028cbe75, 72098a3aba). Its expected output for 7.2.0 has the driver still, and for 9.0.0 not
 * (libvirt 11.3.0 tests/qemuxmlconfdata, net-user-passt and virtio-lun).
 */
function keepsRawDriver({ known, origin }: Fact<boolean>, release: Runner['release']): boolean {
  return !known && origin.text === libvirtsChoice && isOlder(release, maskedProtocolSince);
}

/** Stands for 9.0 and later. */
const maskedProtocolSince = '9.2';

/** QEMU makes every write one with FUA, where the device has no write cache. */
function mayWriteThrough({ caches }: VmDisk): boolean {
  return caches.some(({ writeback, noFlush }) => !writeback && !noFlush);
}

/** What a raw image in a file or on a device is; both where it makes a difference and nobody says. */
export function rawFormatsOf(disk: VmDisk, runner: Runner): readonly FormatId[] {
  // From 10.0 on the node of a file has FUA of its own, whatever is above it.
  if (!mayWriteThrough(disk) || !isOlder(runner.release, fileFuaSince)) return ['raw'];
  return bareNodes(disk, runner).map((isBare) => (isBare ? 'protocol' : 'raw'));
}

/** Servers of which nobody ran this. That the flush is skipped follows from QEMU's block/io.c. */
export function bareNodeDoubts(
  disk: VmDisk,
  { host }: DiskSite,
  runner: Runner,
): readonly string[] {
  const { source } = disk;
  const isRaw = valuesOf(disk.format, ['raw']).some((each) => each === 'raw' || each === 'probed');
  if (!isRaw || !bareNodes(disk, runner).includes(true)) return [];
  if (!mayWriteThrough(disk) && !mayHandOnFua(disk, runner)) return [];
  // Whether an NBD server skips it is said of its host.
  const kinds = valuesOf(source.kind, []).filter((kind) => kind !== 'nbd');
  const servers = kinds.filter((kind) =>
    hosts.some(({ id, isRemote, takesFua }) => id === kind && isRemote && !takesFua),
  );
  // QEMU 10.0.13 block/iscsi.c: supported_write_flags is FUA where the target has DPOFUA, and else nothing.
  const mayLackFua = kinds.includes('iscsi') && valuesOf(host.iscsiDpofua, [false]).includes(false);
  return [
    ...servers.map((server) => `FUA on a node of ${server} without the raw driver (BLK011)`),
    ...(mayLackFua
      ? ['FUA on a node of iscsi without the raw driver (BLK011), unless host.iscsiDpofua is true']
      : []),
  ];
}
