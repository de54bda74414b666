import { cacheModes } from '../../catalogue/dimensions/cache-modes.js';
import type { Known } from '../../catalogue/known.js';
import { type MonitorRow, monitors } from '../../catalogue/releases/monitors.js';
import { rowOf } from '../../catalogue/row-of.js';
import { ruleOf } from '../../catalogue/rules/rules.js';
import { cacheNameOf } from '../../model/cache-name.js';
import type { Configuration } from '../../model/configuration.js';
import { noBetterThan, type Reason } from '../reason.js';
import { type Allocation, allocationOf } from './allocation.js';
import { type SecondFlush, secondFlush } from './errors.js';
import { alone, type Durable, type FuaManner } from './fua.js';
import { after, arrived, type HostRows, hostRowsOf, type Reached, synced } from './host.js';
import { blockLayerQuirk, quirkReason } from './quirks.js';
import { releaseReasons } from './release.js';

/** The fields of a configuration that it depends on, and no other. */
export const storageParts = [
  'qemu',
  'cache',
  'image',
  'host',
  'disk',
] as const satisfies readonly (keyof Configuration)[];
export type StorageParts = Pick<Configuration, (typeof storageParts)[number]>;

/** What has surely arrived where, of data or of allocations. */
export interface Stages {
  /** When a plain write completes. */
  readonly completed: Reached;
  /** Of what a flush covers, when it completes. */
  readonly flushed: Reached;
  /** Of a write that must be durable by itself, when it completes. */
  readonly fua: Reached;
}

/** What a write and the allocation of its blocks have surely reached below the device. */
export interface StorageFacts extends Stages {
  readonly fuaManner: FuaManner;
  readonly secondFlush: SecondFlush;
  /** The allocation, where the image has any left to make; null: it was on the medium before. */
  readonly allocation: (Stages & { readonly blockSectors: number }) | null;
}

/** Of these the places that writes reach; how QEMU treats FUA and errors is no part of it. */
export type PlaceParts = Omit<StorageParts, 'qemu'>;

/** A configuration says who serves the device; what becomes of a write does not depend on it. */
type Served = StorageParts & Partial<Pick<Configuration, 'frontend'>>;

function cacheReason({ cache }: Pick<PlaceParts, 'cache'>, says: string, own: Known): Reason {
  const mode = rowOf(cacheModes, cacheNameOf(cache));
  const row = `cacheModes.${mode.id}`;
  return { layer: 'qemu', says, rule: '', row, ...noBetterThan(mode, own) };
}

function qemuReason(parts: Pick<PlaceParts, 'cache'>, says: string, source: string): Reason {
  return cacheReason(parts, says, { source, confidence: 'read' });
}

function dropReason(parts: Pick<PlaceParts, 'cache'>, says: string): Reason {
  return { ...cacheReason(parts, says, ruleOf('BLK014')), rule: 'BLK014' };
}

/** What becomes of a write that must be durable by itself, on a host. */
export function durable(
  parts: Pick<StorageParts, 'qemu' | 'cache' | 'image'>,
  rows: HostRows,
): Durable {
  if (parts.cache.noFlush) {
    const says = 'drops FUA: such a write is like any other';
    return { manner: 'dropped', reasons: [dropReason(parts, says)] };
  }
  if (parts.qemu.release === '0.11') {
    return {
      manner: 'alone',
      reasons: [
        qemuReason(
          parts,
          'writes with O_DSYNC, and completes after',
          'QEMU v0.11.0 block/raw-posix.c: O_DSYNC',
        ),
      ],
    };
  }
  // A format with tables has no FUA, whatever is below it.
  const { host } = rows;
  if (host.takesFua && parts.image.format === 'network') {
    const { source, confidence, id } = host;
    const says = 'takes a FUA write as one, and makes it durable alone';
    const reason = {
      layer: 'host',
      says,
      rule: '',
      row: `hosts.${id}`,
      source,
      confidence,
    } as const;
    return alone(rows, parts, reason);
  }
  const byHost = blockLayerQuirk(parts, 'fua-reaches-host', host);
  if (byHost !== undefined) return alone(rows, parts, quirkReason(byHost));
  const source = 'QEMU 10.0.13 block/io.c bdrv_driver_pwritev: a driver that has no FUA is flushed';
  const plain = qemuReason(parts, 'makes a FUA write a write and a flush', source);
  const skips = blockLayerQuirk(parts, 'skips-fua-flush', host);
  if (skips === undefined) return { manner: 'flush', reasons: [plain] };
  return { manner: 'skippable-flush', reasons: [plain, quirkReason(skips)] };
}

