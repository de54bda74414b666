import { cacheModes } from '../../src/catalogue/dimensions/cache-modes.js';
import { usualDevice } from '../../src/catalogue/dimensions/device-properties.js';
import type { Profile } from '../../src/catalogue/dimensions/profiles.js';
import type { CacheModeId, Configuration, FrontendId } from '../../src/model/configuration.js';
import { mailProfile } from '../mail-profile.js';

export interface Changes {
  readonly guest?: Partial<Configuration['guest']>;
  readonly allocation?: Configuration['image']['allocation'];
  readonly host?: Configuration['host']['storage'];
  readonly notes?: Partial<Configuration['host']['notes']>;
  readonly disk?: Partial<Configuration['disk']>;
  readonly patches?: Configuration['patches'];
}

/** The profile's configuration of a cell, with some things changed. */
export function configurationOf(
  frontend: FrontendId,
  cache: CacheModeId,
  changes: Changes = {},
  profile: Profile = mailProfile,
): Configuration {
  const flags = cacheModes.find(({ id }) => id === cache)?.flags;
  if (flags === undefined) throw new Error(cache);
  const { disk, atomicBytes, allocation, host, notes } = profile;
  const { mount, fsyncError, elevator, guestKernel: kernel, writeCache, format } = profile;
  const { qemu: release, machine, aio, werror } = profile;
  return {
    guest: { kernel, writeCache, mount, fsyncError, elevator, ...changes.guest },
    frontend,
    device: usualDevice,
    qemu: { release, machine, aio, werror },
    cache: flags,
    image: { format, allocation: changes.allocation ?? allocation },
    host: { storage: changes.host ?? host, notes: { ...notes, ...changes.notes } },
    disk: { kind: disk, atomicBytes, ...changes.disk },
    patches: changes.patches ?? [],
  };
}
