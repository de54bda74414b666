import { hosts } from '../catalogue/dimensions/hosts.js';
import { rowOf } from '../catalogue/row-of.js';
import type { Configuration } from '../model/configuration.js';
import type { DiskSite, SiteLayer } from '../model/site.js';

export type MdLayer = Extract<SiteLayer, { kind: 'md' }>;

export function hasParity({ level }: Pick<MdLayer, 'level'>): boolean {
  return level >= 4 && level <= 6;
}

/** Whether an array with an open write hole lacks a member; both where nobody says it. */
export function missingMember({ layers }: DiskSite['host']): readonly boolean[] {
  const open = (layers.known ? layers.value : []).filter(
    (layer): layer is MdLayer =>
      layer.kind === 'md' && hasParity(layer) && layer.writeHole === 'open',
  );
  if (open.some(({ degraded }) => degraded === true)) return [true];
  return open.some(({ degraded }) => degraded === null) ? [false, true] : [false];
}

/** The array of this host; what another machine keeps is on none of it. */
export function onDegradedArray(configuration: Configuration): Configuration {
  const { image, host, disk } = configuration;
  const isElsewhere = image.format === 'network' || rowOf(hosts, host.storage).isRemote;
  return isElsewhere
    ? configuration
    : { ...configuration, disk: { ...disk, kind: 'md-raid5-degraded' } };
}
