import { cacheModeOf, cacheModes } from '../catalogue/cache-modes.js';
import type { Profile } from '../catalogue/profiles.js';
import {
  type CacheFlags,
  type CacheModeId,
  type Configuration,
  type FrontendId,
  hostNoteIds,
} from '../model/configuration.js';
import type { Dimensions } from './dimensions.js';

/** The configuration of a cell in which every other dimension is the profile's. */
export function profileConfiguration(
  profile: Profile,
  frontend: FrontendId,
  cache: CacheModeId,
): Configuration {
  return {
    guest: { mount: profile.mount, elevator: profile.elevator },
    frontend,
    cache: flagsOf(cache),
    image: { format: 'raw', allocation: profile.allocation },
    host: { storage: profile.host, notes: profile.notes },
    disk: { kind: profile.disk, atomicBytes: profile.atomicBytes },
    patches: [],
  };
}

/** Every combination of what is selected; configurations of a cell are neighbours. */
export function configurationsOf(
  profile: Profile,
  dimensions: Dimensions,
): readonly Configuration[] {
  const { notes, patches } = dimensions;
  let list: readonly Configuration[] = dimensions.frontends.flatMap((frontend) =>
    dimensions.caches.map((cache) => ({
      ...profileConfiguration(profile, frontend, cache),
      patches,
    })),
  );
  list = spread(list, dimensions.hosts, (c, storage) => ({ ...c, host: { storage, notes } }));
  list = spread(list, dimensions.disks, (c, kind) => ({ ...c, disk: { ...c.disk, kind } }));
  list = spread(list, dimensions.atomicUnits, (c, atomicBytes) => ({
    ...c,
    disk: { ...c.disk, atomicBytes },
  }));
  list = spread(list, dimensions.allocations, (c, allocation) => ({
    ...c,
    image: { ...c.image, allocation },
  }));
  list = spread(list, dimensions.mounts, (c, mount) => ({ ...c, guest: { ...c.guest, mount } }));
  return spread(list, dimensions.elevators, (c, elevator) => ({
    ...c,
    guest: { ...c.guest, elevator },
  }));
}

/** `frontend/cache`. */
export function cellOf(configuration: Configuration): string {
  return `${configuration.frontend}/${cacheModeOf(configuration.cache)}`;
}

/**
 * What differs from the profile, as it stands in a row's id: `@key=value,...` with sorted keys,
 * or '' for nothing. Several patches are joined by `+`.
 */
export function differenceOf(configuration: Configuration, profile: Profile): string {
  const { guest, image, host, disk, patches } = configuration;
  const pairs = [
    ['allocation', image.allocation, profile.allocation],
    ['atomic-unit', String(disk.atomicBytes), String(profile.atomicBytes)],
    ['disk', disk.kind, profile.disk],
    ['elevator', guest.elevator, profile.elevator],
    ['host', host.storage, profile.host],
    ['mount', guest.mount, profile.mount],
    ['patch', patches.join('+'), ''],
    ...hostNoteIds.map((id) => [id, onOff(host.notes[id]), onOff(profile.notes[id])]),
  ];
  const differing = pairs.filter(([, value, usual]) => value !== usual);
  if (differing.length === 0) return '';
  const texts = differing.map(([key, value]) => `${key}=${value}`);
  return `@${texts.sort().join(',')}`;
}

export function onOff(on: boolean): 'on' | 'off' {
  return on ? 'on' : 'off';
}

function spread<Value>(
  list: readonly Configuration[],
  values: readonly Value[],
  set: (configuration: Configuration, value: Value) => Configuration,
): readonly Configuration[] {
  return list.flatMap((configuration) => values.map((value) => set(configuration, value)));
}

function flagsOf(cache: CacheModeId): CacheFlags {
  const row = cacheModes.find(({ id }) => id === cache);
  if (row === undefined) throw new Error(`the catalogue has no cache mode ${cache}`);
  return row.flags;
}
