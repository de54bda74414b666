import { limits } from '../limits.js';
import { type Option, type Options, option } from './options.js';

/** A node of QEMU's block graph: a whole `-blockdev`, or a child written inside another. */
export interface BlockNode {
  readonly options: Options;
  /** '' for the whole, `file.` for its child. */
  readonly prefix: string;
  /** Made by `-drive`, where more is taken from the file's name. */
  readonly isDrive: boolean;
  readonly parent: BlockNode | null;
}

export type NamedNodes = ReadonlyMap<string, BlockNode>;

/** Drivers that do the I/O themselves; every other has a child. */
const protocols: ReadonlySet<string> = new Set([
  'file',
  'host_device',
  'host_cdrom',
  'nbd',
  'rbd',
  'iscsi',
  'nfs',
  'gluster',
  'ssh',
  'http',
  'https',
  'ftp',
  'ftps',
  'nvme',
  'null-co',
  'null-aio',
  'vvfat',
  'sheepdog',
  'vxhs',
  'io_uring',
  'nvme-io_uring',
  'virtio-blk-vfio-pci',
  'virtio-blk-vhost-user',
  'virtio-blk-vhost-vdpa',
  'fat',
  'pbs',
  'host_floppy',
]);

/** Drivers that pass everything on and are no format. */
const filters: ReadonlySet<string> = new Set([
  'throttle',
  'copy-on-read',
  'blkdebug',
  'blklogwrites',
  'blkreplay',
  'copy-before-write',
  'preallocate',
  'compress',
  'snapshot-access',
  'alloc-track',
]);

export function nodeOption(node: BlockNode, key: string): Option | undefined {
  return option(node.options, node.prefix + key);
}

/** The driver as it is written; '' where the node is left to be probed. */
export function driverOf(node: BlockNode): string {
  const written = nodeOption(node, 'driver')?.value;
  if (written !== undefined) return written;
  const isTop = node.isDrive && node.prefix === '';
  return (isTop ? nodeOption(node, 'format')?.value : undefined) ?? '';
}

export const isProtocol = (driver: string): boolean => protocols.has(driver);
export const isFilter = (driver: string): boolean => filters.has(driver);

/** What reads and writes under a node; null for a protocol, and where the child is not there. */
export function childOf(node: BlockNode, named: NamedNodes): BlockNode | null {
  if (isProtocol(driverOf(node))) return null;
  return childBy(node, ['file', 'image', 'raw', 'children.0'], named);
}

function childBy(node: BlockNode, keys: readonly string[], named: NamedNodes): BlockNode | null {
  for (const key of keys) {
    const reference = nodeOption(node, key)?.value;
    if (reference !== undefined && !isFileName(node, key)) return named.get(reference) ?? null;
    const prefix = `${node.prefix}${key}.`;
    if (node.options.list.some((each) => each.key.startsWith(prefix))) {
      return { options: node.options, prefix, isDrive: node.isDrive, parent: node };
    }
  }
  return null;
}

/** `-drive file=` is a file's name; everywhere else a word there is the name of a node. */
function isFileName(node: BlockNode, key: string): boolean {
  return node.isDrive && node.prefix === '' && key === 'file';
}

/** From the node that a device is attached to, down to the one that does the I/O. */
export function chainOf(top: BlockNode, named: NamedNodes): readonly BlockNode[] {
  const chain = [top];
  let node = childOf(top, named);
  while (node !== null && chain.length < limits.nodes && !chain.includes(node)) {
    chain.push(node);
    node = childOf(node, named);
  }
  return chain;
}

/** The node that does the I/O of the guest's data where a qcow2 image keeps them apart; null elsewhere. */
export function dataNodeOf(chain: readonly BlockNode[], named: NamedNodes): BlockNode | null {
  for (const node of chain) {
    const data = childBy(node, ['data-file'], named);
    if (data !== null) return chainOf(data, named).at(-1) ?? data;
  }
  return null;
}

/** Names of nodes that others refer to, so that no device needs to. */
export function referencesOf(node: BlockNode): readonly string[] {
  const keys = /(^|\.)(file|backing|data-file|image|raw|children\.\d+|log|target|bitmap)$/;
  return node.options.list.filter(({ key }) => keys.test(key)).map(({ value }) => value);
}

/** Whether a setting of the child comes from the node that it is written inside. */
export function inherited(node: BlockNode, key: string): Option | undefined {
  for (let at: BlockNode | null = node; at !== null; at = at.parent) {
    const found = nodeOption(at, key);
    if (found !== undefined) return found;
  }
  return undefined;
}
