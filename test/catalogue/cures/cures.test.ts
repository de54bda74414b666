import { expect, it } from 'vitest';
import { changeRows } from '../../../src/catalogue/changes/changes.js';
import { changeOf, cureOf } from '../../../src/catalogue/cures/cure-words.js';
import { cacheModes } from '../../../src/catalogue/dimensions/cache-modes.js';
import { refusalOf } from '../../../src/catalogue/refusals/refusals.js';
import { wordsOf } from '../../../src/catalogue/rules/rule-words.js';
import { ruleOf } from '../../../src/catalogue/rules/rules.js';
import { aioIds } from '../../../src/model/configuration.js';
import { today } from '../../laws/fault-laws.js';

const stop = { werror: 'stop', aio: 'io_uring' } as const;

it('has no other device for flash, which is a part of the machine', () => {
  const through = 'cache=writethrough or directsync';
  expect(cureOf('BLK016', today('pflash', 'none', { qemu: '7.2' }))).toBe(through);
  expect(cureOf('BLK016', today('sd', 'none', { qemu: '7.2' }))).toBe(`${through}, or virtio-blk`);
});

it.each<[string, string, string]>([
  ['past the page cache', cureOf('BLK022', today('ide', 'writeback', stop)), 'or cache=none'],
  [
    'ZFS, in the page cache',
    cureOf('BLK022', today('ide', 'writeback', { ...stop, host: 'zfs' })),
    'or aio=threads',
  ],
  [
    'btrfs, with O_DIRECT',
    cureOf('BLK022', today('ide', 'none', { ...stop, host: 'btrfs' })),
    'cache=writeback with aio=threads',
  ],
  ['Firecracker', cureOf('BLK014', today('firecracker', 'unsafe')), 'cache_type: Writeback'],
  [
    'no-flush beside writethrough',
    cureOf('BLK014', today('ide', 'writethrough-noflush')),
    'directsync with aio=native',
  ],
  ['a device without flushes', cureOf('BLK016', today('sd', 'none')), 'directsync with aio=native'],
  ['the same up to 9.2', cureOf('BLK016', today('sd', 'none', { qemu: '7.2' })), 'writethrough or'],
  [
    'megasas on a bare node',
    cureOf('BLK012', today('megasas', 'none', { qemu: '7.2', format: 'protocol' })),
    'with the raw driver or qcow2',
  ],
  [
    'a bare node',
    cureOf('BLK011', today('ide', 'writethrough', { qemu: '7.2', format: 'protocol' })),
    'the raw driver or qcow2',
  ],
  ['scsi-hd with a write cache', cureOf('BLK011', today('scsi', 'none')), 'dpofua=off'],
  [
    'a device that the guest switched off',
    cureOf('BLK011', today('virtio-blk', 'none', { 'guest-write-cache': 'device-off' })),
    'its write cache left on',
  ],
  [
    'a guest that retries',
    cureOf('BLK027', today('virtio-blk', 'none', { 'fsync-error': 'retries' })),
    'werror=stop, or',
  ],
  ['the export', cureOf('BLK013', today('vhost-user-blk', 'none')), 'or config-wce=off'],
])('cures by the configuration: %s', (_, cure, part) => {
  expect(cure).toContain(part);
  // A line of the first screen.
  expect(cure.length).toBeLessThanOrEqual(80 - '  change: '.length);
});

it.each(['firecracker', 'cloud-hypervisor'] as const)('%s has no options of QEMU', (frontend) => {
  const on = today(frontend, 'writeback', { 'guest-kernel': 'windows' });
  expect(cureOf('BLK023', on)).toBe('FlushFileBuffers after the write');
  expect(cureOf('BLK024', on)).toBe('ZFS in the guest');
  const aio = changeRows.find(({ key }) => key === 'aio');
  const cache = changeRows.find(({ key }) => key === 'cache');
  for (const id of aioIds) expect(aio?.how(id, 'threads', frontend)).not.toContain('on the drive');
  for (const { id, flags } of cacheModes) {
    if (refusalOf({ ...on, cache: flags }) === '')
      expect(cache?.how(id, 'none', frontend)).not.toContain('cache=');
  }
});

it('Firecracker is not told to drop flushes in the words of QEMU', () => {
  const { title, because } = wordsOf('BLK014', today('firecracker', 'unsafe'));
  expect(title).toContain("Firecracker's cache_type Unsafe");
  expect(because).not.toContain('QEMU');
  expect(wordsOf('BLK014', today('ide', 'unsafe')).because).toBe(ruleOf('BLK014').because);
});

it('leaves out what does not help', () => {
  const retries = { 'fsync-error': 'retries' } as const;
  for (const on of [
    today('virtio-blk', 'writeback', { ...retries, aio: 'io_uring' }),
    today('virtio-blk', 'none', { ...retries, host: 'zfs' }),
    today('firecracker', 'writeback', retries),
    today('cloud-hypervisor', 'none', retries),
    today('nvme', 'none', retries),
    today('xen-block', 'directsync', retries),
    today('vhost-user-blk', 'none', retries),
  ])
    expect(cureOf('BLK027', on)).not.toContain('werror');
  expect(cureOf('BLK011', today('virtio-blk', 'writethrough'))).toBe(
    'cache=none or writeback, aio=io_uring, or qcow2',
  );
  const off = { 'guest-write-cache': 'device-off' };
  expect(cureOf('BLK011', today('virtio-blk', 'directsync', off))).toBe(
    'aio=native or io_uring, or qcow2',
  );
  expect(cureOf('BLK011', today('virtio-scsi', 'none', off))).toBe(
    'aio=native or io_uring, or qcow2',
  );
  expect(cureOf('BLK022', today('ide', 'none', { ...stop, host: 'zfs' }))).not.toContain(
    'cache=none',
  );
  expect(cureOf('BLK008', today('ide', 'none'))).toBe(ruleOf('BLK008').change);
});

it('tells no mode in two settings where one of them is enough', () => {
  const change = changeOf('BLK011', 'qemu-blockdev', [today('ide', 'writethrough')]);
  expect(change).toBe('write-cache=on, aio=io_uring, or qcow2');
});

it('asks for the values first where each has a way of its own', () => {
  const [through, scsi] = [today('virtio-blk', 'writethrough'), today('virtio-scsi', 'none')];
  const change = (...blamed: Parameters<typeof changeOf>[2]) =>
    changeOf('BLK011', 'kubevirt', blamed);
  const flash = today('pflash', 'none');
  expect(change(through)).toBe('cache: none or writeback');
  expect(change(scsi)).toContain('bus: virtio');
  expect(change(through, scsi)).toBe('settle what is open first: each value has a way of its own');
  expect(changeOf('BLK016', 'kubevirt', [flash, flash])).toBe('KubeVirt has no setting for it');
});
