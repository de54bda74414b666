import type { CacheModeId, FrontendId, GuestSettings } from '../../src/model/configuration.js';
import { buildBareMetal } from '../../src/stack/controls.js';
import { type Law, law } from './law.js';
import { acknowledge, barrier, flush, wait, write } from './scripts.js';
import { afterwards, commit, fua, lostOrNot, shown, today } from './today-laws.js';

/** A stack with another guest than the profile's. */
function of(
  kernel: string,
  frontend: FrontendId,
  cache: CacheModeId,
  changes: Readonly<Record<string, string>> = {},
) {
  return today(frontend, cache, { 'guest-kernel': kernel, aio: 'native', ...changes });
}

const kept = ['1'];
const completed = [write(0), ...afterwards] as const;
const switchable = ['ide', 'ahci', 'virtio-blk', 'virtio-scsi', 'megasas', 'usb-storage', 'nvme'];
const off = { 'guest-write-cache': 'device-off' } as const;

function bareMetal(writeCache: GuestSettings['writeCache']) {
  return buildBareMetal({
    kernel: 'freebsd-ufs',
    writeCache,
    mount: 'barrier',
    fsyncError: 'stops',
    elevator: 'cfq',
  });
}
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
      shown(
        of('windows-old-viostor', 'virtio-blk', 'directsync', { 'config-wce': 'off' }),
        writeThrough,
        0,
      ),
    ],
    [lostOrNot, kept, kept, kept],
  ),
  law(
    'an old machine type offers no flush without a write cache, and an old viostor turns none on',
    () =>
      ['7.2', '4.2'].map((machine) =>
        shown(
          of('windows-old-viostor', 'virtio-blk', 'directsync', { qemu: '9.2', machine }),
          writeThrough,
          0,
        ),
      ),
    [lostOrNot, kept],
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
  law(
    'a device that was told to switch its write cache off writes through, and skips as one does',
    () => [
      ...switchable.map((frontend) =>
        shown(today(frontend as FrontendId, 'none', { ...off, qemu: '9.2' }), completed, 0),
      ),
      shown(today('virtio-blk', 'writeback', off), [write(0), wait, ...completed.slice(1)], 0),
      shown(today('virtio-blk', 'writeback', off), [write(0), wait, write(1), ...afterwards], 0, 1),
    ],
    [...switchable.map(() => kept), lostOrNot, ['1,3']],
  ),
  law(
    'vhost-user-blk forgets that it was told, and the cache stays',
    () => shown(today('vhost-user-blk', 'none', { ...off, qemu: '9.2' }), completed, 0),
    lostOrNot,
  ),
  law(
    'bare metal has no write cache where the guest switched it off',
    () => [shown(bareMetal('device-off'), completed, 0), shown(bareMetal('device'), completed, 0)],
    [kept, lostOrNot],
  ),
];
