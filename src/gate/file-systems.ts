import type { DiskSite } from '../model/site.js';
import { valuesOf } from './facts.js';
import { mayPrecede } from './kernel-release.js';

type Mounted = Pick<DiskSite['host' | 'guest'], 'filesystem' | 'mount' | 'kernel'>;

/** fsync of ext2 was read where it flushes (6.12) and where it does not (2.6.31); not between. */
const ext2Flushes = [6, 0, 0] as const;

/** Linux 6.12 Documentation/admin-guide/xfs.rst: barrier and nobarrier went with 4.19. */
const xfsNobarrierUntil = [4, 19, 0] as const;

/** What nobody read, or nobody can mount, of a file system by its release and its options. */
export function fileSystemDoubts(of: Mounted): readonly string[] {
  const isNamed = (name: string) => valuesOf<string>(of.filesystem, []).includes(name);
  const has = (option: string) => of.mount.options.includes(option);
  const isOldXfs = mayPrecede(of, xfsNobarrierUntil);
  return [
    ...(isNamed('ext2') && mayPrecede(of, ext2Flushes) ? ['ext2 of Linux before 6.0'] : []),
    ...(isNamed('xfs') && has('nobarrier') && !isOldXfs
      ? ['XFS with nobarrier, which does not mount since Linux 4.19']
      : []),
    ...(isNamed('ext4') && has('journal_async_commit') ? ['ext4 with journal_async_commit'] : []),
  ];
}
