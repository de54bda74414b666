import type { DiskId } from '../../model/storage.js';
import type { RuleId } from '../rules/rules.js';
import type { DimensionValue } from './dimension.js';

export interface DiskRow extends DimensionValue<DiskId> {
  /** A cache in the disk itself that holds completed writes. */
  readonly cache: boolean;
  /** The cache outlives a power failure (capacitors). */
  readonly cacheSparedByPowerLoss: boolean;
  /** A battery-backed controller in front of the disk takes writes first. */
  readonly controllerCache: boolean;
  readonly honoursFlush: boolean;
  /** A write with FUA is on the medium when it completes, where the cache is not. */
  readonly honoursFua: boolean;
  /** It is not started again if it was not stopped cleanly; blamed for that. '' where it is. */
  readonly lostBecause: RuleId | '';
}

export const disks = [
  {
    id: 'wce-honest',
    sentence: 'volatile write cache, emptied by a flush',
    cache: true,
    cacheSparedByPowerLoss: false,
    controllerCache: false,
    honoursFlush: true,
    honoursFua: true,
    lostBecause: '',
    source: 'Linux 6.12 Documentation/block/writeback_cache_control.rst',
    confidence: 'read',
  },
  {
    id: 'wce-lying',
    sentence: 'volatile write cache, flushes are acknowledged and ignored',
    cache: true,
    cacheSparedByPowerLoss: false,
    controllerCache: false,
    honoursFlush: false,
    honoursFua: false,
    lostBecause: '',
    source: 'Zheng et al., FAST 2013: 13 of 15 SSDs misbehave under power faults',
    confidence: 'read',
  },
  {
    id: 'wce-fua-ignored',
    sentence: 'volatile write cache, emptied by a flush; FUA is claimed and ignored',
    cache: true,
    cacheSparedByPowerLoss: false,
    controllerCache: false,
    honoursFlush: true,
    honoursFua: false,
    lostBecause: '',
    source:
      'Linux 6.12 drivers/ata/libata-core.c: disks with ATA_QUIRK_NO_FUA, and libata.fua=0 by default; ' +
      'that one is silent about it',
    confidence: 'inferred',
  },
  {
    id: 'no-wce',
    sentence: 'write cache switched off: a completed write is on the medium',
    cache: false,
    cacheSparedByPowerLoss: false,
    controllerCache: false,
    honoursFlush: true,
    honoursFua: true,
    lostBecause: '',
    source:
      'Linux 6.12 Documentation/block/writeback_cache_control.rst; hdparm -W0, sdparm --clear WCE',
    confidence: 'read',
  },
  {
    id: 'plp',
    sentence: 'write cache with power-loss protection: the cache outlives a power failure',
    cache: true,
    cacheSparedByPowerLoss: true,
    controllerCache: false,
    honoursFlush: true,
    honoursFua: true,
    lostBecause: '',
    source: 'virtio 1.x block device: a battery-backed cache counts as writethrough',
    confidence: 'read',
  },
  {
    id: 'bbu',
    sentence: 'battery-backed controller cache in front of a disk whose own cache is off',
    cache: false,
    cacheSparedByPowerLoss: false,
    controllerCache: true,
    honoursFlush: true,
    honoursFua: true,
    lostBecause: '',
    source:
      'virtio 1.x block device: a battery-backed cache counts as writethrough; that the battery lasts',
    confidence: 'inferred',
  },
  {
    id: 'bbu-wce',
    sentence:
      'battery-backed controller that empties into caches of its disks, and does not flush these',
    cache: true,
    cacheSparedByPowerLoss: false,
    controllerCache: false,
    honoursFlush: false,
    honoursFua: false,
    lostBecause: '',
    source: 'PostgreSQL manual, "Reliability": the caches of member disks must be off',
    confidence: 'memory',
  },
  {
    id: 'md-raid5-degraded',
    sentence:
      'RAID 4, 5 or 6 of MD that lacks a member, with neither a journal nor a PPL (the write hole)',
    cache: true,
    cacheSparedByPowerLoss: false,
    controllerCache: false,
    honoursFlush: true,
    honoursFua: true,
    lostBecause: 'BLK025',
    source: 'Linux 6.12 Documentation/driver-api/md/raid5-ppl.rst, drivers/md/raid5.c raid5_run',
    confidence: 'read',
  },
] as const satisfies readonly DiskRow[];
