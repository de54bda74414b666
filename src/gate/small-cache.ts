import type { DiskSite, SiteDiskKind } from '../model/site.js';
import { valuesOf } from './facts.js';

/** What the shipped scenarios write is in it whole: docs/decisions/0016-how-much-a-cache-holds.md. */
export const smallCacheBytes = 1024 * 1024;

/** What a small cache may lose lies between what none may, and one without a limit. */
export function sizedCache(kind: SiteDiskKind, disk: DiskSite['disk']): readonly SiteDiskKind[] {
  const bytes = limitOf(disk);
  if (!kind.startsWith('wce') || bytes >= smallCacheBytes) return [kind];
  return bytes < unitOf(disk) ? ['no-wce'] : [kind, 'no-wce'];
}

/** The bytes of a cache that is taken both for none and for one without a limit; 0 for any other. */
export function smallCacheOf(disk: DiskSite['disk']): number {
  const { kind } = disk;
  return kind.known && sizedCache(kind.value, disk).length > 1 ? limitOf(disk) : 0;
}

function limitOf({ cacheBytes }: DiskSite['disk']): number {
  return (cacheBytes.known ? cacheBytes.value : null) ?? Number.POSITIVE_INFINITY;
}

/** No cache holds a part of what never tears. */
function unitOf({ atomicBytes }: DiskSite['disk']): number {
  return Math.min(...valuesOf(atomicBytes, [512]));
}
