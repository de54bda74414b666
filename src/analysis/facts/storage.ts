import { cacheModes } from '../../catalogue/cache-modes.js';
import { type DiskRow, disks } from '../../catalogue/disks.js';
import { type HostNoteRow, type HostRow, hostNotes, hosts } from '../../catalogue/hosts.js';
import { ruleOf } from '../../catalogue/rules.js';
import type { Configuration } from '../../model/configuration.js';
import type { Place } from '../../model/place.js';
import type { Reason } from '../reason.js';

/** The fields of a configuration that it depends on, and no other. */
export const storageParts = [
  'cache',
  'image',
  'host',
  'disk',
] as const satisfies readonly (keyof Configuration)[];
export type StorageParts = Pick<Configuration, (typeof storageParts)[number]>;

/** The place that something has surely reached, and why it stops there. */
export interface Reached {
  readonly place: Place;
  readonly reasons: readonly Reason[];
}

/** What a write and the allocation of its blocks have surely reached below the device. */
export interface StorageFacts {
  readonly completed: Reached;
  readonly flushed: Reached;
  /** The allocation, where the image has any left to make; null: it was on the medium before. */
  readonly allocation: { readonly completed: Reached; readonly flushed: Reached } | null;
}

interface Rows {
  readonly host: HostRow;
  readonly disk: DiskRow;
  readonly note: HostNoteRow | undefined;
}

function rowsOf({ host, disk, cache }: StorageParts): Rows {
  const notes: readonly HostNoteRow[] = hostNotes;
  return {
    host: hosts.find(({ id }) => id === host.storage) as HostRow,
    disk: disks.find(({ id }) => id === disk.kind) as DiskRow,
    note: notes.find(
      ({ id, host: where, directOnly }) =>
        host.notes[id] &&
        (where === 'any' || where === host.storage) &&
        (!directOnly || cache.direct),
    ),
  };
}

/** Where a write is once the disk has taken it. */
function atDisk({ disk }: Rows): Reached {
  const row = `disks.${disk.id}`;
  const taken = (says: string, place: Place): Reached => ({
    place,
    reasons: [{ layer: 'disk', says, rule: '', row, source: disk.source }],
  });
  if (disk.controllerCache)
    return taken('takes a write into its battery-backed cache', 'controller-cache');
  if (!disk.cache) return taken('has a completed write on its medium', 'medium');
  const spared = disk.cacheSparedByPowerLoss ? 'protected' : 'volatile';
  return taken(`takes a write into its ${spared} cache`, 'disk-cache');
}

function hostReason({ host, note }: Rows): Reason {
  const row = note === undefined ? `hosts.${host.id}` : `hostNotes.${note.id}`;
  const flushes = host.flushesDisk && note === undefined;
  return {
    layer: 'host',
    says: flushes
      ? 'writes out data and metadata for fsync and O_DSYNC, and flushes the disk'
      : 'writes out data and metadata for fsync and O_DSYNC, and does not flush the disk',
    rule: flushes ? '' : (note?.rule ?? host.withoutFlush),
    row,
    source: note === undefined ? host.source : ruleOf(note.rule).source,
  };
}

/** Where data and metadata are after fsync, or an O_DSYNC write, on the host. */
function synced(rows: Rows): Reached {
  const { disk } = rows;
  const host = hostReason(rows);
  const arrived = atDisk(rows);
  if (arrived.place !== 'disk-cache' || host.rule !== '') {
    // A cache that nothing volatile follows makes the missing flush harmless; the chain says both.
    return { place: arrived.place, reasons: [host, ...arrived.reasons] };
  }
  const flush: Reason = {
    layer: 'disk',
    says: disk.honoursFlush ? 'empties its cache for a flush' : 'answers a flush and ignores it',
    rule: disk.honoursFlush ? '' : 'BLK008',
    row: `disks.${disk.id}`,
    source: disk.source,
  };
  const place = disk.honoursFlush ? 'medium' : 'disk-cache';
  return { place, reasons: [host, ...arrived.reasons, flush] };
}

function qemuReason({ cache }: StorageParts, says: string): Reason {
  const mode = cacheModes.find(
    ({ flags }) => flags.writeback === cache.writeback && flags.direct === cache.direct,
  );
  const row = `cacheModes.${mode?.id ?? 'unnamed'}`;
  return { layer: 'qemu', says, rule: '', row, source: mode?.sentence ?? 'QEMU cache flags' };
}

const inPageCache: Reached = {
  place: 'host-memory',
  reasons: [
    {
      layer: 'host',
      says: 'keeps it in memory until somebody syncs',
      rule: '',
      row: 'cacheModes.writeback',
      source: 'write(2): data is in the page cache',
    },
  ],
};

function after(reason: Reason, { place, reasons }: Reached): Reached {
  return { place, reasons: [reason, ...reasons] };
}

function completedData(configuration: StorageParts, rows: Rows): Reached {
  const { writeback, direct } = configuration.cache;
  if (!writeback) {
    return after(
      qemuReason(configuration, 'writes with O_DSYNC, and completes after'),
      synced(rows),
    );
  }
  if (direct) {
    return after(
      qemuReason(configuration, 'writes with O_DIRECT, past the page cache'),
      atDisk(rows),
    );
  }
  return after(qemuReason(configuration, 'completes a write in the page cache'), inPageCache);
}

function flushedData(configuration: StorageParts, rows: Rows, completed: Reached): Reached {
  if (configuration.cache.noFlush) {
    return after(qemuReason(configuration, 'drops flushes of the guest'), completed);
  }
  return after(qemuReason(configuration, 'turns a flush into fsync'), synced(rows));
}

function allocationReason({ image }: StorageParts): Reason {
  return {
    layer: 'image',
    says: `is ${image.allocation}: a first write changes metadata, which waits in host memory for a sync`,
    rule: '',
    row: `allocations.${image.allocation}`,
    source: 'O_DIRECT leaves the metadata to fsync (Linux, open(2))',
  };
}

/** What is below the device: the places that completions and flushes have surely reached. */
export function storageFacts(configuration: StorageParts): StorageFacts {
  const rows = rowsOf(configuration);
  const completed = completedData(configuration, rows);
  const flushed = flushedData(configuration, rows, completed);
  const fixed = configuration.image.allocation === 'full' || !rows.host.isFile;
  if (fixed) return { completed, flushed, allocation: null };
  const made = configuration.cache.writeback
    ? after(allocationReason(configuration), inPageCache)
    : completed;
  const kept = configuration.cache.noFlush ? made : flushed;
  return { completed, flushed, allocation: { completed: made, flushed: kept } };
}
