import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildDriver, type DriverSettings, sendsFlush } from '../../../src/stack/guest/driver.js';
import type { DevicePart } from '../../../src/stack/stack.js';
import { usual } from '../stacks.js';

const settings: DriverSettings = {
  driver: 'sd',
  hasBarriers: false,
  drainsWithoutFlush: false,
  speaksFlush: true,
  overridesCache: false,
  flushes: true,
  flushesForFua: true,
  sendsFua: true,
  flushesWithoutCache: false,
  answersFlush: '',
  hidesCacheBecause: 'BLK003',
  completionIsStable: false,
};
const quiet = { advertisesCache: false } as const;
const tags = { ...quiet, orderedTags: true } as const;
const fua = { fua: true } as const;
const barriers = { hasBarriers: true } as const;
const virtio = { hasBarriers: true, driver: 'virtio_blk' } as const;

const driverFor = (device: Partial<DevicePart>, changes: Partial<DriverSettings>) =>
  buildDriver({ ...usual.device, ...device }, { ...settings, ...changes });

describe('the queue of a driver', () => {
  it.each<[string, Partial<DriverSettings>, Partial<DevicePart>, string]>([
    ['sd drains', barriers, quiet, 'drain'],
    ['sd drains and flushes a cache', barriers, {}, 'drain-flush'],
    ['sd drains and uses FUA', barriers, fua, 'drain-fua'],
    ['sd does not look at FUA without a cache', barriers, { ...quiet, ...fua }, 'drain'],
    ['virtio_blk refuses', virtio, quiet, 'none'],
    ['virtio_blk tags', virtio, tags, 'tag'],
    ['virtio_blk flushes rather than tags', virtio, { orderedTags: true }, 'drain-flush'],
    ['virtio_blk knows no FUA', virtio, fua, 'drain-flush'],
    ['virtio_blk has to speak of flushes', { ...virtio, speaksFlush: false }, {}, 'none'],
    ['virtio_blk needs the command', virtio, { flushCommand: false }, 'none'],
    ['virtio_blk may drain', { ...virtio, drainsWithoutFlush: true }, quiet, 'drain'],
    ['a new one flushes', {}, {}, 'flush'],
    ['a new one uses FUA', {}, fua, 'flush-fua'],
    ['a new one trusts in what it is told', {}, quiet, 'no-cache'],
    ['a new one needs the command', {}, { flushCommand: false }, 'no-cache'],
    ['a new one does as its kernel is told', { overridesCache: true }, fua, 'no-cache'],
    ['a file system may ask for nothing', { flushes: false }, fua, 'no-cache'],
  ])('%s', (_, changes, device, ordered) => {
    expect(driverFor(device, changes).ordered).toBe(ordered);
  });

  it('is refused a barrier only where it has no way to carry one out', () => {
    expect(driverFor(quiet, virtio).refusedBecause).toBe('BLK002');
    expect(driverFor(quiet, barriers).refusedBecause).toBe('');
  });
});

describe('a flush that is not sent is blamed', () => {
  it.each<[string, Partial<DriverSettings>, Partial<DevicePart>, string]>([
    ['on the file system', { flushes: false }, { flushCommand: false }, 'BLK024'],
    ['on virtio without the command', { driver: 'virtio_blk' }, { flushCommand: false }, 'BLK004'],
    ['on another device without it', {}, { flushCommand: false }, 'BLK016'],
    ['on what the kernel was told', { overridesCache: true }, {}, 'BLK015'],
    ['not on that where there is no cache', { overridesCache: true }, quiet, 'BLK003'],
    ['on who hides the cache', { hidesCacheBecause: 'BLK012' }, quiet, 'BLK012'],
    ['on nobody where none is needed', { completionIsStable: true }, quiet, ''],
  ])('%s', (_, changes, device, rule) => {
    expect(driverFor(device, changes).noFlushBecause).toBe(rule);
  });
});

it('blames somebody exactly where no flush is sent and one is needed', () => {
  const flags = fc.record({
    hasBarriers: fc.boolean(),
    drainsWithoutFlush: fc.boolean(),
    speaksFlush: fc.boolean(),
    overridesCache: fc.boolean(),
    flushes: fc.boolean(),
    completionIsStable: fc.boolean(),
    driver: fc.constantFrom('sd', 'virtio_blk', 'nvme'),
  });
  const device = fc.record({
    flushCommand: fc.boolean(),
    advertisesCache: fc.boolean(),
    fua: fc.boolean(),
    orderedTags: fc.boolean(),
  });
  fc.assert(
    fc.property(device, flags, (shown, changes) => {
      const { noFlushBecause, ordered } = driverFor(shown, changes);
      const isNeeded = !sendsFlush(ordered) && !changes.completionIsStable;
      expect(noFlushBecause !== '').toBe(isNeeded);
    }),
  );
});

it('drops FUA only where a flush would have to stand for it', () => {
  const drops = (device: Partial<DevicePart>, changes: Partial<DriverSettings>) =>
    driverFor(device, { flushesForFua: false, ...changes }).dropsFua;
  expect([drops({}, {}), drops(fua, {}), drops(quiet, {})]).toEqual(['BLK023', '', '']);
  expect(drops({}, { flushesForFua: true })).toBe('');
});

it('sends flushes in the modes that have any', () => {
  const sending = ['drain-flush', 'drain-fua', 'flush', 'flush-fua'] as const;
  const silent = ['none', 'drain', 'tag', 'no-cache'] as const;
  expect(sending.every(sendsFlush)).toBe(true);
  expect(silent.some(sendsFlush)).toBe(false);
});
