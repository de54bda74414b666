import { linuxMeant } from '../catalogue/releases/linux-releases.js';
import type { GuestKernelId, WriteCacheId } from '../model/configuration.js';
import { fsyncErrorIds } from '../model/configuration.js';
import {
  type DiskSite,
  fsyncReaches,
  type GuestWriteCache,
  guestWriteCaches,
  siteSystems,
} from '../model/site.js';
import type { VmDisk } from '../model/vm-disk.js';
import { valuesOf } from './facts.js';
import { each, type Possibility } from './possibility.js';
import { maySwitchCache } from './unmodelled.js';

const viewedAs = {
  'as-reported': 'device',
  'queue-write-through': 'write-through',
  'sd-temporary': 'write-through',
  'device-off': 'device-off',
} as const satisfies Record<GuestWriteCache, WriteCacheId>;

/** What a guest may be, and what it does about caches and failed writes. */
export function guestChoices(
  disk: VmDisk,
  { guest }: DiskSite,
): readonly (readonly Possibility[])[] {
  const caches = valuesOf(guest.writeCache, guestWriteCaches).map((said) =>
    said === 'device-off' && !maySwitchCache(disk) ? viewedAs['as-reported'] : viewedAs[said],
  );
  const mounts = valuesOf(guest.mount.fsync, fsyncReaches).map((reach) =>
    reach === 'medium' ? ('barrier' as const) : ('nobarrier' as const),
  );
  return [
    each(kernelsOf(guest), (all, kernel) => ({ ...all, guest: { ...all.guest, kernel } })),
    each(caches, (all, writeCache) => ({ ...all, guest: { ...all.guest, writeCache } })),
    each(mounts, (all, mount) => ({ ...all, guest: { ...all.guest, mount } })),
    each(valuesOf(guest.fsyncError, fsyncErrorIds), (all, fsyncError) => ({
      ...all,
      guest: { ...all.guest, fsyncError },
    })),
  ];
}

function kernelsOf({ system, kernel, filesystem }: DiskSite['guest']): readonly GuestKernelId[] {
  return valuesOf(system, siteSystems).flatMap((name): readonly GuestKernelId[] => {
    // Which version of viostor it is nobody says.
    if (name === 'windows') return ['windows', 'windows-old-viostor'];
    if (name === 'freebsd') {
      const known = valuesOf(filesystem, ['ufs', 'zfs']);
      return known.map((each) => (each === 'zfs' ? 'freebsd-zfs' : 'freebsd-ufs'));
    }
    return valuesOf(kernel, ['current']).map((release) => linuxMeant(release)?.kernel ?? '6.12');
  });
}
