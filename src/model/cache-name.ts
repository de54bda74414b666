import type { CacheFlags, CacheModeId } from './configuration.js';

/** A name for each of the eight combinations: QEMU's own where it has one. */
export function cacheNameOf({ writeback, direct, noFlush }: CacheFlags): CacheModeId {
  if (writeback) {
    if (direct) return noFlush ? 'none-noflush' : 'none';
    return noFlush ? 'unsafe' : 'writeback';
  }
  const name = direct ? 'directsync' : 'writethrough';
  return noFlush ? `${name}-noflush` : name;
}
