import {
  type Configuration,
  type HostNoteId,
  hostNoteIds,
  type PatchId,
  patchIds,
} from '../model/configuration.js';
import { atomicUnitRows } from './atomic-units.js';
import { cacheModeOf, cacheModes } from './cache-modes.js';
import { disks } from './disks.js';
import { frontends } from './frontends.js';
import { allocations, elevators, mounts } from './guests.js';
import { hostNotes, hosts } from './hosts.js';
import { patches } from './patches.js';

interface Value<Id extends string = string> {
  readonly id: Id;
  readonly sentence: string;
}

/** Something that has one of several values, each with a name. */
interface Axis {
  /** As flags and the ids of results name it. */
  readonly key: string;
  /** As messages name it. */
  readonly what: string;
  /** Its values are `off` and `on`. */
  readonly isSwitch: boolean;
  /** In the order in which selections come out. */
  readonly values: readonly Value[];
}

/** An axis of configurations. All of them together say everything that a configuration says. */
export interface Dimension extends Axis {
  /** The field of a configuration that holds it. */
  readonly part: keyof Configuration;
  readonly read: (configuration: Configuration) => string;
  /** @throws where there is no such value. */
  readonly write: (configuration: Configuration, value: string) => Configuration;
}

interface ChoiceOf<Id extends string> extends Omit<Dimension, 'isSwitch' | 'values' | 'write'> {
  readonly values: readonly Value<Id>[];
  readonly write: (configuration: Configuration, value: Id) => Configuration;
}

function choice<Id extends string>(of: ChoiceOf<Id>): Dimension {
  return {
    ...of,
    isSwitch: false,
    write: (configuration, value) => {
      const row = of.values.find(({ id }) => id === value);
      if (row === undefined) throw new Error(`no ${of.what} is called ${value}`);
      return of.write(configuration, row.id);
    },
  };
}

function onOrOff(sentence: string): readonly Value[] {
  return [
    { id: 'off', sentence: `not so: ${sentence}` },
    { id: 'on', sentence },
  ];
}

function noteDimension(id: HostNoteId): Dimension {
  return {
    key: id,
    what: 'host note',
    part: 'host',
    isSwitch: true,
    values: onOrOff(hostNotes.find((row) => row.id === id)?.sentence ?? ''),
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
    values: onOrOff(patches.find((row) => row.id === id)?.sentence ?? ''),
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
    write: (configuration, frontend) => ({ ...configuration, frontend }),
  }),
  choice({
    key: 'cache',
    what: 'cache mode',
    part: 'cache',
    values: cacheModes,
    read: ({ cache }) => cacheModeOf(cache),
    write: (configuration, mode) => {
      const cache = cacheModes.find(({ id }) => id === mode)?.flags ?? configuration.cache;
      return { ...configuration, cache };
    },
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
  choice({
    key: 'mount',
    what: 'mount',
    part: 'guest',
    values: mounts,
    read: ({ guest }) => guest.mount,
    write: (configuration, mount) => ({
      ...configuration,
      guest: { ...configuration.guest, mount },
    }),
  }),
  choice({
    key: 'elevator',
    what: 'elevator',
    part: 'guest',
    values: elevators,
    read: ({ guest }) => guest.elevator,
    write: (configuration, elevator) => ({
      ...configuration,
      guest: { ...configuration.guest, elevator },
    }),
  }),
  ...patchIds.map(patchDimension),
];

export function dimensionOf(key: string): Dimension {
  const found = dimensions.find((dimension) => dimension.key === key);
  if (found === undefined) throw new Error(`configurations have no ${key}`);
  return found;
}