/** Where a write is when it completes. */
export function completedData(parts: PlaceParts, rows: HostRows): Reached {
  const source = 'QEMU block.c bdrv_parse_cache_mode, block/file-posix.c: cache.direct is O_DIRECT';
  const { direct } = parts.cache;
  const says = direct
    ? 'writes with O_DIRECT, past the page cache'
    : 'completes a write in a cache';
  const isInPages = !direct && rows.host.buffered === 'host-memory';
  const reason = qemuReason(
    parts,
    isInPages ? 'completes a write in the page cache' : says,
    source,
  );
  return after(reason, arrived(rows, direct));
}

function joined(reasons: readonly Reason[], reached: Reached): Reached {
  return { place: reached.place, reasons: [...reasons, ...reached.reasons] };
}

interface StageReasons {
  readonly flushed: readonly Reason[];
  readonly fua: readonly Reason[];
}

/** Where data and allocations are, with or without the reasons for it. */
export interface StoragePlaces extends Pick<StorageFacts, 'fuaManner' | 'secondFlush'> {
  readonly noFlush: boolean;
  readonly completed: Reached;
  readonly synced: Reached;
  readonly allocation: Allocation | null;
}

/** What a flush and a FUA write reach follows from where a write is, and where syncing brings it. */
export function storageAt(
  { noFlush, completed, synced: sync, allocation, fuaManner, secondFlush }: StoragePlaces,
  why: StageReasons,
): StorageFacts {
  return {
    ...stagesOf({ noFlush, fuaManner }, { completed, dropped: completed, sync }, why),
    fuaManner,
    secondFlush,
    allocation: allocation && {
      ...stagesOf(
        { noFlush, fuaManner },
        { completed: allocation.completed, dropped: allocation.handedOver, sync },
        why,
      ),
      blockSectors: allocation.blockSectors,
    },
  };
}

/** @param dropped - where a flush that ends in QEMU leaves what it covers */
function stagesOf(
  { noFlush, fuaManner }: Pick<StoragePlaces, 'noFlush' | 'fuaManner'>,
  { completed, dropped, sync }: Readonly<Record<'completed' | 'dropped' | 'sync', Reached>>,
  reasons: StageReasons,
): Stages {
  return {
    completed,
    flushed: joined(reasons.flushed, noFlush ? dropped : sync),
    fua: joined(reasons.fua, fuaManner === 'dropped' ? completed : sync),
  };
}

/**
 * What QEMU, or the monitor in its place, does with what it gets.
 *
 * @param reasons - why QEMU makes a FUA write durable
 */
function served(
  parts: Served,
  completed: Reached,
  reasons: readonly Reason[],
): Pick<StoragePlaces, 'completed'> & StageReasons {
  const monitor = monitors.find(({ frontend }) => frontend === parts.frontend);
  const { noFlush } = parts.cache;
  if (monitor !== undefined) {
    const { flushes, drops } = monitor;
    const [says, source] = noFlush
      ? ['offers no flush to the guest', drops]
      : ['turns a flush into fsync', flushes];
    const rule = noFlush ? 'BLK014' : '';
    const flush = monitorReason(monitor, { ...qemuReason(parts, says, source), rule });
    const [first, ...rest] = completed.reasons;
    const write = first && monitorReason(monitor, { ...first, source: monitor.writes });
    const own = write === undefined ? rest : [write, ...rest];
    return { completed: { ...completed, reasons: own }, flushed: [flush], fua: [flush] };
  }
  const release = releaseReasons(parts);
  const flushReason = noFlush
    ? dropReason(parts, 'drops flushes of the guest')
    : qemuReason(parts, 'turns a flush into fsync', 'QEMU block/io.c bdrv_co_flush, file-posix.c');
  return {
    completed: joined(release, completed),
    flushed: [...release, flushReason],
    fua: [...release, ...reasons],
  };
}

function monitorReason({ name, confidence }: MonitorRow, reason: Reason): Reason {
  return { ...reason, says: `${name} ${reason.says}`, confidence };
}

/** What is below the device: the places that completions and flushes have surely reached. */
export function storageFacts(parts: Served): StorageFacts {
  const rows = hostRowsOf(parts);
  const { manner, reasons } = durable(parts, rows);
  const { completed, ...why } = served(parts, completedData(parts, rows), reasons);
  return storageAt(
    {
      noFlush: parts.cache.noFlush,
      completed,
      synced: synced(rows),
      allocation: allocationOf(parts, rows),
      fuaManner: manner,
      secondFlush: secondFlush(parts, completed.place === 'host-memory'),
    },
    why,
  );
}
