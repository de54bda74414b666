import { cacheModes } from '../../catalogue/dimensions/cache-modes.js';
import { usualDevice } from '../../catalogue/dimensions/device-properties.js';
import { dimensions } from '../../catalogue/dimensions/dimensions.js';
import type { Profile } from '../../catalogue/dimensions/profiles.js';
import { rowOf } from '../../catalogue/row-of.js';
import { cacheNameOf } from '../../model/cache-name.js';
import type {
  CacheFlags,
  CacheModeId,
  Configuration,
  FrontendId,
} from '../../model/configuration.js';
import type { Dimensions } from './dimensions.js';

/** The configuration of a cell in which every other dimension is the profile's. */
export function profileConfiguration(
  profile: Profile,
  frontend: FrontendId,
  cache: CacheModeId,
): Configuration {
  return {
    guest: {
      kernel: profile.guestKernel,
      writeCache: profile.writeCache,
      mount: profile.mount,
      fsyncError: profile.fsyncError,
      elevator: profile.elevator,
    },
    frontend,
    device: usualDevice,
    qemu: {
      release: profile.qemu,
      machine: profile.machine,
      aio: profile.aio,
      werror: profile.werror,
    },
    cache: flagsOf(cache),
    image: { format: profile.format, allocation: profile.allocation },
    host: { storage: profile.host, notes: profile.notes },
    disk: { kind: profile.disk, atomicBytes: profile.atomicBytes },
    patches: [],
  };
}

/** The first cell of the profile, for what does not depend on frontend and cache mode. */
export function usualConfiguration(profile: Profile): Configuration {
  const [frontend] = profile.usualFrontends;
  const [cache] = profile.usualCaches;
  if (frontend === undefined || cache === undefined) throw new Error(`${profile.id} is empty`);
  return profileConfiguration(profile, frontend, cache);
}

/** Every combination of what is selected; configurations of a cell are neighbours. */
export function configurationsOf(
  profile: Profile,
  { values }: Dimensions,
): readonly Configuration[] {
  let list: readonly Configuration[] = [usualConfiguration(profile)];
  for (const { key, write } of dimensions) {
    const selected = values.get(key) ?? [];
    list = list.flatMap((configuration) => selected.map((value) => write(configuration, value)));
  }
  return list;
}

/** `frontend/cache`. */
export function cellOf(configuration: Configuration): string {
  return `${configuration.frontend}/${cacheNameOf(configuration.cache)}`;
}

/**
 * What differs from the profile, as it stands in a row's id: `@key=value,...` with sorted keys,
 * or '' for nothing. Several patches are joined by `+`.
 */
export function differenceOf(configuration: Configuration, profile: Profile): string {
  const before = told.get(configuration);
  if (before?.profile === profile) return before.difference;
  const difference = tellDifference(configuration, profile);
  told.set(configuration, { profile, difference });
  return difference;
}

/** Each row of a configuration is named after it, and there are hundreds. */
const told = new WeakMap<Configuration, { profile: Profile; difference: string }>();

function tellDifference(configuration: Configuration, profile: Profile): string {
  const { frontend, cache, patches } = configuration;
  const usual = profileConfiguration(profile, frontend, cacheNameOf(cache));
  const differing = dimensions.filter(
    ({ part, read }) => part !== 'patches' && read(configuration) !== read(usual),
  );
  const texts = differing.map(({ key, read }) => `${key}=${read(configuration)}`);
  if (patches.length > 0) texts.push(`patch=${patches.join('+')}`);
  return texts.length === 0 ? '' : `@${texts.sort().join(',')}`;
}

function flagsOf(cache: CacheModeId): CacheFlags {
  return rowOf(cacheModes, cache).flags;
}
