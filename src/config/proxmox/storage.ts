import type { SaidOfHost } from '../../model/disk-source.js';
import type { Position, SourceKind, VmAssumption } from '../../model/vm-disk.js';
import type { ReadContext } from '../reader.js';
import { positionAt, type SourceText } from '../text.js';

/** A storage of the host, as far as disks are concerned. */
export interface Storage {
  /** `dir`, `lvmthin`, `rbd`, ... */
  readonly type: string;
  /** RBD through the kernel: a block device of the host. */
  readonly krbd: boolean;
  /** Btrfs without copy on write. */
  readonly nocow: boolean;
  /** Other nodes have the same below this name. */
  readonly shared: boolean;
  /** The type of the storage, where it stands. */
  readonly at: Position;
}

/** Storages by name; null where nobody gave the host's storage.cfg. */
export type Storages = ReadonlyMap<string, Storage> | null;

const header = /^([a-z]+):\s*(\S+)\s*$/;

/** /etc/pve/storage.cfg: `type: name`, and indented `key value` below it. */
export function readStorages(source: SourceText | null): Storages {
  if (source === null) return null;
  const storages = new Map<string, Storage>();
  let name = '';
  let start = 0;
  for (const line of source.text.split('\n')) {
    const match = header.exec(line);
    const lineStart = start;
    start += line.length + 1;
    if (match !== null) {
      const [, type = ''] = match;
      name = match[2] ?? '';
      const at = positionAt(source, { start: lineStart, end: lineStart + type.length });
      storages.set(name, { type, krbd: false, nocow: false, shared: false, at });
      continue;
    }
    const storage = storages.get(name);
    const setting = /^\s+(krbd|nocow|shared)\s+(\S+)/.exec(line);
    if (storage === undefined || setting === null) continue;
    const isSet = /^(1|on|yes|true)$/.test(setting[2] ?? '');
    storages.set(name, { ...storage, [setting[1] ?? '']: isSet });
  }
  return storages;
}

/** What QEMU opens for a volume of a storage. */
export function sourceOfStorage({ type, krbd }: Storage): SourceKind {
  if (type === 'rbd') return krbd ? 'block' : 'rbd';
  if (/^(dir|nfs|cifs|btrfs|cephfs|glusterfs)$/.test(type)) return 'file';
  if (type === 'iscsidirect' || type === 'zfs') return 'iscsi';
  return /^(lvm|lvmthin|zfspool|iscsi)$/.test(type) ? 'block' : 'other';
}

/**
 * What the type of a storage says of the host below it; null where it says nothing. Proxmox VE,
 * src/PVE/Storage: LVMPlugin.pm, LvmThinPlugin.pm, ZFSPoolPlugin.pm (/dev/zvol), RBDPlugin.pm (krbd),
 * ISCSIPlugin.pm (/dev/disk/by-id), and the mounts of NFS, CIFS, CephFS and GlusterFS.
 */
export function hostOfStorage({ type, krbd, nocow, shared, at }: Storage): SaidOfHost | null {
  const isMapped = type === 'iscsi' || (type === 'rbd' && krbd);
  const said = ofType[type] ?? (isMapped || shared ? {} : null);
  if (said === null) return null;
  const mount = type === 'btrfs' && nocow ? { mount: 'nodatacow' } : {};
  return { ...said, ...mount, ...(isMapped || shared ? { isShared: true as const } : {}), at };
}

const ofType: Readonly<Record<string, Omit<SaidOfHost, 'at'>>> = {
  zfspool: { filesystem: 'zfs' },
  btrfs: { filesystem: 'btrfs' },
  nfs: { filesystem: 'nfs', isShared: true },
  cifs: { filesystem: 'cifs', isShared: true },
  cephfs: { filesystem: 'cephfs', isShared: true },
  glusterfs: { filesystem: 'glusterfs', isShared: true },
  lvm: { layers: [{ kind: 'lvm', segment: 'linear' }] },
  lvmthin: { layers: [{ kind: 'lvm', segment: 'thin' }] },
};

/** Block storages have names without a folder and an ending. */
export function looksLikeBlock(volume: string): boolean {
  return !volume.includes('/');
}

/** Two defaults depend on the storage. */
export function storageAssumption({ storages }: ReadContext): readonly VmAssumption[] {
  if (storages !== null) return [];
  const value = 'neither Btrfs nor LVM nor CIFS';
  return [{ key: 'storage', value, by: 'no storage.cfg is given' }];
}
