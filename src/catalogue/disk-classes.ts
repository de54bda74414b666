import type { DiskId } from '../model/storage.js';
import type { DimensionValue } from './dimensions/dimension.js';
import type { Known } from './known.js';
import { rowOf } from './row-of.js';

/** A duration in microseconds, from one end of what is usual to the other. */
export interface RangeUs {
  readonly low: number;
  readonly high: number;
}

export const diskClassIds = ['hdd-7200', 'sata-ssd', 'nvme', 'plp-ssd', 'bbwc'] as const;
/**
 * A kind of disk, for which the cost of a commit is estimated: `blkcheck list disk-classes` has how long
 * each takes.
 */
export type DiskClassId = (typeof diskClassIds)[number];

/** How long disks of a kind take. Ranges, because they order alternatives and promise nothing. */
export interface DiskClassRow extends DimensionValue<DiskClassId> {
  /** A small write until it is in the cache of the disk or controller. */
  readonly toCache: RangeUs;
  /** A flush, or a small write past the cache. */
  readonly toMedium: RangeUs;
}

export const diskClasses: readonly DiskClassRow[] = [
  {
    id: 'hdd-7200',
    sentence: 'a disk at 7,200 rpm: a commit waits for a turn of it, and for a seek',
    toCache: { low: 50, high: 200 },
    toMedium: { low: 8_300, high: 20_000 },
    source:
      'Smith, PostgreSQL 9.0 High Performance (2010): 8.3 ms a turn, at most 120 commits a second; ' +
      'etcd hardware recommendations: 50 sequential writes a second; the cache from memory',
    confidence: 'read',
  },
  {
    id: 'sata-ssd',
    sentence: 'an SSD on SATA without power-loss protection',
    toCache: { low: 30, high: 100 },
    toMedium: { low: 500, high: 5_000 },
    source: 'etcd hardware recommendations: 500 sequential writes a second; the ends from memory',
    confidence: 'memory',
  },
  {
    id: 'nvme',
    sentence: 'an NVMe SSD without power-loss protection',
    toCache: { low: 10, high: 50 },
    toMedium: { low: 890, high: 5_600 },
    source:
      'Callaghan, "SSDs, power loss protection and fsync latency" (2026), and Põder, "Using ' +
      'pg_test_fsync" (2024): 0.9 to 5.6 ms on a Samsung 990 Pro; the cache from memory',
    confidence: 'read',
  },
  {
    id: 'plp-ssd',
    sentence: 'an SSD whose cache outlives a power failure: it has little to do for a flush',
    toCache: { low: 10, high: 50 },
    toMedium: { low: 12, high: 58 },
    source:
      'Callaghan, "SSDs, power loss protection and fsync latency" (2026): 12 to 58 µs for ' +
      'enterprise SSDs; the cache from memory',
    confidence: 'read',
  },
  {
    id: 'bbwc',
    sentence: 'a RAID controller with a battery-backed write cache',
    toCache: { low: 50, high: 300 },
    toMedium: { low: 50, high: 300 },
    source:
      'a transfer to the memory of the controller; thousands of commits a second, from memory',
    confidence: 'memory',
  },
];

type HostRange = RangeUs & Known;

/** An fsync on the host, without what the disk does for it. */
export const hostSyncRange: HostRange = {
  low: 10,
  high: 100,
  source: 'a journal commit without I/O',
  confidence: 'memory',
};

/** A write to the page cache. */
export const pageCacheRange: HostRange = {
  low: 2,
  high: 10,
  source: 'a system call and a copy of a few KiB',
  confidence: 'memory',
};

/** Disks that say by themselves of which class they are. */
export const classOfDisk: Readonly<Partial<Record<DiskId, DiskClassId>>> = {
  plp: 'plp-ssd',
  bbu: 'bbwc',
};

export function diskClassOf(id: DiskClassId): DiskClassRow {
  return rowOf(diskClasses, id);
}
