import type { AioId } from '../../model/configuration.js';
import type { Fact, SourceKind } from '../../model/vm-disk.js';
import { at, isThere, positionOf, textOf, type View } from '../document/view.js';
import { byDefault, unresolved, written } from '../fact.js';
import { sourceOfName } from '../sources.js';

/** What carries a disk, and what Incus makes of that where nobody says anything else. */
export interface Backing {
  readonly kind: Fact<SourceKind>;
  /** `none`, `writeback` or `unsafe`. */
  readonly cache: Fact<string>;
  /** With O_DIRECT; without it Incus has threads always. */
  readonly aio: Fact<AioId>;
}

/** Drivers of storage pools by the pool's name. */
export type Pools = ReadonlyMap<string, View>;

type Row = readonly [kind: SourceKind, cache: string | null, aio: AioId | null];

/**
 * Incus be7afc5, driver_qemu.go (addDriveConfig) and Info() of the storage drivers. An image file is
 * opened with O_DIRECT where its file system takes that, but not on ZFS and Btrfs.
 */
const drivers: Readonly<Record<string, Row>> = {
  dir: ['file', null, null],
  btrfs: ['file', 'writeback', 'threads'],
  zfs: ['block', 'none', 'native'],
  lvm: ['block', 'none', 'io_uring'],
  lvmcluster: ['block', 'none', 'io_uring'],
  linstor: ['block', 'none', 'io_uring'],
  ceph: ['rbd', 'writeback', 'threads'],
  truenas: ['block', 'unsafe', 'threads'],
};

const directText = 'whether the file system takes O_DIRECT';

export function poolBacking(pool: View, pools: Pools): Backing {
  const where = positionOf(pool);
  const driver = pools.get(textOf(pool));
  const name = driver === undefined ? '' : textOf(driver);
  const row = Object.hasOwn(drivers, name) ? drivers[name] : undefined;
  if (driver === undefined || row === undefined) {
    const text = `the driver of the storage pool \`${textOf(pool)}\``;
    return {
      kind: unresolved<SourceKind>(text, where, ['file', 'block', 'rbd']),
      cache: unresolved(text, where, ['none', 'writeback', 'unsafe']),
      aio: unresolved<AioId>(text, where, ['native', 'io_uring', 'threads']),
    };
  }
  const [kind, cache, aio] = row;
  const of = `Incus for pools of ${name}`;
  return {
    kind: written(kind, positionOf(driver)),
    cache:
      cache === null
        ? unresolved(directText, where, ['none', 'writeback'])
        : byDefault(cache, of, where),
    aio:
      aio === null
        ? unresolved<AioId>(directText, where, ['io_uring', 'threads'])
        : byDefault(aio, of, where),
  };
}

/** A device or a file of the host, or an image of Ceph. */
export function hostBacking(source: View): Backing {
  const where = positionOf(source);
  const name = textOf(source);
  if (name.startsWith('ceph:')) {
    const of = 'Incus for RBD';
    return {
      kind: written('rbd', where),
      cache: byDefault('writeback', of, where),
      aio: byDefault('threads', of, where),
    };
  }
  if (sourceOfName(name) === 'block') {
    const of = "Incus for the host's block devices";
    return {
      kind: written('block', where),
      cache: byDefault('unsafe', of, where),
      aio: byDefault('threads', of, where),
    };
  }
  return {
    kind: written('file', where),
    cache: unresolved(directText, where, ['none', 'writeback']),
    aio: unresolved<AioId>(directText, where, ['native', 'threads']),
  };
}

/** Pools of `incus storage show` and of a preseed. */
export function addPools(pools: Map<string, View>, views: readonly View[]): void {
  for (const view of views) {
    const name = at(view, 'name');
    const driver = at(view, 'driver');
    if (isThere(name) && isThere(driver)) pools.set(textOf(name), driver);
  }
}
