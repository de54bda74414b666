import { cacheNameOf } from '../../model/cache-name.js';
import { type HostNoteId, hostNoteIds, type PatchId, patchIds } from '../../model/configuration.js';
import { machines, qemuReleases } from '../releases/releases.js';
import { rowOf } from '../row-of.js';
import { atomicUnitRows } from './atomic-units.js';
import { cacheModes } from './cache-modes.js';
import { configWces, dpofuas, settingsOn } from './device-properties.js';
import { choice, type Dimension, onOrOff } from './dimension.js';
import { disks } from './disks.js';
import { frontends } from './frontends.js';
import { guestDimensions } from './guest-dimensions.js';
import { aioEngines, werrors } from './guests.js';
import { hostNotes } from './host-notes.js';
import { hosts } from './hosts.js';
import { allocations, formats } from './images.js';
import { patches } from './patches.js';
import { queueDepths } from './queue-depths.js';

function noteDimension(id: HostNoteId): Dimension {
  return {
    key: id,
    what: 'host note',
    part: 'host',
    isSwitch: true,
    values: onOrOff(rowOf(hostNotes, id)),
    read: ({ host }) => (host.notes[id] ? 'on' : 'off'),
    write: (configuration, value) => {
      const notes = { ...configuration.host.notes, [id]: value === 'on' };
      return { ...configuration, host: { ...configuration.host, notes } };
    },
  };
}

function patchDimension(id: PatchId): Dimension {
  return {
    key: id,
    what: 'patch',
    part: 'patches',
    isSwitch: true,
    values: onOrOff(rowOf(patches, id)),
    read: ({ patches: taken }) => (taken.includes(id) ? 'on' : 'off'),
    write: (configuration, value) => {
      const isTaken = (other: PatchId) =>
        other === id ? value === 'on' : configuration.patches.includes(other);
      return { ...configuration, patches: patchIds.filter(isTaken) };
    },
  };
}

/** Everything that two configurations can differ in, from the outermost to the innermost. */
export const dimensions: readonly Dimension[] = [
  choice({
    key: 'frontend',
    what: 'frontend',
    part: 'frontend',
    values: frontends,
    read: ({ frontend }) => frontend,
    // A property that the new device does not know is none of it.
    write: (configuration, frontend) => ({
      ...configuration,
      frontend,
      device: settingsOn(frontend, configuration.device),
    }),
  }),
  choice({
    key: 'cache',
    what: 'cache mode',
    part: 'cache',
    values: cacheModes,
    read: ({ cache }) => cacheNameOf(cache),
    write: (configuration, mode) => {
      const cache = cacheModes.find(({ id }) => id === mode)?.flags ?? configuration.cache;
      return { ...configuration, cache };
    },
  }),
  choice({
    key: 'qemu',
    what: 'QEMU release',
    part: 'qemu',
    values: qemuReleases,
    read: ({ qemu }) => qemu.release,
    write: (configuration, release) => ({
      ...configuration,
      qemu: { ...configuration.qemu, release },
    }),
  }),
  choice({
    key: 'machine',
    what: 'machine type',
    part: 'qemu',
    values: machines,
    read: ({ qemu }) => qemu.machine,
    write: (configuration, machine) => ({
      ...configuration,
      qemu: { ...configuration.qemu, machine },
    }),
  }),
  choice({
    key: 'dpofua',
    what: 'dpofua',
    part: 'device',
    values: dpofuas,
    read: ({ device }) => device.dpofua,
    write: (configuration, dpofua) => ({
      ...configuration,
      device: { ...configuration.device, dpofua },
    }),
  }),
  choice({
    key: 'config-wce',
    what: 'config-wce',
    part: 'device',
    values: configWces,
    read: ({ device }) => device.configWce,
    write: (configuration, configWce) => ({
      ...configuration,
      device: { ...configuration.device, configWce },
    }),
  }),
  choice({
    key: 'queue-depth',
    what: 'queue depth',
    part: 'device',
    values: queueDepths,
    read: ({ device }) => device.queueDepth,
    write: (configuration, queueDepth) => ({
      ...configuration,
      device: { ...configuration.device, queueDepth },
    }),
  }),
  choice({
    key: 'aio',
    what: 'aio engine',
    part: 'qemu',
    values: aioEngines,
    read: ({ qemu }) => qemu.aio,
    write: (configuration, aio) => ({ ...configuration, qemu: { ...configuration.qemu, aio } }),
  }),
  choice({
    key: 'werror',
    what: 'error policy',
    part: 'qemu',
    values: werrors,
    read: ({ qemu }) => qemu.werror,
    write: (configuration, werror) => ({
      ...configuration,
      qemu: { ...configuration.qemu, werror },
    }),
  }),
  choice({
    key: 'format',
    what: 'image format',
    part: 'image',
    values: formats,
    read: ({ image }) => image.format,
    write: (configuration, format) => ({
      ...configuration,
      image: { ...configuration.image, format },
    }),
  }),
  choice({
    key: 'host',
    what: 'host',
    part: 'host',
    values: hosts,
    read: ({ host }) => host.storage,
    write: (configuration, storage) => ({
      ...configuration,
      host: { ...configuration.host, storage },
    }),
  }),
  ...hostNoteIds.map(noteDimension),
  choice({
    key: 'disk',
    what: 'disk',
    part: 'disk',
    values: disks,
    read: ({ disk }) => disk.kind,
    write: (configuration, kind) => ({ ...configuration, disk: { ...configuration.disk, kind } }),
  }),
  choice({
    key: 'atomic-unit',
    what: 'atomic unit',
    part: 'disk',
    values: atomicUnitRows,
    read: ({ disk }) => String(disk.atomicBytes),
    write: (configuration, id) => {
      const atomicBytes = atomicUnitRows.find((row) => row.id === id)?.bytes ?? 512;
      return { ...configuration, disk: { ...configuration.disk, atomicBytes } };
    },
  }),
  choice({
    key: 'allocation',
    what: 'allocation',
    part: 'image',
    values: allocations,
    read: ({ image }) => image.allocation,
    write: (configuration, allocation) => ({
      ...configuration,
      image: { ...configuration.image, allocation },
    }),
  }),
  ...guestDimensions,
  ...patchIds.map(patchDimension),
];

export function dimensionOf(key: string): Dimension {
  const found = dimensions.find((dimension) => dimension.key === key);
  if (found === undefined) throw new Error(`configurations have no ${key}`);
  return found;
}
