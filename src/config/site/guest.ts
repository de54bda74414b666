import type { SiteSystem } from '../../model/site.js';

interface Guest {
  readonly system?: SiteSystem | undefined;
  readonly filesystem?: string | undefined;
  readonly writeCache?: string | undefined;
}

export interface GuestMistake {
  readonly key: 'filesystem' | 'writeCache';
  readonly message: string;
  readonly help: string;
}

/** What other systems than Linux have of the file systems that a site can name. */
const filesystems = { windows: ['ntfs', 'refs'], freebsd: ['ufs', 'zfs'] } as const;

/** undefined for Linux, which has most. */
export function filesystemsOf(system: SiteSystem | undefined): readonly string[] | undefined {
  return system === undefined || system === 'linux' ? undefined : filesystems[system];
}

/** Values that are written to files of Linux's sysfs. */
const ofLinux: readonly string[] = ['queue-write-through', 'sd-temporary'];

/** What one rule says of a guest, and no guest of that system has. */
export function guestMistakes({ system, filesystem, writeCache }: Guest): readonly GuestMistake[] {
  const own = filesystemsOf(system);
  if (own === undefined) return [];
  const mistakes: GuestMistake[] = [];
  if (filesystem !== undefined && !own.includes(filesystem)) {
    const message = `\`${filesystem}\` is no file system of ${system} that is known here`;
    mistakes.push({ key: 'filesystem', message, help: `one of: ${own.join(', ')}` });
  }
  if (writeCache !== undefined && ofLinux.includes(writeCache)) {
    const message = `\`${writeCache}\` is written to a file of Linux, which ${system} does not have`;
    mistakes.push({ key: 'writeCache', message, help: 'one of: as-reported, device-off' });
  }
  return mistakes;
}
