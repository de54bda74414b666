export const hostIds = [
  'file',
  'file-nobarrier',
  'ext3',
  'block-device',
  'ext4',
  'xfs',
  'btrfs',
  'btrfs-nocow',
  'zfs',
  'zfs-nosync',
  'zvol',
  'zvol-nosync',
  'tmpfs',
  'lvm',
  'dm-crypt',
  'md',
  'loop',
  'nbd',
  'nbd-other',
  'rbd',
  'iscsi',
  'nfs',
  'gluster',
] as const;
/**
 * What the image lies on: a file of a file system, a block device, a layer over one, or another machine's.
 */
export type HostId = (typeof hostIds)[number];

export const diskIds = [
  'wce-honest',
  'wce-lying',
  'wce-fua-ignored',
  'no-wce',
  'plp',
  'bbu',
  'bbu-wce',
  'md-raid5-degraded',
] as const;
/**
 * A disk by what its write cache does: `wce-` has a volatile one, `no-wce` none, `plp` one that power loss
 * does not empty, `bbu` a controller's with a battery; `blkcheck list disks` says more.
 */
export type DiskId = (typeof diskIds)[number];
