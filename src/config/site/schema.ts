import * as v from 'valibot';
import { fsyncErrorIds } from '../../model/configuration.js';
import { faultIds } from '../../model/fault.js';
import {
  firmwareTreatments,
  guestWriteCaches,
  siteAllocations,
  siteAtomicBytes,
  siteDiskKinds,
  siteFilesystems,
  siteGuestFilesystems,
  siteNbdServers,
  siteQueueDepths,
  siteStorages,
  siteSystems,
} from '../../model/site.js';
import { amount, closed, flag, oneOf, oneOrMore, text, version } from './fields.js';
import { layerSchema } from './layer-schema.js';

const mount = oneOrMore(
  text('Options, as in fstab.'),
  'Mount options, as in fstab: `noatime,nobarrier`, or a list. Those that are not named have their defaults.',
);

const image = closed('an image', {
  allocation: v.optional(
    oneOf(
      [...siteAllocations, 'unknown'],
      'How much of the image exists: all of it, all of it as unwritten extents, or what was ' +
        'written (default: unknown, which is checked both ways).',
    ),
  ),
});

const host = closed('a host', {
  kernel: v.optional(version("Linux's release (default: a current one).")),
  storage: v.optional(
    oneOf(
      siteStorages,
      'What QEMU opens (default: what the definition says, else a file on this host).',
    ),
  ),
  nbdServer: v.optional(
    oneOf(
      siteNbdServers,
      'Who serves an NBD export (default: not known, which matters for writes with FUA).',
    ),
  ),
  iscsiDpofua: v.optional(
    flag(
      'Whether an iSCSI target reports DPOFUA, so that QEMU sends it FUA (default: not known, which matters ' +
        'where QEMU would flush in its place and may skip it).',
    ),
  ),
  filesystem: v.optional(oneOf(siteFilesystems, 'Where the image lies (default: ext4).')),
  mount: v.optional(mount),
  layers: v.optional(
    v.pipe(
      v.array(layerSchema, 'a list of layers'),
      v.maxLength(16, 'at most 16 layers'),
      v.description('What lies between the file system, or the node, and the disk: from the top.'),
    ),
  ),
});

const disk = closed('a disk', {
  kind: v.optional(
    oneOf(siteDiskKinds, 'The disk below it all: see `blkcheck list disks` (default: wce-honest).'),
  ),
  atomicBytes: v.optional(
    oneOf(siteAtomicBytes, 'The largest aligned unit that never tears (default: 512).'),
  ),
  cacheBytes: v.optional(
    amount(
      'How much its cache holds, in bytes; from 1 MiB on as if without a limit (default: without a limit).',
      Number.MAX_SAFE_INTEGER,
    ),
  ),
});

const guest = closed('a guest', {
  system: v.optional(oneOf(siteSystems, 'The operating system (default: linux).')),
  kernel: v.optional(version('Its release (default: a current one).')),
  filesystem: v.optional(
    oneOf(siteGuestFilesystems, 'What lies on the disk (default: the usual one of the system).'),
  ),
  mount: v.optional(mount),
  writeCache: v.optional(
    oneOf(
      guestWriteCaches,
      'What its kernel takes the cache for: what the device says, "write through" written to ' +
        'queue/write_cache, a "temporary" cache_type of sd, or none since the guest told the ' +
        'device to switch it off at each boot (default: as-reported).',
    ),
  ),
  fsyncError: v.optional(
    oneOf(
      fsyncErrorIds,
      'What its applications do about an fsync that fails: they stop, or send it again and go on ' +
        '(default: stops).',
    ),
  ),
  queueDepth: v.optional(
    oneOf(
      siteQueueDepths,
      'How many requests its kernel keeps in flight, where the device takes as many (default: what ' +
        'the device takes).',
    ),
  ),
});

const settings = {
  image: v.optional(image),
  host: v.optional(host),
  disk: v.optional(disk),
  guest: v.optional(guest),
  faults: v.optional(
    v.pipe(
      v.array(oneOf(faultIds, 'A fault.'), 'a list of faults'),
      v.minLength(1, 'a list that is not empty: a disk that no fault matters for is disposable'),
      v.description('The faults that matter (default: all but node-loss).'),
    ),
  ),
  disposable: v.optional(text('Why nobody misses what is on the disk: it is listed, not judged.')),
  firmware: v.optional(
    oneOf(
      firmwareTreatments,
      'Whether flash with the variables of a firmware is judged like a disk (default: listed).',
    ),
  ),
};

const pattern = (description: string) => oneOrMore(text('A pattern.'), description);

const match = closed('a match', {
  disk: v.optional(
    pattern(
      "The disk's id, or with its machine's name: `vda`, `db*/vda`. `*` stops at a slash, `**` does not.",
    ),
  ),
  path: v.optional(pattern('Where its data lies: `/srv/images/**`.')),
  file: v.optional(pattern('The definition, as it is named on the command line: `prod/*.xml`.')),
});

export const siteSchema = closed('the file', {
  $schema: v.optional(text('The schema of this file, for editors.')),
  blkcheck: v.optional(oneOf(['config/1'], 'The version of this format (default: config/1).')),
  qemu: v.optional(version('The version of QEMU that runs the machines, as in 9.2.')),
  default: v.optional(
    v.pipe(closed('the default', settings), v.description('What holds for every disk.')),
  ),
  disks: v.optional(
    v.pipe(
      v.array(closed('a rule', { match, ...settings }), 'a list of rules'),
      v.maxLength(1_000, 'at most 1000 rules'),
      v.description(
        'What holds for some disks. All that a match names must fit; of several rules that set the same, the last counts.',
      ),
    ),
  ),
});

export type SiteFile = v.InferOutput<typeof siteSchema>;
export type SiteSettings = NonNullable<SiteFile['default']>;
