import type { DiskSource, SaidOfHost } from '../model/disk-source.js';

/** What a name says, wherever it stands. */
export type NamedHost = Omit<SaidOfHost, 'at'>;

const drbd = {
  kind: 'drbd',
  protocol: null,
  version: '',
  dualPrimary: false,
  failover: true,
  diskFlushes: true,
} as const;

/** A partition of it. */
const part = '(?:p\\d+|-part\\d+)?$';

/**
 * Devices and folders of Linux that are called by what they are. What is behind a name of device mapper
 * (`/dev/mapper/...`, `/dev/VG/LV`) it does not say.
 */
const names: readonly (readonly [RegExp, NamedHost])[] = [
  [/^\/dev\/shm\//u, { filesystem: 'tmpfs' }],
  [/^\/dev\/zvol\//u, { filesystem: 'zfs' }],
  [new RegExp(`^/dev/drbd(?:\\d+${part}|/)`, 'u'), { layers: [drbd], isShared: true }],
  [new RegExp(`^/dev/bcache(?:\\d+${part}|/)`, 'u'), { layers: [{ kind: 'bcache', mode: null }] }],
  [new RegExp(`^/dev/loop\\d+${part}`, 'u'), { layers: [{ kind: 'loop' }] }],
  [
    new RegExp(`^/dev/nbd\\d+${part}`, 'u'),
    { isShared: true, doubt: 'a device of nbd, whose server nobody names' },
  ],
  // Linux drivers/block/rbd.c: a write completes when the servers have it; from memory.
  [new RegExp(`^/dev/rbd(?:\\d+${part}|/)`, 'u'), { isShared: true }],
  [/^\/dev\/disk\/by-path\/.*-iscsi-/u, { isShared: true }],
];

/** What the name of a device, or of a folder of devices that ends with a `/`, says of the host; null for nothing. */
export function hostNamed(name: string): NamedHost | null {
  return names.find(([pattern]) => pattern.test(name))?.[1] ?? null;
}

/** What the definition says of the host below a disk; null where neither it nor a name does. */
export function saidOfHost({ host, kind, name }: DiskSource): SaidOfHost | null {
  if (host !== undefined) return host;
  const named = hostNamed(name);
  return named === null ? null : { ...named, at: kind.origin.at };
}
