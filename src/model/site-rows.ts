import { type FaultId, faultIds } from './fault.js';
import type { DiskSite, SiteLayer } from './site.js';
import type { Fact } from './vm-disk.js';

export type SiteRow = readonly [string, Fact<string>];

/** What a site says of a disk, by the keys of its file. */
export function siteRows(site: DiskSite | undefined): readonly SiteRow[] {
  if (site === undefined) return [];
  const { allocation, host, disk, guest, faults } = site;
  return [
    ['image.allocation', allocation],
    ['host.storage', host.storage],
    ...(host.nbdServer.known ? [['host.nbdServer', host.nbdServer] as const] : []),
    ...(host.iscsiDpofua.known
      ? [['host.iscsiDpofua', textOf(host.iscsiDpofua, String)] as const]
      : []),
    ['host.kernel', host.kernel],
    ...ofFile(host, [
      ['host.filesystem', host.filesystem],
      ['host.fsync', host.mount.fsync],
    ]),
    ['host.layers', textOf(host.layers, (layers) => layers.map(layerText).join(', ') || 'none')],
    ['disk.kind', disk.kind],
    ['disk.atomicBytes', textOf(disk.atomicBytes, String)],
    ['disk.cacheBytes', textOf(disk.cacheBytes, (bytes) => (bytes === null ? 'any' : `${bytes}`))],
    ['guest.system', guest.system],
    ['guest.kernel', guest.kernel],
    ['guest.filesystem', guest.filesystem],
    ['guest.fsync', guest.mount.fsync],
    ...(guest.mount.data === null ? [] : [['guest.data', guest.mount.data] as const]),
    ['guest.writeCache', guest.writeCache],
    ['guest.fsyncError', guest.fsyncError],
    ['guest.queueDepth', guest.queueDepth],
    ['faults', textOf(faults, faultsText)],
  ];
}

function faultsText(names: readonly FaultId[]): string {
  const left = faultIds.filter((fault) => !names.includes(fault));
  if (left.length === 0) return 'all';
  return left.length < names.length ? `all but ${left.join(', ')}` : names.join(', ');
}

/** Only an image that may be a file has a file system below it, or a volume of ZFS. */
function ofFile(
  { storage, filesystem }: DiskSite['host'],
  rows: readonly SiteRow[],
): readonly SiteRow[] {
  const isFile = storage.known ? storage.value === 'file' : storage.values.includes('file');
  return isFile || (filesystem.known && filesystem.value === 'zfs') ? rows : [];
}

function textOf<T>(fact: Fact<T>, words: (value: T) => string): Fact<string> {
  if (fact.known) return { ...fact, value: words(fact.value) };
  return { ...fact, values: fact.values.map(words) };
}

function layerText(layer: SiteLayer): string {
  switch (layer.kind) {
    case 'lvm':
      return `lvm ${layer.segment}`;
    case 'md':
      return `md ${layer.level}${layer.level < 4 || layer.level > 6 ? '' : ` (write hole ${layer.writeHole})`}${layer.degraded ? ', degraded' : ''}`;
    case 'drbd':
      return `drbd${layer.protocol === null ? '' : ` ${layer.protocol}`}${layer.dualPrimary ? ', dual-primary' : ''}`;
    case 'bcache':
    case 'dm-cache':
      return layer.mode === null ? layer.kind : `${layer.kind} ${layer.mode}`;
    default:
      return layer.kind;
  }
}

/** A value in words; the values that it may have, where it is not known. */
export const factText = (fact: Fact<string>) =>
  fact.known ? fact.value : fact.values.join(' or ');
