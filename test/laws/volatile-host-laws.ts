import type { CacheModeId } from '../../src/model/configuration.js';
import type { FaultId } from '../../src/model/fault.js';
import { buildStack } from '../../src/stack/build.js';
import { ruleOfFault } from '../../src/stack/faults.js';
import { type Case, inBothEngines } from './engines.js';
import { completed, promised, synced, today } from './fault-laws.js';
import { type Law, law } from './law.js';
import { afterwards, fua, lostOrNot, shown } from './today-laws.js';

// Hosts that keep in memory what they were asked to sync.

const everyMode = ['writeback', 'none', 'writethrough', 'directsync'] as const;
const stopping = ['host-crash', 'power-loss', 'node-loss'] as const;
const sparing = ['guest-crash', 'qemu-kill', 'disk-power-loss', 'io-error'] as const;
const anyDisk = ['wce-honest', 'no-wce', 'plp', 'bbu', 'md-raid5-degraded'] as const;

const onTmpfs = (cache: CacheModeId, disk: string) =>
  today('virtio-blk', cache, { host: 'tmpfs', disk });

/** Kept or lost, synced or not: of tmpfs a sync makes no difference. */
function ofTmpfs(faults: readonly FaultId[], breaks: string): readonly Case[] {
  return anyDisk.flatMap((disk) =>
    faults.flatMap((fault) =>
      [synced, completed].map((sketches) =>
        promised(sketches, onTmpfs('writeback', disk), fault, breaks),
      ),
    ),
  );
}

const withoutSync = [
  { host: 'zfs-nosync' },
  { host: 'zvol-nosync' },
  { host: 'zfs-nosync', aio: 'io_uring' },
  { host: 'zfs-nosync', format: 'qcow2', allocation: 'sparse' },
] as const;

/** Of ZFS with sync=disabled. */
function ofUnsynced(faults: readonly FaultId[], breaks: string): readonly Case[] {
  return withoutSync.flatMap((host) =>
    everyMode.flatMap((cache) =>
      faults.map((fault) =>
        promised(synced, today('virtio-blk', cache, { ...host, disk: 'plp' }), fault, breaks),
      ),
    ),
  );
}

export const volatileHostLaws: readonly Law[] = [
  ...inBothEngines('an image on tmpfs is lost with its host, flushed or not, whatever the disk', [
    ...ofTmpfs(stopping, 'lost'),
    ...everyMode.map((cache) => promised(synced, onTmpfs(cache, 'no-wce'), 'host-crash', 'lost')),
  ]),
  ...inBothEngines('and outlives QEMU, errors and the power of a disk that it is not on', [
    ...ofTmpfs(sparing, ''),
    promised(
      synced,
      today('virtio-blk', 'none', { host: 'tmpfs', werror: 'ignore' }),
      'io-error',
      'lost',
    ),
  ]),
  law(
    'tmpfs is to blame for it, and the node for its own loss',
    () =>
      stopping.map((fault) => ruleOfFault(buildStack(onTmpfs('none', 'md-raid5-degraded')), fault)),
    ['BLK033', 'BLK033', 'BLK018'],
  ),
  ...inBothEngines('ZFS with sync=disabled keeps nothing that was flushed', [
    ...ofUnsynced(['host-crash', 'power-loss'], 'lost'),
    ...ofUnsynced(['guest-crash', 'qemu-kill'], ''),
    promised(synced, today('virtio-blk', 'none', { host: 'zfs', disk: 'plp' }), 'host-crash', ''),
  ]),
  law(
    'nor what is to be durable by itself',
    () =>
      ['zfs', 'zfs-nosync'].map((host) =>
        shown(
          buildStack(today('virtio-scsi', 'none', { host, aio: 'io_uring', disk: 'plp' })),
          [fua(0), ...afterwards],
          0,
        ),
      ),
    [['1'], lostOrNot],
  ),
];
