import {
  type DiskSite,
  type FsyncReach,
  type SiteFilesystem,
  type SiteLayer,
  siteNbdServers,
} from '../model/site.js';
import type { HostId } from '../model/storage.js';
import type { VmDisk } from '../model/vm-disk.js';
import { valuesOf } from './facts.js';
import { fileSystemDoubts } from './file-systems.js';
import { mayPrecede } from './kernel-release.js';

/** Which row of the catalogue a host of the site is, where there is one. */

type Host = DiskSite['host'];

/** File systems that write in place, and whose fsync flushes unless they are told not to. */
const inPlace: ReadonlySet<SiteFilesystem> = new Set(['ext2', 'ext3', 'ext4', 'xfs', 'reiserfs']);

/** Those that have a row of their own, and mount as it says. */
function ownRow({ filesystem, mount }: Host): HostId {
  const name = filesystem.known ? filesystem.value : '';
  if (name === 'zfs') return 'zfs';
  if (name !== 'btrfs') return 'file';
  return mount.options.includes('nodatacow') ? 'btrfs-nocow' : 'btrfs';
}

/** Every row that a file's host may be. */
export function fileHostsOf(host: Host): readonly HostId[] {
  const reaches = valuesOf(host.mount.fsync, ['medium', 'disk-cache']);
  return [...new Set(reaches.map((reach) => rowAt(reach, host)))];
}

function rowAt(reach: FsyncReach, host: Host): HostId {
  if (reach === 'nothing') return isSaid(host, 'tmpfs') ? 'tmpfs' : 'zfs-nosync';
  return reach === 'medium' ? ownRow(host) : 'file-nobarrier';
}

/** What of a file's host no row behaves like. */
export function fileHostDoubts(host: Host): readonly string[] {
  const names = valuesOf(host.filesystem, []);
  const others = names.filter((name) => !inPlace.has(name) && !rowed.has(name) && name !== 'tmpfs');
  const isCareless = valuesOf(host.mount.fsync, ['medium', 'disk-cache']).includes('disk-cache');
  const copying = names.filter((name) => rowed.has(name) && isCareless);
  const isOld = mayPrecede(host, filesFlushSince);
  return [
    ...(host.filesystem.known ? [] : ['a host file system that is not known']),
    ...others.map((name) => `the host file system ${name}`),
    ...copying.map((name) => `${name} that does not flush the disk`),
    ...(hasLayer(host, 'loop') ? ['a file system on a loop device'] : []),
    ...fileSystemDoubts(host).map((each) => `${each} on the host`),
    ...(isOld ? ['a host file system of Linux before 2.6.33'] : []),
  ];
}

const rowed: ReadonlySet<SiteFilesystem> = new Set(['btrfs', 'zfs']);

/** Linux 2.6.32 and 2.6.33: fsync and O_DSYNC of every file flush the disk, if barriers are on. */
const filesFlushSince = [2, 6, 33] as const;

/** Linux 2.6.33: fsync of a block device's node flushes the disk. */
export const nodesFlushSince = [2, 6, 33] as const;

const servers = ['nbd', 'rbd', 'iscsi', 'nfs', 'gluster'] as const;

/** Devices or servers that it may be. */
export function devicesOf(
  source: VmDisk['source'],
  host: Host,
  isRemote: boolean,
): readonly HostId[] {
  const { kind } = source;
  const server = servers.find((id) => kind.known && kind.value === id);
  if (server === 'nbd')
    // Which QEMU serves, and what, nobody says: one that skips the flush of a FUA write, or none.
    return valuesOf(host.nbdServer, siteNbdServers).includes('qemu')
      ? ['nbd', 'nbd-other']
      : ['nbd-other'];
  return [server ?? deviceOf(source, host, isRemote)];
}

/** A device; one of loop keeps in memory what others hand on. */
function deviceOf({ name }: VmDisk['source'], host: Host, isRemote: boolean): HostId {
  if (isRemote) return 'block-device';
  if (hasLayer(host, 'loop')) return 'loop';
  const isVolume = /^\/dev\/zvol\//u.test(name) || isSaid(host, 'zfs');
  if (isVolume) return isUnsynced(host) ? 'zvol-nosync' : 'zvol';
  // What nodes of old kernels forget is a note of that row.
  const isOld = mayPrecede(host, nodesFlushSince);
  const [top] = host.layers.known ? host.layers.value : [];
  return isOld || top === undefined ? 'block-device' : (rowsOfLayers[top.kind] ?? 'block-device');
}

const rowsOfLayers: Partial<Record<SiteLayer['kind'], HostId>> = {
  lvm: 'lvm',
  'dm-crypt': 'dm-crypt',
  md: 'md',
};

function isSaid({ filesystem }: Host, name: SiteFilesystem): boolean {
  return filesystem.known && filesystem.value === name;
}

function isUnsynced({ mount: { fsync } }: Host): boolean {
  return fsync.known && fsync.value === 'nothing';
}

function hasLayer({ layers }: Host, kind: SiteLayer['kind']): boolean {
  return layers.known && layers.value.some((layer) => layer.kind === kind);
}
