import { cacheSwitchOf } from '../catalogue/devices/cache-switches.js';
import { deviceOf } from '../catalogue/devices/devices.js';
import { errorHandlingOf } from '../catalogue/devices/error-handling.js';
import { guestKernels } from '../catalogue/dimensions/guests.js';
import { hostNotes } from '../catalogue/dimensions/host-notes.js';
import { hosts } from '../catalogue/dimensions/hosts.js';
import { formats } from '../catalogue/dimensions/images.js';
import { patches } from '../catalogue/dimensions/patches.js';
import type { QuirkEffect, QuirkRow } from '../catalogue/quirks/quirk.js';
import { quirksOf } from '../catalogue/quirks/quirks.js';
import { rowOf } from '../catalogue/row-of.js';
import type { RuleId } from '../catalogue/rules/rules.js';
import { wholeWrites } from '../catalogue/whole-writes.js';
import type { Configuration, GuestSettings } from '../model/configuration.js';
import { buildDisk, fuaAtDisk, isOnServer } from './disk/build-disk.js';
import { buildDevice } from './frontend/device.js';
import { buildDriver, type DriverSettings } from './guest/driver.js';
import type { BackendPart, GuestPart, HostPart, ImagePart, Stack } from './stack.js';

/** Stacks the layers of a configuration: each reads only what the one beside it shows. */
export function buildStack(configuration: Configuration): Stack {
  const { cache, frontend } = configuration;
  const row = deviceOf(configuration);
  const effects = configuration.patches.map((id) => rowOf(patches, id).effect);
  const quirks = quirksOf(configuration);
  const caches = cache.writeback || quirk(quirks, 'caches-all-the-same') !== undefined;
  const isCached = caches && !isSwitchedOff(configuration);
  const syncWrites = !isCached || quirk(quirks, 'write-through-without-flush') !== undefined;
  const { queueDepth } = configuration.device;
  const device = buildDevice({ row, effects, quirks, syncWrites, queueDepth });
  const usual = driverDefaults(configuration.guest);
  const driver = buildDriver(device, {
    ...usual,
    driver: row.driver,
    // It is the device that flushes then; that makes no difference to anybody.
    flushesForFua: usual.flushesForFua || quirk(quirks, 'flushes-for-fua') !== undefined,
    drainsWithoutFlush: effects.some(
      (e) => e.kind === 'drain-without-flush' && e.frontend === frontend,
    ),
    speaksFlush: effects.some((e) => e.kind === 'flush-command' && e.frontend === frontend),
    answersFlush: quirk(quirks, 'driver-answers-flush')?.rule ?? '',
    hidesCacheBecause:
      (quirk(quirks, 'hides-cache') ?? quirk(quirks, 'offers-no-flush'))?.rule || 'BLK003',
    completionIsStable: syncWrites && !cache.noFlush,
  });
  const image = buildImage(configuration);
  return {
    guest: buildGuest(configuration.guest),
    driver,
    device,
    backend: buildBackend(configuration, quirks, syncWrites),
    image,
    host: buildHost(configuration),
    disk: {
      ...buildDisk(configuration.disk, {
        splitBytes: row.splitBytes,
        hostBytes: hostBytesOf(configuration),
        image,
        isOutsideNode: isOnServer(configuration),
        inMemory: rowOf(hosts, configuration.host.storage).lostWithHost,
      }),
      ...fuaAtDisk(configuration),
    },
  };
}

/** The guest told the device to write through, and it does. */
function isSwitchedOff(configuration: Configuration): boolean {
  if (configuration.guest.writeCache !== 'device-off') return false;
  return cacheSwitchOf(configuration)?.effect === 'obeyed';
}

function quirk(quirks: readonly QuirkRow[], kind: QuirkEffect['kind']): QuirkRow | undefined {
  return quirks.find(({ effect }) => effect.kind === kind);
}

export function driverDefaults(guest: GuestSettings): DriverSettings {
  const { era, flushes, flushesForFua, sendsFua, flushesWithoutCache } = rowOf(
    guestKernels,
    guest.kernel,
  );
  return {
    driver: 'sd',
    hasBarriers: era === 'barriers',
    flushes,
    flushesForFua,
    sendsFua,
    flushesWithoutCache,
    drainsWithoutFlush: false,
    speaksFlush: true,
    overridesCache: guest.writeCache === 'write-through',
    answersFlush: '',
    hidesCacheBecause: 'BLK003',
    completionIsStable: false,
  };
}

