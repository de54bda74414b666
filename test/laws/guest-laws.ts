import type { CacheModeId, FrontendId } from '../../src/model/configuration.js';
import { type Law, law } from './law.js';
import { acknowledge, barrier, flush, wait } from './scripts.js';
import { afterwards, commit, fua, lostOrNot, shown, today } from './today-laws.js';

/** A stack with another guest than the profile's. */
function of(kernel: string, frontend: FrontendId, cache: CacheModeId) {
  return today(frontend, cache, { 'guest-kernel': kernel, aio: 'native' });
}

const kept = ['1'];
const writeThrough = [fua(0), ...afterwards] as const;

export const guestLaws: readonly Law[] = [
  law(
    'Windows makes nothing of write-through where the device has no FUA, and flushes when told to',
    () => [
      shown(of('windows', 'ahci', 'none'), writeThrough, 0),
      shown(of('windows', 'ahci', 'none'), [fua(0), wait, flush, acknowledge], 0),
      shown(of('windows', 'ahci', 'none'), [barrier(0), ...afterwards], 0),
      shown(of('windows', 'virtio-scsi', 'none'), writeThrough, 0),
    ],
    [lostOrNot, kept, kept, kept],
  ),
  law(
    'an old viostor turns the write cache of virtio-blk on, and flushes it',
    () => [
      shown(of('windows-old-viostor', 'virtio-blk', 'directsync'), writeThrough, 0),
      shown(of('windows-old-viostor', 'virtio-blk', 'directsync'), commit, 0),
      shown(of('windows', 'virtio-blk', 'directsync'), writeThrough, 0),
    ],
    [lostOrNot, kept, kept],
  ),
  law(
    'UFS of FreeBSD flushes nothing, ZFS does',
    () => [
      shown(of('freebsd-ufs', 'virtio-blk', 'none'), commit, 0),
      shown(of('freebsd-ufs', 'virtio-blk', 'directsync'), commit, 0),
      shown(of('freebsd-zfs', 'virtio-blk', 'none'), commit, 0),
    ],
    [lostOrNot, kept, kept],
  ),
];
