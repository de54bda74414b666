import type { CacheFlags, CacheModeId } from '../model/configuration.js';

export interface CacheModeRow {
  readonly id: CacheModeId;
  readonly sentence: string;
  readonly flags: CacheFlags;
}

export const cacheModes = [
  {
    id: 'writethrough',
    sentence:
      'every write completes when the host says that it is on stable storage (O_DSYNC, or FUA)',
    flags: { writeback: false, direct: false, noFlush: false },
  },
  {
    id: 'writeback',
    sentence: 'writes complete in the host page cache; a flush of the guest becomes fsync',
    flags: { writeback: true, direct: false, noFlush: false },
  },
  {
    id: 'none',
    sentence: 'O_DIRECT: no host page cache, but no disk flush and no metadata sync by itself',
    flags: { writeback: true, direct: true, noFlush: false },
  },
  {
    id: 'directsync',
    sentence: 'O_DIRECT, and every write is durable when it completes',
    flags: { writeback: false, direct: true, noFlush: false },
  },
  {
    id: 'unsafe',
    sentence: 'host page cache; flushes of the guest are dropped',
    flags: { writeback: true, direct: false, noFlush: true },
  },
  {
    id: 'writethrough-noflush',
    sentence: 'no write cache for the guest, host page cache, and nothing is ever flushed',
    flags: { writeback: false, direct: false, noFlush: true },
  },
  {
    id: 'none-noflush',
    sentence: 'O_DIRECT; flushes of the guest are dropped',
    flags: { writeback: true, direct: true, noFlush: true },
  },
  {
    id: 'directsync-noflush',
    sentence: 'no write cache for the guest, O_DIRECT, and nothing is ever flushed',
    flags: { writeback: false, direct: true, noFlush: true },
  },
] as const satisfies readonly CacheModeRow[];
