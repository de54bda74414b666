import type { DataMode, FsyncReach, SiteSystem } from '../../model/site.js';
import { filesystemsOf } from './guest.js';

/** What a mount option does to order and durability. */
type Effect =
  | { readonly fsync: FsyncReach }
  | { readonly data: DataMode }
  /** Nothing, as far as a power failure can tell. */
  | null;

/** A file system's options that matter, beyond those of all. */
type Options = Readonly<Record<string, Effect>>;

const reaches = { fsync: 'medium' } as const;
const staysInDisk = { fsync: 'disk-cache' } as const;

const ext: Options = {
  // Accepted, and looked at by the gate: what is replayed is another order.
  journal_async_commit: null,
  barrier: reaches,
  'barrier=1': reaches,
  'barrier=0': staysInDisk,
  nobarrier: staysInDisk,
  'data=ordered': { data: 'ordered' },
  'data=writeback': { data: 'writeback' },
  'data=journal': { data: 'journal' },
};

/** Linux, Documentation/filesystems and Documentation/admin-guide. */
const ofFilesystem: Readonly<Record<string, Options>> = Object.assign(Object.create(null), {
  ext3: ext,
  ext4: ext,
  xfs: { barrier: reaches, nobarrier: staysInDisk },
  btrfs: { barrier: reaches, nobarrier: staysInDisk },
  nilfs2: { barrier: reaches, nobarrier: staysInDisk },
  gfs2: { barrier: reaches, nobarrier: staysInDisk },
  ocfs2: { 'barrier=1': reaches, 'barrier=0': staysInDisk },
  reiserfs: {
    'barrier=flush': reaches,
    'barrier=none': staysInDisk,
  },
  f2fs: {
    nobarrier: staysInDisk,
    'fsync_mode=posix': reaches,
    'fsync_mode=strict': reaches,
    'fsync_mode=nobarrier': staysInDisk,
  },
  // Properties of a data set, which are no mount options, but are what decides it.
  zfs: {
    'sync=standard': reaches,
    'sync=always': reaches,
    'sync=disabled': { fsync: 'nothing' },
    zfs_nocacheflush: staysInDisk,
  },
  tmpfs: {},
});

/** Options that a power failure cannot tell from their absence. */
const harmless = new RegExp(
  `^(${[
    'defaults|rw|relatime|noatime|atime|nodiratime|diratime|strictatime|lazytime|nolazytime',
    'no?exec|no?suid|no?dev|exec|suid|dev|auto|noauto|user|nouser|users|owner|group|nofail|_netdev',
    'sync|async|dirsync|no?acl|acl|(no)?user_xattr|errors=.+|commit=\\d+|(no)?discard(=.+)?',
    'inode(32|64)|logbufs=.+|logbsize=.+|logdev=.+|largeio|nolargeio|allocsize=.+|swalloc|sunit=.+|swidth=.+',
    '(no|usr|grp|prj|u|g|p|jq)?quota|(usr|grp)jquota=.+|jqfmt=.+|stripe=.+|(no)?delalloc|(no)?init_itable(=.+)?',
    'compress(-force)?(=.+)?|(no)?space_cache(=.+)?|(no)?ssd(_spread)?|(no)?autodefrag|subvol(id)?=.+|(no)?datacow|(no)?datasum',
    'max_batch_time=.+|min_batch_time=.+|journal_ioprio=.+|(no)?journal_checksum|thread_pool=.+',
    'vers=.+|nfsvers=.+|minorversion=.+|proto=.+|hard|soft|softerr|(no)?intr|timeo=.+|retrans=.+|[rw]size=.+|(no)?lock|sec=.+|addr=.+|(no)?ac|nconnect=.+|port=.+|mountproto=.+',
    'size=.+|mode=.+|uid=.+|gid=.+|nr_inodes=.+|nr_blocks=.+|huge=.+|x-.+|X-.+|comment=.+|context=.+|(no)?seclabel|attr2|noikeep|ikeep|noalign|wsync|nouuid',
  ].join('|')})$`,
);

/** `noatime,nobarrier`, or a list of such. */
export function optionsOf(mount: string | readonly string[] | undefined): readonly string[] {
  return [mount ?? []]
    .flat()
    .flatMap((text) => text.split(','))
    .map((option) => option.trim())
    .filter((option) => option !== '');
}

/** The last option that says something of it counts. */
export function effectsOf(filesystem: string, options: readonly string[]) {
  let fsync: FsyncReach | null = null;
  let data: DataMode | null = null;
  for (const option of options) {
    const effect = ofFilesystem[filesystem]?.[option] ?? null;
    if (effect !== null && 'fsync' in effect) fsync = effect.fsync;
    if (effect !== null && 'data' in effect) data = effect.data;
  }
  return { fsync, data };
}

interface Mounted {
  readonly system?: SiteSystem | undefined;
  readonly filesystem?: string | undefined;
  readonly mount?: string | string[] | undefined;
}

/**
 * What stands there and is no option that is known: a misspelt `nobarrier` must not pass for the
 * default. Where another rule names the file system, any file system's options are accepted.
 */
export function mountMistakes(
  part: Mounted | undefined,
): readonly { readonly message: string; readonly help: string }[] {
  const named = part?.filesystem === undefined ? filesystemsOf(part?.system) : [part.filesystem];
  const filesystems = named ?? Object.keys(ofFilesystem);
  return optionsOf(part?.mount)
    .filter((option) => !harmless.test(option))
    .filter((option) => !filesystems.some((each) => ofFilesystem[each]?.[option] !== undefined))
    .map((option) => {
      const of = named?.join(' or ') ?? 'any file system';
      const message = `\`${option}\` is no option of ${of} that is known here`;
      return { message, help: 'leave it out if it has no bearing on order or durability' };
    });
}
