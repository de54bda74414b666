import type { FaultId } from '../model/fault.js';
import type { DiskSite, SiteFilesystem } from '../model/site.js';
import type { SourceKind, VmDisk } from '../model/vm-disk.js';
import { valuesOf } from './facts.js';

/** File systems that another machine serves, or shares. */
const shared: ReadonlySet<SiteFilesystem> = new Set([
  'nfs',
  'cifs',
  'cephfs',
  'glusterfs',
  'gfs2',
  'ocfs2',
]);

const remote: ReadonlySet<SourceKind> = new Set(['nbd', 'rbd', 'iscsi', 'nfs', 'gluster']);

/**
 * Whether the disk may outlive its node in a way that no configuration here has: a replica, a device of
 * another machine's, a file of a shared file system, an image with a format of its own on another
 * machine that nobody says how it is reached. A server that QEMU talks to itself has a row, whatever the
 * format above it is.
 */
export function mayOutliveNode({ source, format }: VmDisk, { host }: DiskSite): boolean {
  const storages = valuesOf(host.storage, ['file', 'block-device', 'remote']);
  const isReplicated = !host.layers.known || host.layers.value.some(({ kind }) => kind === 'drbd');
  const isShared =
    storages.includes('file') && valuesOf(host.filesystem, []).some((each) => shared.has(each));
  const isRemote =
    storages.includes('remote') || valuesOf(source.kind, []).some((kind) => remote.has(kind));
  const isServed = source.kind.known && remote.has(source.kind.value) && !storages.includes('file');
  return host.isShared || isReplicated || isShared || (isRemote && !isServed && !isRaw(format));
}

function isRaw(format: VmDisk['format']): boolean {
  return format.known && format.value === 'raw';
}

/** The faults that are judged of the disk, of those that matter. */
export function judgedFaults(disk: VmDisk, site: DiskSite): readonly FaultId[] {
  const wanted = site.faults.known ? site.faults.value : [];
  return wanted.filter((fault) => fault !== 'node-loss' || !mayOutliveNode(disk, site));
}
