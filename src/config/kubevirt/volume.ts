import type { DiskSource } from '../../model/disk-source.js';
import type { SourceKind } from '../../model/vm-disk.js';
import { at, isThere, members, positionOf, textOf, type View } from '../document/view.js';
import { written } from '../fact.js';

/** What a disk's volume is. KubeVirt, virtwrap/converter/storage/volume.go. */
export interface Volume {
  readonly source: DiskSource;
  /** '' for one that keeps its data. */
  readonly disposable: string;
  readonly format: 'raw' | 'qcow2';
}

const anew = 'written anew whenever the machine starts';

const ephemeral: Readonly<
  Record<string, { readonly why: string; readonly format: 'raw' | 'qcow2' }>
> = {
  containerDisk: { why: 'containerDisk: writes go to an overlay that is dropped', format: 'qcow2' },
  emptyDisk: { why: 'emptyDisk: it is dropped with the machine', format: 'qcow2' },
  ephemeral: { why: 'ephemeral: writes go to an overlay that is dropped', format: 'qcow2' },
  cloudInitNoCloud: { why: anew, format: 'raw' },
  cloudInitConfigDrive: { why: anew, format: 'raw' },
  configMap: { why: anew, format: 'raw' },
  secret: { why: anew, format: 'raw' },
  serviceAccount: { why: anew, format: 'raw' },
  downwardAPI: { why: anew, format: 'raw' },
  downwardMetrics: { why: anew, format: 'raw' },
  sysprep: { why: anew, format: 'raw' },
};

/** The volume that a view of `volumes[]` describes; null for a kind that is not known. */
export function readVolume(volume: View): Volume | null {
  const kept = keptSource(volume);
  if (kept !== null) return { source: kept, disposable: '', format: 'raw' };
  for (const [key, value] of members(volume)) {
    const row = Object.hasOwn(ephemeral, key) ? ephemeral[key] : undefined;
    if (row === undefined) continue;
    const name = textOf(at(value, 'image')) || textOf(at(volume, 'name'));
    const source: DiskSource = { kind: written('ephemeral', positionOf(value)), name };
    return { source, disposable: row.why, format: row.format };
  }
  return null;
}

function keptSource(volume: View): DiskSource | null {
  const named = (key: string, nameKey: string, kind: SourceKind): DiskSource | null => {
    const value = at(volume, key);
    if (!isThere(value)) return null;
    const name = at(value, nameKey);
    return { kind: written(kind, positionOf(name)), name: textOf(name) };
  };
  return (
    named('persistentVolumeClaim', 'claimName', 'persistent-volume') ??
    named('dataVolume', 'name', 'persistent-volume') ??
    named('hostDisk', 'path', 'file')
  );
}
