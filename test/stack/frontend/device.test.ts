import { describe, expect, it } from 'vitest';
import type { DeviceRow } from '../../../src/catalogue/devices/devices.js';
import type { PatchEffect } from '../../../src/catalogue/dimensions/patches.js';
import { anywhere, type QuirkEffect, type QuirkRow } from '../../../src/catalogue/quirks/quirk.js';
import type { QueueDepthId } from '../../../src/model/configuration.js';
import { buildDevice } from '../../../src/stack/frontend/device.js';

const plain: DeviceRow = {
  id: 'virtio-blk',
  from: '0.11',
  until: '',
  source: '',
  confidence: 'inferred',
  driver: 'virtio_blk',
  queueDepth: 128,
  flushCommand: true,
  flushWithoutCache: false,
  claimsCache: 'when-caching',
  fua: false,
  orderedTags: false,
  flushStallsVcpu: true,
  splitBytes: 0,
};

function quirkOf(kind: QuirkEffect['kind']): QuirkRow {
  const effect = { kind };
  const known = { source: '', confidence: 'inferred' } as const;
  return {
    ...anywhere,
    ...known,
    id: kind,
    layer: 'frontend',
    sentence: '',
    effect,
    rule: 'BLK011',
  };
}

interface Given {
  readonly row?: Partial<DeviceRow>;
  readonly effects?: readonly PatchEffect[];
  readonly quirks?: readonly QuirkEffect['kind'][];
  readonly syncWrites?: boolean;
  readonly depth?: QueueDepthId;
}

function deviceWith({
  row,
  effects = [],
  quirks = [],
  syncWrites = false,
  depth = 'device',
}: Given) {
  return buildDevice({
    row: { ...plain, ...row },
    effects,
    quirks: quirks.map(quirkOf),
    syncWrites,
    queueDepth: depth,
  });
}

describe('a device tells of its cache', () => {
  const tells = (given: Given) =>
    [true, false].map((syncWrites) => deviceWith({ ...given, syncWrites }).advertisesCache);

  it.each<[string, Given, readonly boolean[]]>([
    ['never', { row: { claimsCache: 'never' } }, [false, false]],
    ['always', { row: { claimsCache: 'always' } }, [true, true]],
    ['where it does not write through', {}, [false, true]],
    ['always, with a quirk', { quirks: ['claims-cache'] }, [true, true]],
    ['never, where it hides it', { quirks: ['hides-cache'] }, [false, false]],
    ['never, where it offers no flush', { quirks: ['offers-no-flush'] }, [false, false]],
  ])('%s', (_, given, expected) => {
    expect(tells(given)).toEqual(expected);
  });

  it('with a patch for it, and without one for another device', () => {
    const never = { row: { claimsCache: 'never' } } as const;
    const patch = (frontend: 'ide' | 'virtio-blk') => ({
      ...never,
      effects: [{ kind: 'advertise-cache', frontend } as const],
    });
    expect([tells(patch('virtio-blk')), tells(patch('ide'))]).toEqual([
      [true, true],
      [false, false],
    ]);
  });

  it('only where there is one, if it is made honest', () => {
    const effects = [{ kind: 'advertise-only-when-caching' }] as const;
    expect(tells({ row: { claimsCache: 'always' }, effects })).toEqual([false, true]);
  });
});

it('has a flush command by itself, or by a patch, which tells of the cache too', () => {
  const none = { flushCommand: false, claimsCache: 'never' } as const;
  const patch = (frontend: 'ide' | 'virtio-blk') => [{ kind: 'flush-command', frontend }] as const;
  const patched = deviceWith({ row: none, effects: patch('virtio-blk'), syncWrites: true });
  expect(patched).toMatchObject({ flushCommand: true, advertisesCache: true });
  expect(deviceWith({ row: none, effects: patch('ide') }).flushCommand).toBe(false);
  expect(deviceWith({}).flushCommand).toBe(true);
});

it('takes FUA by itself or by a quirk, and may ignore it', () => {
  expect(deviceWith({})).toMatchObject({ fua: false, ignoresFua: '' });
  expect(deviceWith({ row: { fua: true } }).fua).toBe(true);
  expect(deviceWith({ quirks: ['offers-fua'] }).fua).toBe(true);
  expect(deviceWith({ quirks: ['ignores-fua'] }).ignoresFua).toBe('BLK011');
});

it('takes as many requests as it does, or as it is told', () => {
  const depths = (['device', '1', '32'] as const).map((depth) => deviceWith({ depth }).queueDepth);
  expect(depths).toEqual([128, 1, 32]);
});

it('stops the vCPU for a flush until that is asynchronous', () => {
  const effects = [{ kind: 'asynchronous-flush' }] as const;
  expect(deviceWith({}).flushStallsVcpu).toBe(true);
  expect(deviceWith({ effects }).flushStallsVcpu).toBe(false);
  expect(deviceWith({ row: { flushStallsVcpu: false } }).flushStallsVcpu).toBe(false);
});

it('keeps the order of tags where its row says so', () => {
  expect(
    [true, false].map((orderedTags) => deviceWith({ row: { orderedTags } }).orderedTags),
  ).toEqual([true, false]);
});
