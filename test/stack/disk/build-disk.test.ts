import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Configuration } from '../../../src/model/configuration.js';
import { allocatesNothing } from '../../../src/stack/build.js';
import {
  type AboveDisk,
  buildDisk,
  fuaAtDisk,
  isOnServer,
} from '../../../src/stack/disk/build-disk.js';
import { configurationOf } from '../../laws/configurations.js';

const plain: AboveDisk = {
  splitBytes: 0,
  hostBytes: 0,
  image: allocatesNothing,
  isOutsideNode: false,
  inMemory: '',
};
const of4K = { kind: 'no-wce', atomicBytes: 4096 } as const;

function tearing(atomicBytes: 512 | 4096 | 16_384, above: Partial<AboveDisk>) {
  const { sectorsPerAtomicUnit, tornBy } = buildDisk(
    { kind: 'no-wce', atomicBytes },
    { ...plain, ...above },
  );
  return [sectorsPerAtomicUnit, tornBy];
}

const allocating = (sectorsPerAllocation: number) => ({
  image: { ...allocatesNothing, allocatesOnWrite: true, sectorsPerAllocation },
});

describe('an atomic unit', () => {
  it('is what the disk keeps whole, where nothing above writes less at once', () => {
    expect(tearing(4096, {})).toEqual([8, undefined]);
    expect(tearing(4096, { hostBytes: 16_384, splitBytes: 65_536 })).toEqual([8, undefined]);
  });

  it.each([
    ['the host', { hostBytes: 4096 }, 'BLK030'],
    ['an image that allocates', allocating(8), 'BLK031'],
    ['the device', { splitBytes: 4096 }, 'BLK032'],
  ])('is smaller where %s writes less at once, which is to blame', (_, above, rule) => {
    expect(tearing(16_384, above)).toEqual([8, rule]);
  });

  it('is torn by the lowest of those that keep equally little whole', () => {
    expect(tearing(16_384, { hostBytes: 4096, ...allocating(8) })).toEqual([8, 'BLK030']);
    expect(tearing(16_384, { splitBytes: 4096, ...allocating(8) })).toEqual([8, 'BLK031']);
    expect(tearing(4096, { hostBytes: 4096, splitBytes: 4096 })).toEqual([8, undefined]);
  });

  it('has nothing to do with what an image would allocate if it did', () => {
    expect(tearing(4096, { image: { ...allocatesNothing, sectorsPerAllocation: 1 } })).toEqual([
      8,
      undefined,
    ]);
  });

  const bytes = fc.constantFrom(0, 512, 1024, 4096, 65_536);
  it('is never larger than what any layer keeps whole', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(512, 4096, 16_384),
        bytes,
        bytes,
        (atomicBytes, hostBytes, splitBytes) => {
          const [sectors] = tearing(atomicBytes, { hostBytes, splitBytes });
          const wholes = [atomicBytes, hostBytes, splitBytes].filter((each) => each > 0);
          expect(sectors).toBe(Math.min(...wholes) / 512);
        },
      ),
    );
  });
});

it('a disk is what its row says, and where somebody put it', () => {
  const disk = (kind: Parameters<typeof buildDisk>[0]['kind']) =>
    buildDisk({ ...of4K, kind }, plain);
  expect(disk('plp')).toMatchObject({ cache: true, cacheSparedByPowerLoss: true });
  expect(disk('bbu')).toMatchObject({ cache: false, controllerCache: true });
  expect(disk('wce-lying')).toMatchObject({ cache: true, honoursFlush: false });
  expect(disk('md-raid5-degraded').lostBecause).toBe('BLK025');
  expect(disk('wce-honest')).not.toHaveProperty('lostBecause');
  expect(buildDisk(of4K, { ...plain, isOutsideNode: true }).isOutsideNode).toBe(true);
});

const usual = configurationOf('virtio-blk', 'none', { disk: { kind: 'wce-fua-ignored' } });
const ignoring: Configuration = {
  ...usual,
  qemu: { ...usual.qemu, release: '10.2' },
  host: { ...usual.host, storage: 'xfs' },
};

describe('FUA that a disk ignores', () => {
  it('matters where the host sends it, and no flush behind it', () => {
    expect(fuaAtDisk(ignoring)).toEqual({ ignoresFua: 'BLK028' });
  });

  it.each<[string, Partial<Configuration>]>([
    ['a disk that does as it is told', { disk: { ...usual.disk, kind: 'wce-honest' } }],
    ['a disk that ignores flushes as well', { disk: { ...usual.disk, kind: 'wce-lying' } }],
    ['the page cache', { cache: { ...usual.cache, direct: false } }],
    ['a host that flushes behind it', { host: { ...usual.host, storage: 'btrfs' } }],
    ['QEMU 0.11', { qemu: { ...usual.qemu, release: '0.11' } }],
  ])('does not with %s', (_, changes) => {
    expect(fuaAtDisk({ ...ignoring, ...changes })).toEqual({});
  });

  it('matters on a server, whose client has no page cache of ours', () => {
    const onServer = { ...ignoring.host, storage: 'iscsi' } as const;
    const cache = { ...usual.cache, direct: false };
    expect(fuaAtDisk({ ...ignoring, host: onServer, cache })).toEqual({ ignoresFua: 'BLK028' });
  });
});

it('another machine has an image on a server, or in a format of one', () => {
  expect(isOnServer(ignoring)).toBe(false);
  expect(isOnServer({ ...ignoring, host: { ...usual.host, storage: 'rbd' } })).toBe(true);
  expect(isOnServer({ ...ignoring, image: { ...usual.image, format: 'network' } })).toBe(true);
});
