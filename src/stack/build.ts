import { disks } from '../catalogue/disks.js';
import { frontends } from '../catalogue/frontends.js';
import { hostNotes, hosts } from '../catalogue/hosts.js';
import { type PatchEffect, patches } from '../catalogue/patches.js';
import type {
  Configuration,
  DiskSettings,
  GuestSettings,
  PatchId,
} from '../model/configuration.js';
import { buildDevice } from './frontend/device.js';
import { buildDriver } from './guest/driver.js';
import type { DevicePart, DiskPart, GuestPart, HostPart, Stack } from './stack.js';

/** Stacks the layers of a configuration: each reads only what the one beside it shows. */
export function buildStack(configuration: Configuration): Stack {
  const { cache, frontend } = configuration;
  const row = rowOf(frontends, frontend);
  const effects = configuration.patches.map(effectOf);
  const syncWrites = !cache.writeback;
  const device = buildDevice(row, effects, syncWrites);
  const drains = effects.some((e) => e.kind === 'drain-without-flush' && e.frontend === frontend);
  const host = rowOf(hosts, configuration.host.storage);
  return {
    guest: buildGuest(configuration.guest),
    driver: buildDriver(row.driver, device, drains, syncWrites),
    device,
    backend: { kind: 'qemu', direct: cache.direct, syncWrites },
    image: { allocatesOnWrite: host.isFile && configuration.image.allocation !== 'full' },
    host: buildHost(configuration),
    disk: buildDisk(configuration.disk),
  };
}

/**
 * Honest bare metal: a disk with a volatile cache that it advertises, flush and FUA honoured,
 * a deep queue completed in any order. The guest's settings are given, so that a guest that
 * breaks its own promises shows here.
 */
export function buildBareMetal(guest: GuestSettings): Stack {
  const device: DevicePart = {
    queueDepth: 32,
    flushCommand: true,
    advertisesCache: true,
    fua: true,
    orderedTags: false,
    flushStallsVcpu: false,
  };
  return {
    guest: buildGuest(guest),
    driver: buildDriver('sd', device, false, false),
    device,
    backend: { kind: 'bare-metal' },
    image: { allocatesOnWrite: false },
    host: { flushesDisk: true, noFlushBecause: '' },
    disk: buildDisk({ kind: 'wce-honest', atomicBytes: 512 }),
  };
}

/** Nothing volatile and one request at a time: what fails here fails everywhere. */
export function buildStrictest(): Stack {
  const device: DevicePart = {
    queueDepth: 1,
    flushCommand: true,
    advertisesCache: false,
    fua: false,
    orderedTags: false,
    flushStallsVcpu: true,
  };
  return {
    guest: { barriers: true, dispatchesOutOfOrder: false },
    driver: buildDriver('sd', device, false, true),
    device,
    backend: { kind: 'bare-metal' },
    image: { allocatesOnWrite: false },
    host: { flushesDisk: true, noFlushBecause: '' },
    disk: buildDisk({ kind: 'no-wce', atomicBytes: 512 }),
  };
}

function buildGuest(guest: GuestSettings): GuestPart {
  return {
    barriers: guest.mount === 'barrier',
    dispatchesOutOfOrder: guest.elevator === 'cfq',
  };
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
  return { flushesDisk, noFlushBecause: flushesDisk ? '' : (note?.rule ?? row.withoutFlush) };
}

function buildDisk(settings: DiskSettings): DiskPart {
  const row = rowOf(disks, settings.kind);
  return {
    cache: row.cache,
    cacheSparedByPowerLoss: row.cacheSparedByPowerLoss,
    controllerCache: row.controllerCache,
    honoursFlush: row.honoursFlush,
    sectorsPerAtomicUnit: settings.atomicBytes / 512,
  };
}

function effectOf(id: PatchId): PatchEffect {
  return rowOf(patches, id).effect;
}

function rowOf<Row extends { readonly id: string }>(rows: readonly Row[], id: Row['id']): Row {
  const row = rows.find((candidate) => candidate.id === id);
  if (row === undefined) throw new Error(`the catalogue has no row ${id}`);
  return row;
}