/** How QEMU makes a write durable by itself: O_DSYNC in 0.11, a request with FUA since 2.6. */
function buildBackend(
  configuration: Configuration,
  quirks: readonly QuirkRow[],
  syncWrites: boolean,
): BackendPart {
  const { qemu, cache, host, image } = configuration;
  const byHost =
    qemu.release === '0.11' ||
    quirk(quirks, 'fua-reaches-host') !== undefined ||
    (image.format === 'network' && rowOf(hosts, host.storage).takesFua);
  const skipsFirst = quirk(quirks, 'skips-first-flush')?.rule ?? '';
  return {
    kind: 'qemu',
    syncWrites,
    writesThrough: byHost ? 'by-host' : 'by-flush',
    skipsOwnFlush: quirk(quirks, 'skips-fua-flush')?.rule ?? '',
    ...(skipsFirst !== '' && { skipsFirstFlush: skipsFirst }),
    dropsFlushes: cache.noFlush,
    hidesErrors: hidesErrors(configuration, quirks, syncWrites),
  };
}

/**
 * Who hides that a write failed, or that the host could not write it back. The error of a flush is
 * about data in the page cache, or about where the file has it; a write past both has its own.
 */
function hidesErrors(
  configuration: Configuration,
  quirks: readonly QuirkRow[],
  syncWrites: boolean,
): RuleId | '' {
  const { guest, qemu } = configuration;
  const isObeyed = errorHandlingOf(configuration)?.effect === 'obeyed';
  const werror = isObeyed ? qemu.werror : 'report';
  if (werror === 'ignore') return 'BLK019';
  const all = quirk(quirks, 'hides-errors')?.rule ?? '';
  if (all !== '') return all;
  // A guest that is told forgets it with its next fsync; one that QEMU stops is not told.
  if (guest.fsyncError === 'retries' && werror !== 'stop') return 'BLK027';
  if (syncWrites) return '';
  // A server has no page cache of ours; ZFS and the like have one below O_DIRECT too.
  const isInPageCache = buildHost(configuration).keeps === 'host-memory';
  const ofFlush = quirk(quirks, 'hides-flush-errors')?.rule ?? '';
  if (ofFlush !== '' && (isInPageCache || buildImage(configuration).allocatesOnWrite))
    return ofFlush;
  const again = quirk(quirks, 'forgets-flush-errors')?.rule ?? '';
  return werror === 'stop' && isInPageCache ? again : '';
}

const hostBlockSectors = 8;

function buildImage({ image, host, cache }: Configuration): ImagePart {
  const format = rowOf(formats, image.format);
  // Only clusters that do not exist yet are mapped; a preallocated image has them all.
  const maps = image.allocation === 'sparse' ? format.maps : 'nothing';
  const allocatesInProcess = maps === 'in-memory';
  // A flush within the write takes the metadata of the file along.
  const isFlushed = maps === 'flushed' && !cache.noFlush;
  const isInFile = maps === 'in-file' || maps === 'flushed';
  const isNewInHost = rowOf(hosts, host.storage).isFile && image.allocation !== 'full';
  return {
    allocatesOnWrite: !isFlushed && (allocatesInProcess || isInFile || isNewInHost),
    sectorsPerAllocation: maps === 'nothing' ? hostBlockSectors : format.clusterBytes / 512,
    allocatesInProcess,
    allocatesInHost: !isFlushed && isNewInHost,
  };
}

/** An image whose blocks were all there before. */
export const allocatesNothing: ImagePart = {
  allocatesOnWrite: false,
  sectorsPerAllocation: hostBlockSectors,
  allocatesInProcess: false,
  allocatesInHost: false,
};

export function buildGuest(guest: GuestSettings): GuestPart {
  return {
    barriers: guest.mount === 'barrier',
    dispatchesOutOfOrder: guest.elevator === 'cfq',
  };
}

function hostBytesOf({ host, cache }: Configuration): number {
  const { bufferedBytes, directBytes } = rowOf(wholeWrites, host.storage);
  return cache.direct ? directBytes : bufferedBytes;
}

function buildHost(configuration: Configuration): HostPart {
  const row = rowOf(hosts, configuration.host.storage);
  const note = hostNotes.find(
    (candidate) =>
      configuration.host.notes[candidate.id] &&
      (candidate.host === 'any' || candidate.host === row.id) &&
      (!candidate.directOnly || configuration.cache.direct),
  );
  const flushesDisk = row.flushesDisk && note === undefined;
  const keeps = configuration.cache.direct ? row.direct : row.buffered;
  // A host that syncs nothing comes to no flush that could be missing.
  if (!row.syncs)
    return { keeps, flushesDisk, noFlushBecause: row.withoutFlush, ignoresSync: true };
  return {
    keeps,
    flushesDisk,
    noFlushBecause: flushesDisk ? '' : (note?.rule ?? row.withoutFlush),
  };
}
