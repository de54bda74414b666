import { type FaultId, faultIds } from '../model/fault.js';
import type { DiskSite, SiteLayer, Sites } from '../model/site.js';
import type { Fact, VmDisk } from '../model/vm-disk.js';

type Row = readonly [string, Fact<string>];

/** What a site says of a disk, by the keys of its file. */
export function siteRows(site: DiskSite | undefined): readonly Row[] {
  if (site === undefined) return [];
  const { allocation, host, disk, guest, faults } = site;
  return [
    ['image.allocation', allocation],
    ['host.storage', host.storage],
    ...(host.nbdServer.known ? [['host.nbdServer', host.nbdServer] as const] : []),
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

/** Only an image that may be a file has a file system below it. */
function ofFile({ storage }: DiskSite['host'], rows: readonly Row[]): readonly Row[] {
  const isFile = storage.known ? storage.value === 'file' : storage.values.includes('file');
  return isFile ? rows : [];
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
      return `drbd ${layer.protocol}${layer.dualPrimary ? ', dual-primary' : ''}`;
    case 'bcache':
    case 'dm-cache':
      return layer.mode === null ? layer.kind : `${layer.kind} ${layer.mode}`;
    default:
      return layer.kind;
  }
}

/** Nobody says it: neither the site's file nor the definition. */
const isAssumed = ([key, fact]: Row) =>
  fact.origin.kind === 'assumed' ||
  fact.origin.kind === 'default' ||
  (key === 'image.allocation' && fact.origin.kind === 'unresolved');

/** Follows from the defaults of what is said beside it. */
const derived: ReadonlySet<string> = new Set([
  'host.fsync',
  'guest.fsync',
  'guest.data',
  'disk.cacheBytes',
  'guest.writeCache',
  'guest.fsyncError',
  'guest.queueDepth',
]);

/** What is assumed of every disk of a file, which is said once. */
export function assumedOfAll(
  disks: readonly VmDisk[],
  sites: Sites,
): readonly (readonly [string, string])[] {
  const [first] = disks;
  const others = disks.map((disk) => new Map(siteRows(sites.get(disk))));
  return siteRows(first === undefined ? undefined : sites.get(first))
    .filter(([key]) => !derived.has(key))
    .filter((row) => isAssumed(row) && others.every((rows) => isSame(row, rows.get(row[0]))))
    .map(([key, fact]) => [key, wordsOf(fact)]);
}

function isSame([key, fact]: Row, other: Fact<string> | undefined): boolean {
  return other !== undefined && isAssumed([key, other]) && wordsOf(other) === wordsOf(fact);
}

const wordsOf = (fact: Fact<string>) => (fact.known ? fact.value : fact.values.join(' or '));

/** What the site's file says of a disk. */
export function saidRows(disk: VmDisk, sites: Sites): readonly Row[] {
  return siteRows(sites.get(disk)).filter(
    ([, { origin }]) => origin.kind === 'file' && origin.at.file !== disk.at.file,
  );
}
