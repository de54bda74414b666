import type { CacheFlags, CacheModeId } from '../../model/configuration.js';
import type { DimensionValue } from './dimension.js';

export interface CacheModeRow extends DimensionValue<CacheModeId> {
  readonly flags: CacheFlags;
}

const parsed = 'QEMU 10.0.13 block.c bdrv_parse_cache_mode';
/** Modes that are called by a name; what a Linux guest sees of each was run on 7.2.22. */
const named = { source: `${parsed}; run on 7.2.22`, confidence: 'measured' } as const;
const separate = {
  source: `${parsed}; QEMU commit 29c4e2b50d (1.6): cache.direct and cache.no-flush by themselves; not run`,
  confidence: 'read',
} as const;

export const cacheModes = [
  {
    ...named,
    id: 'writethrough',
    sentence:
      'every write completes when the host says that it is on stable storage (O_DSYNC, or FUA)',
    flags: { writeback: false, direct: false, noFlush: false },
  },
  {
    ...named,
    id: 'writeback',
    sentence: 'writes complete in the host page cache; a flush of the guest becomes fsync',
    flags: { writeback: true, direct: false, noFlush: false },
  },
  {
    ...named,
    id: 'none',
    sentence: 'O_DIRECT: no host page cache, but no disk flush and no metadata sync by itself',
    flags: { writeback: true, direct: true, noFlush: false },
  },
  {
    ...named,
    id: 'directsync',
    sentence: 'O_DIRECT, and every write is durable when it completes',
    flags: { writeback: false, direct: true, noFlush: false },
  },
  {
    ...named,
    id: 'unsafe',
    sentence: 'host page cache; flushes of the guest are dropped',
    flags: { writeback: true, direct: false, noFlush: true },
  },
  {
    ...separate,
    id: 'writethrough-noflush',
    sentence: 'no write cache for the guest, host page cache, and nothing is ever flushed',
    flags: { writeback: false, direct: false, noFlush: true },
  },
  {
    ...separate,
    id: 'none-noflush',
    sentence: 'O_DIRECT; flushes of the guest are dropped',
    flags: { writeback: true, direct: true, noFlush: true },
  },
  {
    ...separate,
    id: 'directsync-noflush',
    sentence: 'no write cache for the guest, O_DIRECT, and nothing is ever flushed',
    flags: { writeback: false, direct: true, noFlush: true },
  },
] as const satisfies readonly CacheModeRow[];
