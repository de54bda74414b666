import type { DataMode, FsyncReach, SiteMount } from '../../model/site.js';
import type { Fact, Position } from '../../model/vm-disk.js';
import { byDefault, unresolved, written } from '../fact.js';
import { effectsOf, optionsOf } from './mount.js';
import type { Said } from './rules.js';

/** How a file system is mounted: what is written, and what that leaves to its defaults. */
export function mountOf(
  said: Said<string | string[]> | null,
  filesystem: Fact<string>,
  kernel: Fact<string>,
): SiteMount {
  const options = optionsOf(said?.value);
  const name = filesystem.known ? filesystem.value : '';
  const release = kernel.known ? kernel.value : 'current';
  const { fsync: effect, data } = effectsOf(name, options);
  // XFS ignores nobarrier since Linux 4.10 (tag xfs-for-linus-4.10-rc1), and has none since 4.19.
  const fsync = name === 'xfs' && !isBefore(release, 4, 10) ? null : effect;
  const at = said?.at ?? filesystem.origin.at;
  return {
    options,
    fsync: fsync === null ? usualFact(name, release, at) : written(fsync, at),
    data: dataOf(name, data, at),
  };
}

function dataOf(name: string, data: DataMode | null, at: Parameters<typeof written>[1]) {
  if (data !== null) return written(data, at);
  return /^ext[34]$/.test(name) ? byDefault<DataMode>('ordered', name, at) : null;
}

/** reiserfs had barriers off by default at 2.6.37-rc1, and on at 6.1 (fs/reiserfs/super.c); between nobody looked. */
function usualFact(name: string, release: string, at: Position): Fact<FsyncReach> {
  const isUnread = name === 'reiserfs' && isBefore(release, 6, 1) && !isBefore(release, 3, 0);
  return isUnread
    ? unresolved(`the default of reiserfs in Linux ${release}`, at, ['medium', 'disk-cache'])
    : byDefault(usualReach(name, release), name, at);
}

/**
 * Barriers were off by default in ext3 up to Linux 3.0 and in reiserfs at least up to 2.6.37; what is
 * in memory has no medium.
 */
function usualReach(filesystem: string, release: string): FsyncReach {
  if (filesystem === 'tmpfs') return 'nothing';
  const isOld =
    (filesystem === 'ext3' && isBefore(release, 3, 1)) ||
    (filesystem === 'reiserfs' && isBefore(release, 3, 0));
  return isOld ? 'disk-cache' : 'medium';
}

function isBefore(release: string, major: number, minor: number): boolean {
  if (release === 'current') return false;
  const [ownMajor = 0, ownMinor = 0] = release.split('.').map(Number);
  return ownMajor * 1000 + ownMinor < major * 1000 + minor;
}
