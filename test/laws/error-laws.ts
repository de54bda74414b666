import { refusalOf } from '../../src/catalogue/refusals/refusals.js';
import type { CacheModeId, FrontendId } from '../../src/model/configuration.js';
import { buildStack } from '../../src/stack/build.js';
import { ruleOfFault } from '../../src/stack/faults.js';
import { configurationOf } from './configurations.js';
import { inBothEngines } from './engines.js';
import { completed, inOrder, ordered, promised, shown, synced, today } from './fault-laws.js';
import { type Law, law } from './law.js';

// What the host could not write, and who is told.

const again = { aio: 'io_uring', werror: 'stop' } as const;
const direct = { aio: 'native', werror: 'stop' } as const;
const retries = { 'fsync-error': 'retries' } as const;
const tellsAll = ['nvme', 'xen-block'] as const;
const obeying = ['ide', 'ahci', 'scsi', 'virtio-scsi', 'usb-storage', 'usb-uas'] as const;
const onServer = { format: 'qcow2', host: 'nbd' } as const;
const old = (frontend: FrontendId, cache: CacheModeId, allocation: 'full' | 'sparse' = 'full') =>
  configurationOf(frontend, cache, { allocation });

export const errorLaws: readonly Law[] = [
  law(
    'an error takes what the page cache had not written, and a flush that succeeds tells of it',
    () =>
      (['writeback', 'none'] as const).map((cache) => [
        shown(today('virtio-blk', cache), 'io-error', completed, 0),
        shown(today('virtio-blk', cache), 'io-error', synced, 0),
      ]),
    [
      [['0', '1'], ['1']],
      [['1'], ['1']],
    ],
  ),
  law(
    'an error that QEMU is told to ignore takes anything, flushed or not, and leaves the rest',
    () => [
      shown(today('virtio-blk', 'none', { werror: 'ignore' }), 'io-error', synced, 0),
      shown(today('virtio-blk', 'directsync', { werror: 'ignore' }), 'io-error', inOrder, 0, 1),
      shown(today('virtio-blk', 'none', { werror: 'ignore' }), 'power-loss', synced, 0),
    ],
    [['0', '1'], ['0,0', '0,3', '1,0', '1,3'], ['1']],
  ),
  law(
    'a flush that is sent again succeeds with io_uring, and not with threads',
    () => [
      shown(today('virtio-blk', 'writeback', again), 'io-error', synced, 0),
      shown(today('virtio-blk', 'writeback', { werror: 'stop' }), 'io-error', synced, 0),
      shown(today('virtio-blk', 'writeback', { aio: 'io_uring' }), 'io-error', synced, 0),
      shown(today('virtio-blk', 'none', again), 'io-error', synced, 0),
      shown(today('virtio-blk', 'writethrough', again), 'io-error', completed, 0),
    ],
    [['0', '1'], ['1'], ['1'], ['1'], ['1']],
  ),
  law(
    'a flush that is sent again is forgotten where the page cache has the data, and there alone',
    () => [
      shown(today('virtio-blk', 'writeback', { ...again, ...onServer }), 'io-error', synced, 0),
      shown(today('virtio-blk', 'none', { ...again, host: 'zfs' }), 'io-error', synced, 0),
    ],
    [['1'], ['0', '1']],
  ),
  law(
    'with O_DIRECT threads forget a failed flush too, where the host has a page cache below',
    () =>
      (['none', 'writeback'] as const).flatMap((cache) =>
        (['loop', 'ext4'] as const).map((host) =>
          shown(today('virtio-blk', cache, { werror: 'stop', host }), 'io-error', synced, 0),
        ),
      ),
    [['0', '1'], ['1'], ['1'], ['1']],
  ),
  law(
    'firmware devices drop every error, and QEMU 0.11 that of a flush',
    () => [
      shown(today('pflash', 'writethrough', { qemu: '9.2' }), 'io-error', completed, 0),
      shown(today('sd', 'writethrough', { qemu: '9.2' }), 'io-error', completed, 0),
      shown(today('emmc', 'writethrough', { qemu: '9.2' }), 'io-error', completed, 0),
      shown(today('floppy', 'writethrough', { qemu: '9.2' }), 'io-error', completed, 0),
      shown(old('scsi', 'writeback'), 'io-error', synced, 0),
      shown(old('scsi', 'none'), 'io-error', synced, 0),
      shown(old('scsi', 'none', 'sparse'), 'io-error', synced, 0),
      shown(old('scsi', 'writethrough'), 'io-error', synced, 0),
    ],
    [['0', '1'], ['0', '1'], ['0', '1'], ['1'], ['0', '1'], ['1'], ['0', '1'], ['1']],
  ),
  law(
    'a device that does not ask for the error policy tells the guest of every error',
    () =>
      tellsAll.flatMap((frontend) => [
        shown(today(frontend, 'none', { werror: 'ignore' }), 'io-error', synced, 0),
        shown(today(frontend, 'writeback', again), 'io-error', synced, 0),
        shown(today(frontend, 'writeback', { ...retries, werror: 'stop' }), 'io-error', synced, 0),
      ]),
    tellsAll.flatMap(() => [['1'], ['1'], ['0', '1']]),
  ),
  law(
    'nor does firmware, which drops them by itself',
    () =>
      (['pflash', 'sd', 'emmc'] as const).map((frontend) => [
        ruleOfFault(buildStack(today(frontend, 'writethrough', { werror: 'ignore' })), 'io-error'),
        ruleOfFault(buildStack(today(frontend, 'writethrough', { werror: 'stop' })), 'io-error'),
      ]),
    ['pflash', 'sd', 'emmc'].map(() => ['BLK020', 'BLK020']),
  ),
  law(
    'a device that obeys no error policy and takes none is not there with one',
    () =>
      (['floppy', 'vhost-user-blk', 'nvme', 'sd'] as const).map((frontend) =>
        (['enospc', 'report', 'stop', 'ignore'] as const).map(
          (werror) => refusalOf(today(frontend, 'none', { werror })) !== '',
        ),
      ),
    [
      [false, false, true, true],
      [false, false, true, true],
      [false, false, false, false],
      [false, false, false, false],
    ],
  ),
  law(
    'a guest that sends a failed fsync again is told of success, and the data is gone',
    () => [
      ...(['writeback', 'none', 'directsync'] as const).map((cache) =>
        shown(today('virtio-blk', cache, { ...retries, qemu: '9.2' }), 'io-error', synced, 0),
      ),
      shown(
        today('virtio-blk', 'none', { ...retries, werror: 'report' }),
        'io-error',
        inOrder,
        0,
        1,
      ),
    ],
    [
      ['0', '1'],
      ['0', '1'],
      ['0', '1'],
      ['0,0', '0,3', '1,0', '1,3'],
    ],
  ),
  law(
    'it loses nothing to other faults, nor where QEMU stops it, and writes again what failed',
    () => [
      shown(today('virtio-blk', 'none', retries), 'power-loss', synced, 0),
      shown(today('virtio-blk', 'none', { ...retries, werror: 'stop' }), 'io-error', synced, 0),
    ],
    [['1'], ['1']],
  ),
  ...inBothEngines('an I/O error', [
    promised(synced, today('virtio-blk', 'writeback'), 'io-error', ''),
    promised(completed, today('virtio-blk', 'writeback'), 'io-error', 'lost'),
    promised(completed, today('virtio-blk', 'none'), 'io-error', ''),
    ordered(today('virtio-blk', 'writeback'), 'io-error', 'reordered'),
    promised(synced, today('virtio-blk', 'unsafe'), 'io-error', 'lost'),
    promised(synced, today('vhost-user-blk', 'writeback'), 'io-error', 'lost'),
    promised(synced, today('virtio-blk', 'none', { werror: 'ignore' }), 'io-error', 'lost'),
    ordered(today('virtio-blk', 'none', { werror: 'ignore' }), 'io-error', 'reordered'),
    promised(synced, today('virtio-blk', 'writeback', again), 'io-error', 'lost'),
    promised(synced, today('virtio-blk', 'none', again), 'io-error', ''),
    promised(synced, today('virtio-blk', 'writeback', { ...again, ...onServer }), 'io-error', ''),
    promised(synced, today('virtio-blk', 'none', { ...again, host: 'zfs' }), 'io-error', 'lost'),
    promised(synced, today('virtio-blk', 'none', { ...direct, host: 'loop' }), 'io-error', 'lost'),
    promised(synced, today('virtio-blk', 'none', { ...direct, host: 'ext4' }), 'io-error', ''),
    promised(
      synced,
      today('virtio-blk', 'writeback', { ...direct, aio: 'threads' }),
      'io-error',
      '',
    ),
    promised(
      synced,
      today('virtio-blk', 'writeback', { ...again, format: 'vdi' }),
      'io-error',
      'lost',
    ),
    promised(completed, today('virtio-blk', 'writethrough', again), 'io-error', ''),
    promised(synced, today('virtio-blk', 'writeback', { werror: 'stop' }), 'io-error', ''),
    promised(completed, today('sd', 'directsync', { qemu: '9.2' }), 'io-error', 'lost'),
    promised(completed, today('floppy', 'directsync', { qemu: '9.2' }), 'io-error', ''),
    ...tellsAll.flatMap((frontend) => [
      promised(synced, today(frontend, 'none', { werror: 'ignore' }), 'io-error', ''),
      promised(synced, today(frontend, 'writeback', again), 'io-error', ''),
    ]),
    ...obeying.flatMap((frontend) => [
      promised(synced, today(frontend, 'none', { werror: 'ignore' }), 'io-error', 'lost'),
      promised(synced, today(frontend, 'writeback', again), 'io-error', 'lost'),
    ]),
    promised(completed, today('sd', 'directsync', { werror: 'stop' }), 'io-error', 'lost'),
    promised(synced, old('scsi', 'writeback'), 'io-error', 'lost'),
    promised(synced, old('scsi', 'none'), 'io-error', ''),
    promised(synced, old('scsi', 'none', 'sparse'), 'io-error', 'lost'),
    promised(synced, old('scsi', 'writethrough'), 'io-error', ''),
  ]),
  ...inBothEngines('a guest that retries fsync', [
    promised(synced, today('virtio-blk', 'none', retries), 'io-error', 'lost'),
    promised(synced, today('virtio-blk', 'writeback', retries), 'io-error', 'lost'),
    promised(synced, today('nvme', 'none', { ...retries, werror: 'report' }), 'io-error', 'lost'),
    promised(synced, today('virtio-blk', 'directsync', retries), 'io-error', 'lost'),
    ordered(today('virtio-blk', 'none', retries), 'io-error', 'reordered'),
    promised(synced, today('virtio-blk', 'none', { ...retries, werror: 'stop' }), 'io-error', ''),
    promised(
      synced,
      today('virtio-blk', 'none', { ...retries, werror: 'ignore' }),
      'io-error',
      'lost',
    ),
    promised(synced, today('virtio-blk', 'none', retries), 'power-loss', ''),
    promised(synced, today('virtio-blk', 'none', retries), 'qemu-kill', ''),
    promised(synced, today('firecracker', 'writeback', retries), 'io-error', 'lost'),
    ...tellsAll.map((frontend) =>
      promised(synced, today(frontend, 'none', { ...retries, werror: 'stop' }), 'io-error', 'lost'),
    ),
  ]),
];
