import { describe, expect, it } from 'vitest';
import { elevatorIds, type GuestSettings, mountIds } from '../../src/model/configuration.js';
import { buildBareMetal, buildStrictest } from '../../src/stack/controls.js';
import { sparedPlaces } from '../../src/stack/faults.js';
import { sendsFlush } from '../../src/stack/guest/driver.js';
import { bitsOf } from './marks.js';

const usual: GuestSettings = {
  kernel: '6.12',
  writeCache: 'device',
  mount: 'barrier',
  fsyncError: 'stops',
  elevator: 'cfq',
};

describe('honest bare metal', () => {
  it('has a volatile cache, and does what it is told', () => {
    const { backend, device, disk, driver } = buildBareMetal(usual);
    expect(backend).toEqual({ kind: 'bare-metal' });
    expect(disk).toMatchObject({ cache: true, honoursFlush: true, cacheSparedByPowerLoss: false });
    expect(device).toMatchObject({ advertisesCache: true, flushCommand: true, fua: true });
    expect(sendsFlush(driver.ordered)).toBe(true);
    expect([driver.noFlushBecause, driver.refusedBecause, driver.dropsFua]).toEqual(['', '', '']);
  });

  it('has no cache, and needs no flush, where the guest has switched it off', () => {
    const { device, disk, driver } = buildBareMetal({ ...usual, writeCache: 'device-off' });
    expect([disk.cache, device.advertisesCache]).toEqual([false, false]);
    expect([sendsFlush(driver.ordered), driver.noFlushBecause]).toEqual([false, '']);
  });

  it('is not told otherwise by a guest that only believes there is none', () => {
    const { disk, driver } = buildBareMetal({ ...usual, writeCache: 'write-through' });
    expect([disk.cache, sendsFlush(driver.ordered)]).toEqual([true, true]);
  });

  it('shows what a guest does to itself', () => {
    const guests = mountIds.map((mount) => buildBareMetal({ ...usual, mount }).guest.barriers);
    expect(guests).toEqual([true, false]);
    const orders = elevatorIds.map(
      (elevator) => buildBareMetal({ ...usual, elevator }).guest.dispatchesOutOfOrder,
    );
    expect(orders).toEqual([true, false]);
  });
});

describe('the strictest stack', () => {
  it('has nothing volatile and takes one request at a time, in order', () => {
    const stack = buildStrictest();
    expect(stack.device.queueDepth).toBe(1);
    expect(stack.guest).toEqual({ barriers: true, dispatchesOutOfOrder: false });
    expect([stack.disk.cache, stack.disk.controllerCache]).toEqual([false, false]);
    expect([stack.driver.noFlushBecause, stack.driver.refusedBecause]).toEqual(['', '']);
  });
});

it.each([
  ['bare metal', (bytes?: number) => buildBareMetal(usual, bytes)],
  ['the strictest', buildStrictest],
])('%s outlives its node, and keeps whole what a workload trusts in', (_, build) => {
  expect(sparedPlaces(build(), 'node-loss') & bitsOf('medium')).toBe(bitsOf('medium'));
  expect([build(), build(4096)].map(({ disk }) => disk.sectorsPerAtomicUnit)).toEqual([1, 8]);
  expect(build(4096).disk.tornBy).toBeUndefined();
});
