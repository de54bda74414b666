import type { CacheFlags } from './configuration.js';

export const cacheNames = [
  'writethrough',
  'writeback',
  'none',
  'directsync',
  'unsafe',
  'none-noflush',
  'writethrough-noflush',
  'directsync-noflush',
] as const;
export type CacheName = (typeof cacheNames)[number];

/** A name for each of the eight combinations: QEMU's own where it has one. */
export function cacheNameOf({ writeback, direct, noFlush }: CacheFlags): CacheName {
  if (writeback) {
    if (direct) return noFlush ? 'none-noflush' : 'none';
    return noFlush ? 'unsafe' : 'writeback';
  }
  const name = direct ? 'directsync' : 'writethrough';
  return noFlush ? `${name}-noflush` : name;
}
