import { cacheModes } from '../../catalogue/dimensions/cache-modes.js';
import { type DiskRow, disks } from '../../catalogue/dimensions/disks.js';
import { type HostNoteRow, hostNotes } from '../../catalogue/dimensions/host-notes.js';
import { type HostRow, hosts } from '../../catalogue/dimensions/hosts.js';
import type { Known } from '../../catalogue/known.js';
import { rowOf } from '../../catalogue/row-of.js';
import type { Configuration } from '../../model/configuration.js';
import type { Place } from '../../model/place.js';
import { noBetterThan, type Reason } from '../reason.js';

/** The place that something has surely reached, and why it stops there. */
export interface Reached {
  readonly place: Place;
  readonly reasons: readonly Reason[];
}

export interface HostRows {
  readonly host: HostRow;
  readonly disk: DiskRow;
  readonly note: HostNoteRow | undefined;
}

function knownOf({ source, confidence }: Known): Known {
  return { source, confidence };
}

type HostParts = Pick<Configuration, 'host' | 'disk' | 'cache'>;

/** Each is looked up when it is asked for: who asks for one depends on no other. */
export function hostRowsOf({ host, disk, cache }: HostParts): HostRows {
  const notes: readonly HostNoteRow[] = hostNotes;
  return {
    get host() {
      return hosts.find(({ id }) => id === host.storage) as HostRow;
    },
    get disk() {
      return disks.find(({ id }) => id === disk.kind) as DiskRow;
    },
    get note() {
      return notes.find(
        ({ id, host: where, directOnly }) =>
          host.notes[id] &&
          (where === 'any' || where === host.storage) &&
          (!directOnly || cache.direct),
      );
    },
  };
}

/** Where a write is once the disk has taken it. */
export function atDisk({ disk, host }: HostRows): Reached {
  if (host.lostWithHost !== '') return { place: 'medium', reasons: [memoryReason(host)] };
  const row = `disks.${disk.id}`;
  const taken = (says: string, place: Place): Reached => ({
    place,
    reasons: [{ layer: 'disk', says, rule: '', row, ...knownOf(disk) }],
  });
  if (disk.controllerCache)
    return taken('takes a write into its battery-backed cache', 'controller-cache');
  if (!disk.cache) return taken('has a completed write on its medium', 'medium');
  const spared = disk.cacheSparedByPowerLoss ? 'protected' : 'volatile';
  return taken(`takes a write into its ${spared} cache`, 'disk-cache');
}

function memoryReason({ id, sentence, lostWithHost: rule, ...row }: HostRow): Reason {
  return { layer: 'host', says: `is ${sentence}`, rule, row: `hosts.${id}`, ...knownOf(row) };
}

function hostReason({ host, note }: HostRows): Reason {
  const flushes = host.flushesDisk && note === undefined;
  return {
    layer: 'host',
    says: flushes
      ? 'writes out data and metadata for fsync and O_DSYNC, and flushes the disk'
      : 'writes out data and metadata for fsync and O_DSYNC, and does not flush the disk',
    rule: flushes ? '' : (note?.rule ?? host.withoutFlush),
    row: note === undefined ? `hosts.${host.id}` : `hostNotes.${note.id}`,
    ...knownOf(note ?? host),
  };
}

function noSyncReason({ id, withoutFlush: rule, ...row }: HostRow): Reason {
  const says = 'answers fsync and O_DSYNC, and writes nothing for them';
  return { layer: 'host', says, rule, row: `hosts.${id}`, ...knownOf(row) };
}

/** Where data and metadata are after fsync, or an O_DSYNC write, on the host. */
export function synced(rows: HostRows): Reached {
  const { disk } = rows;
  if (rows.host.lostWithHost !== '') return atDisk(rows);
  if (!rows.host.syncs) return { place: 'host-memory', reasons: [noSyncReason(rows.host)] };
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
    ...knownOf(disk),
  };
  const place = disk.honoursFlush ? 'medium' : 'disk-cache';
  return { place, reasons: [host, ...arrived.reasons, flush] };
}

export function after(reason: Reason, { place, reasons }: Reached): Reached {
  return { place, reasons: [reason, ...reasons] };
}

const pageCache: Known = {
  source: 'write(2): data is in the page cache; run on QEMU 7.2.22',
  confidence: 'measured',
};

export function inPageCache(): Reached {
  const known = noBetterThan(rowOf(cacheModes, 'writeback'), pageCache);
  const says = 'keeps it in memory until somebody syncs';
  const row = 'cacheModes.writeback';
  return { place: 'host-memory', reasons: [{ layer: 'host', says, rule: '', row, ...known }] };
}

/** Where a completed write is: with the disk, or in what keeps it until somebody syncs. */
export function arrived(rows: HostRows, isDirect: boolean): Reached {
  const { id, buffered, direct, sentence, source, confidence } = rows.host;
  const place = isDirect ? direct : buffered;
  if (place === '') return atDisk(rows);
  if (place === 'host-memory' && !isDirect) return inPageCache();
  const row = `hosts.${id}`;
  const reason = {
    layer: 'host',
    says: `is ${sentence}`,
    rule: '',
    row,
    source,
    confidence,
  } as const;
  return { place, reasons: [reason] };
}
