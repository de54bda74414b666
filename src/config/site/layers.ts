import type { SiteLayer } from '../../model/site.js';
import type { Said } from './rules.js';
import type { SiteSettings } from './schema.js';

type Written = NonNullable<NonNullable<SiteSettings['host']>['layers']>[number];

/** Layers with everything that they leave open filled in. */
export function layersOf(said: Said<readonly Written[]> | null): Said<readonly SiteLayer[]> | null {
  return said === null ? null : { ...said, value: said.value.map(whole) };
}

type Given = Exclude<Written, string>;

function whole(layer: Written): SiteLayer {
  const given = typeof layer === 'string' ? ({ kind: layer } as Given) : layer;
  switch (given.kind) {
    case 'lvm':
      return { kind: 'lvm', segment: given.segment ?? 'linear' };
    case 'md':
      return {
        kind: 'md',
        level: given.level,
        writeHole: given.writeHole ?? 'open',
        degraded: given.degraded ?? null,
      };
    case 'drbd':
      return {
        kind: 'drbd',
        protocol: given.protocol,
        version: given.version === undefined ? '' : String(given.version),
        dualPrimary: given.dualPrimary ?? false,
        failover: given.failover ?? true,
        diskFlushes: given.diskFlushes ?? true,
      };
    case 'bcache':
    case 'dm-cache':
      return { kind: given.kind, mode: given.mode ?? null };
    default:
      return { kind: given.kind };
  }
}
