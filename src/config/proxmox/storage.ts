import type { SourceKind, VmAssumption } from '../../model/vm-disk.js';
import type { ReadContext } from '../reader.js';
import type { SourceText } from '../text.js';

/** A storage of the host, as far as disks are concerned. */
export interface Storage {
  /** `dir`, `lvmthin`, `rbd`, ... */
  readonly type: string;
  /** RBD through the kernel: a block device of the host. */
  readonly krbd: boolean;
  /** Btrfs without copy on write. */
  readonly nocow: boolean;
}

/** Storages by name; null where nobody gave the host's storage.cfg. */
export type Storages = ReadonlyMap<string, Storage> | null;

const header = /^([a-z]+):\s*(\S+)\s*$/;

/** /etc/pve/storage.cfg: `type: name`, and indented `key value` below it. */
export function readStorages(source: SourceText | null): Storages {
  if (source === null) return null;
  const storages = new Map<string, Storage>();
  let name = '';
  for (const line of source.text.split('\n')) {
    const match = header.exec(line);
    if (match !== null) {
      name = match[2] ?? '';
      storages.set(name, { type: match[1] ?? '', krbd: false, nocow: false });
      continue;
    }
    const storage = storages.get(name);
    const setting = /^\s+(krbd|nocow)\s+(\S+)/.exec(line);
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
