import { disks } from '../../catalogue/dimensions/disks.js';
import {
  classOfDisk,
  type DiskClassId,
  diskClassOf,
  hostSyncRange,
  pageCacheRange,
  type RangeUs,
} from '../../catalogue/disk-classes.js';
import type { Configuration } from '../../model/configuration.js';
import type { CommitCost } from '../../model/fix-result.js';
import type { Cost } from '../../model/result.js';

/** What workloads do on a configuration, all together. */
export interface Work extends Cost {
  /** Writes that the guest sends. */
  readonly writes: number;
}

/** The class of the configuration's disk: its own, or the one that was named. */
function classFor({ disk }: Configuration, named: DiskClassId): DiskClassId {
  return classOfDisk[disk.kind] ?? named;
}

function sum(parts: readonly { readonly count: number; readonly each: RangeUs }[]): RangeUs {
  const end = (of: 'low' | 'high') =>
    parts.reduce((total, { count, each }) => total + count * each[of], 0);
  return { low: end('low'), high: end('high') };
}

/**
 * How long a commit takes if one request follows the other. Writes go to the disk where QEMU
 * bypasses the page cache, or where something syncs; else they stay in memory.
 */
function latencyOf(configuration: Configuration, work: Work, diskClass: DiskClassId): RangeUs {
  const { acknowledgements, writes, hostSyncs, diskFlushes } = work;
  const { cache, disk } = configuration;
  const row = disks.find(({ id }) => id === disk.kind);
  const { toCache, toMedium } = diskClassOf(diskClass);
  const isCached = row?.cache === true || row?.controllerCache === true;
  const reachesDisk = cache.direct || hostSyncs > 0;
  const total = sum([
    { count: cache.direct ? 0 : writes, each: pageCacheRange },
    { count: reachesDisk ? writes : 0, each: isCached ? toCache : toMedium },
    { count: hostSyncs, each: hostSyncRange },
    { count: diskFlushes, each: row?.honoursFlush === true ? toMedium : toCache },
  ]);
  return { low: total.low / acknowledgements, high: total.high / acknowledgements };
}

/** For each acknowledgement; null where nothing is acknowledged. */
export function commitCost(
  configuration: Configuration,
  work: Work,
  named: DiskClassId,
): CommitCost | null {
  const { acknowledgements, hostSyncs, diskFlushes, vcpuStallUs } = work;
  if (acknowledgements === 0) return null;
  const diskClass = classFor(configuration, named);
  return {
    hostSyncs: hostSyncs / acknowledgements,
    diskFlushes: diskFlushes / acknowledgements,
    vcpuStallUs: vcpuStallUs / acknowledgements,
    latencyUs: { diskClass, ...latencyOf(configuration, work, diskClass) },
  };
}

/** What waits for a disk is counted before what waits for anything else. */
export function countsOf({ hostSyncs, diskFlushes }: CommitCost): number {
  return hostSyncs + diskFlushes;
}

/** Cheaper first: by counts, then by virtual time, then by how long vCPUs stand still. */
export function byCost(a: CommitCost, b: CommitCost): number {
  const middle = ({ latencyUs }: CommitCost) => latencyUs.low + latencyUs.high;
  return countsOf(a) - countsOf(b) || middle(a) - middle(b) || a.vcpuStallUs - b.vcpuStallUs;
}
