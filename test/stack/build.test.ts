import { describe, expect, it } from 'vitest';
import type { CacheModeId, Configuration, FrontendId } from '../../src/model/configuration.js';
import { buildGuest, buildStack, driverDefaults } from '../../src/stack/build.js';
import type { QemuPart } from '../../src/stack/stack.js';
import { configurationOf } from '../laws/configurations.js';
import { today } from '../laws/today-laws.js';

type Changes = Readonly<Record<string, string>>;

const stackOf = (changes: Changes, cache: CacheModeId, frontend: FrontendId = 'virtio-blk') =>
  today(frontend, cache, changes);

function backendOf(...given: Parameters<typeof stackOf>): QemuPart {
  const { backend } = stackOf(...given);
  if (backend.kind !== 'qemu') throw new Error(backend.kind);
  return backend;
}

describe('the cache mode', () => {
  it.each<[CacheModeId, boolean, boolean, string]>([
    ['writethrough', true, false, 'host-memory'],
    ['writeback', false, false, 'host-memory'],
    ['none', false, false, ''],
    ['directsync', true, false, ''],
    ['unsafe', false, true, 'host-memory'],
    ['writethrough-noflush', true, true, 'host-memory'],
    ['none-noflush', false, true, ''],
    ['directsync-noflush', true, true, ''],
  ])('%s: each write synced %s, flushes dropped %s, kept in "%s"', (cache, sync, drops, keeps) => {
    expect(backendOf({}, cache)).toMatchObject({ syncWrites: sync, dropsFlushes: drops });
    expect(stackOf({}, cache).host.keeps).toBe(keeps);
  });

  it('is through where the guest has switched the cache off, and the device obeys', () => {
    const off = { 'guest-write-cache': 'device-off' };
    expect(backendOf(off, 'none').syncWrites).toBe(true);
    expect(backendOf(off, 'none', 'vhost-user-blk').syncWrites).toBe(false);
    expect(backendOf({ 'guest-write-cache': 'write-through' }, 'none').syncWrites).toBe(false);
  });
});

it('QEMU 0.11 asks the host to sync, and a newer one flushes within the request', () => {
  const old = buildStack(configurationOf('ide', 'writethrough')).backend;
  expect(old).toMatchObject({ writesThrough: 'by-host' });
  expect(backendOf({}, 'writethrough').writesThrough).toBe('by-flush');
});

describe('an image allocates', () => {
  const sparse = { allocation: 'sparse' };
  const imageOf = (changes: Changes, cache: CacheModeId = 'none') => stackOf(changes, cache).image;

  it.each<[string, Changes, object]>([
    ['nothing where all of it is there', {}, { allocatesOnWrite: false, allocatesInHost: false }],
    ['in the host, in a file', sparse, { allocatesInHost: true, allocatesInProcess: false }],
    [
      'in QEMU too, as qcow2',
      { ...sparse, format: 'qcow2' },
      { allocatesInHost: true, allocatesInProcess: true },
    ],
    [
      'in QEMU alone, on a device',
      { ...sparse, format: 'qcow2', host: 'block-device' },
      { allocatesInHost: false, allocatesInProcess: true },
    ],
    ['nothing raw on a device', { ...sparse, host: 'block-device' }, { allocatesOnWrite: false }],
  ])('%s', (_, changes, expected) => {
    expect(imageOf(changes)).toMatchObject(expected);
  });

  it('with a flush of its own loses none, unless flushes are dropped', () => {
    const vdi = { ...sparse, format: 'vmdk' };
    const lost = (['none', 'none-noflush'] as const).map(
      (cache) => imageOf(vdi, cache).allocatesOnWrite,
    );
    expect(lost).toEqual([false, true]);
  });

  it('in blocks of 4 KiB, or in its clusters', () => {
    expect(imageOf(sparse).sectorsPerAllocation).toBe(8);
    expect(imageOf({ ...sparse, format: 'qcow2' }).sectorsPerAllocation).toBe(128);
  });
});

it('a write is as whole as the host hands it on, which depends on O_DIRECT', () => {
  const pages = { host: 'block-device', 'atomic-unit': '16384' };
  const caches = ['none', 'writeback'] as const;
  const units = caches.map((cache) => stackOf(pages, cache).disk.sectorsPerAtomicUnit);
  expect(units).toEqual([32, 8]);
});

it('a step of the action plans changes the device and the driver together', () => {
  const orderedWith = (...patches: Configuration['patches']) =>
    buildStack(configurationOf('virtio-blk', 'none', { patches })).driver.ordered;
  expect([orderedWith(), orderedWith('async-fsync')]).toEqual(['none', 'none']);
  expect(orderedWith('virtio-ordered-queue')).toBe('drain');
  expect(orderedWith('virtio-ordered-queue', 'virtio-flush')).toBe('drain-flush');
});

describe('a host that does not flush its disk', () => {
  const hostOf = (...given: Parameters<typeof configurationOf>) =>
    buildStack(configurationOf(...given)).host;

  it('is so by itself, or by a note that bites there', () => {
    expect(hostOf('ide', 'none')).toMatchObject({ flushesDisk: true, noFlushBecause: '' });
    const noBarrier = hostOf('ide', 'none', { host: 'file-nobarrier' });
    expect(noBarrier).toMatchObject({ flushesDisk: false, noFlushBecause: 'BLK005' });
    const node = { 'ext3-no-barrier': false, 'block-node-no-flush': true } as const;
    expect(hostOf('ide', 'none', { host: 'block-device', notes: node }).noFlushBecause).toBe(
      'BLK006',
    );
    expect(hostOf('ide', 'none', { host: 'ext3', notes: node }).flushesDisk).toBe(true);
  });

  it('with O_DIRECT alone, where the note says so', () => {
    const notes = { 'odirect-no-flush': true } as const;
    expect(hostOf('ide', 'none', { notes }).noFlushBecause).toBe('BLK007');
    expect(hostOf('ide', 'writeback', { notes }).flushesDisk).toBe(true);
  });
});

describe('an error is hidden', () => {
  it.each<[string, Changes, CacheModeId, string]>([
    ['by nobody as a rule', {}, 'writeback', ''],
    ['where it is to be ignored', { werror: 'ignore' }, 'writeback', 'BLK019'],
    ['by a guest that asks again', { 'fsync-error': 'retries' }, 'writeback', 'BLK027'],
    ['not by one that QEMU stops', { 'fsync-error': 'retries', werror: 'stop' }, 'none', ''],
  ])('%s', (_, changes, cache, rule) => {
    expect(backendOf({ aio: 'io_uring', ...changes }, cache).hidesErrors).toBe(rule);
  });
});

it('a guest and its driver are as its settings say', () => {
  const { guest } = configurationOf('virtio-blk', 'none');
  expect(buildGuest({ ...guest, mount: 'nobarrier', elevator: 'noop' })).toEqual({
    barriers: false,
    dispatchesOutOfOrder: false,
  });
  const old = driverDefaults({ ...guest, kernel: '2.6.31', writeCache: 'write-through' });
  expect(old).toMatchObject({ hasBarriers: true, overridesCache: true });
  expect(driverDefaults({ ...guest, kernel: '6.12' }).hasBarriers).toBe(false);
});
