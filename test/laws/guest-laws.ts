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

const windows = { 'guest-kernel': 'windows' } as const;
const zfs = { 'guest-kernel': 'freebsd-zfs' } as const;

/** What is left of a write that is followed by a flush, on a device that writes through. */
function zfsAgain(frontend: string, changes: Readonly<Record<string, string>> = {}) {
  const on = today(frontend as FrontendId, 'writethrough', { ...zfs, ...changes });
  return shown(on, commit, 0);
}

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
      shown(of('windows-old-viostor', 'virtio-blk', 'directsync'), completed, 0),
      shown(of('windows-old-viostor', 'virtio-blk', 'directsync'), commit, 0),
      shown(of('windows', 'virtio-blk', 'directsync'), completed, 0),
      shown(
        of('windows-old-viostor', 'virtio-blk', 'directsync', { 'config-wce': 'off' }),
        completed,
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
          completed,
          0,
        ),
      ),
    [lostOrNot, kept],
  ),
  law(
    'viostor flushes behind a write-through write before it is complete, on each virtio-blk',
    () => [
      shown(of('windows', 'virtio-blk', 'none'), writeThrough, 0),
      shown(of('windows-old-viostor', 'virtio-blk', 'directsync'), writeThrough, 0),
      ...['firecracker', 'cloud-hypervisor'].map((frontend) =>
        shown(today(frontend as FrontendId, 'writeback', windows), writeThrough, 0),
      ),
      shown(of('windows', 'ahci', 'none'), writeThrough, 0),
    ],
    [kept, kept, kept, kept, lostOrNot],
  ),
  law(
    'FreeBSD sends no FUA: ZFS has a flush behind a durable write, where Linux has FUA',
    () =>
      ['nvme', 'virtio-scsi'].map((frontend) =>
        ['freebsd-zfs', '6.12'].map((kernel) =>
          shown(
            today(frontend as FrontendId, 'none', { 'guest-kernel': kernel }),
            [write(1), flush, fua(0), ...afterwards],
            0,
          ),
        ),
      ),
    [
      [['3'], ['0', '3']],
      [['3'], ['0', '3']],
    ],
  ),
  law(
    'FreeBSD flushes whatever it is told of a write cache, where there is a flush command',
    () => [
      // A flush, and then a durable write whose own flush QEMU skips (BLK011): another follows.
      ...['virtio-blk', 'ahci', 'virtio-scsi'].map((frontend) => zfsAgain(frontend)),
      shown(today('vhost-user-blk', 'none', zfs), commit, 0),
      zfsAgain('virtio-blk', { 'config-wce': 'off' }),
      zfsAgain('virtio-blk', { qemu: '10.0', machine: '4.2' }),
      zfsAgain('virtio-blk', { 'guest-kernel': '6.12' }),
    ],
    [kept, kept, kept, kept, lostOrNot, lostOrNot, lostOrNot],
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
