import type { CacheModeId } from '../../src/model/configuration.js';
import { acknowledgedContents } from './endings.js';
import { type Law, law } from './law.js';
import { acknowledge, flush, fsync, script, write } from './scripts.js';
import { afterwards, behindAnother, commit, lostOrNot, shown, today } from './today-laws.js';

/** What a completed write leaves behind on each host under each fault. */
function completedOn(cache: CacheModeId, fault: 'qemu-kill' | 'host-crash', hosts: string) {
  return hosts.split(' ').map((host) => {
    const format = remoteHosts.includes(host) ? 'network' : 'raw';
    const stack = today('virtio-blk', cache, { host, format });
    return acknowledgedContents(script(write(0), ...afterwards), stack, fault, [0]);
  });
}

const remoteHosts = ['nbd', 'rbd', 'iscsi', 'nfs', 'gluster'];
const kept = ['1'];
const firstWrite = [write(0), ...afterwards];

export const hostLaws: readonly Law[] = [
  law(
    'with O_DIRECT a completed write outlives the host where it is written in place',
    () => completedOn('none', 'host-crash', 'ext4 xfs btrfs-nocow block-device lvm dm-crypt'),
    [kept, kept, kept, kept, kept, kept],
  ),
  law(
    'copy on write, and a loop device, keep it in memory all the same',
    () => completedOn('none', 'host-crash', 'btrfs zfs zvol loop'),
    [lostOrNot, lostOrNot, lostOrNot, lostOrNot],
  ),
  law('that memory is not of QEMU', () => completedOn('none', 'qemu-kill', 'btrfs zfs zvol loop'), [
    kept,
    kept,
    kept,
    kept,
  ]),
  law(
    'a server has a completed write, unless its client keeps it in QEMU',
    () => [
      ...completedOn('writeback', 'qemu-kill', 'nbd iscsi nfs rbd gluster'),
      ...completedOn('none', 'qemu-kill', 'rbd gluster'),
    ],
    [kept, kept, kept, lostOrNot, lostOrNot, kept, lostOrNot],
  ),
  law(
    'a flush empties the client',
    () =>
      ['rbd', 'gluster'].map((host) =>
        acknowledgedContents(
          script(...commit),
          today('virtio-blk', 'writeback', { host, format: 'network' }),
          'qemu-kill',
          [0],
        ),
      ),
    [kept, kept],
  ),
  law(
    'a server that takes FUA makes that write durable and no other; one with tables above is flushed',
    () => [
      ...['iscsi', 'nbd-other', 'nfs'].map((host) =>
        shown(today('virtio-scsi', 'none', { host, format: 'network' }), behindAnother, 0, 1),
      ),
      shown(today('virtio-scsi', 'none', { host: 'iscsi', format: 'qcow2' }), behindAnother, 0, 1),
    ],
    [['0,3', '1,3'], ['0,3', '1,3'], ['1,3'], ['1,3']],
  ),
  law(
    "QEMU's NBD server skips the flush of a FUA write right after a flush, whoever runs the guest",
    () =>
      ['7.2', '11.1'].flatMap((qemu) =>
        ['nbd', 'nbd-other'].map((host) =>
          shown(
            today('virtio-blk', 'writethrough', { host, format: 'network', qemu }),
            firstWrite,
            0,
          ),
        ),
      ),
    [lostOrNot, kept, lostOrNot, kept],
  ),
  law(
    'a battery-backed controller over open disk caches loses what it was told to flush',
    () => shown(today('virtio-blk', 'none', { disk: 'bbu-wce' }), commit, 0),
    lostOrNot,
  ),
  law(
    'a write of 16 KiB is torn in units of 4 KiB, and by blocks that are allocated one by one',
    () =>
      [
        { host: 'zfs', 'atomic-unit': '16384' },
        { host: 'zfs', 'atomic-unit': '4096' },
        { host: 'zfs', 'atomic-unit': '16384', allocation: 'sparse' },
      ].map((changes) =>
        shown(
          today('virtio-blk', 'none', changes),
          [write(0, 32), fsync, write(0, 32), flush, acknowledge],
          0,
          31,
        ),
      ),
    [
      ['1,1', '3,3'],
      ['1,1', '1,3', '3,1', '3,3'],
      ['1,1', '1,3', '3,1', '3,3'],
    ],
  ),
];
