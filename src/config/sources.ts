import type { SourceKind } from '../model/vm-disk.js';

/** What a driver of QEMU's block layer reads and writes. */
const ofDriver: Readonly<Record<string, SourceKind>> = {
  file: 'file',
  host_device: 'block',
  host_cdrom: 'block',
  host_floppy: 'block',
  nbd: 'nbd',
  rbd: 'rbd',
  iscsi: 'iscsi',
  nfs: 'nfs',
  gluster: 'gluster',
  ssh: 'ssh',
  http: 'http',
  https: 'http',
  ftp: 'http',
  ftps: 'http',
  tftp: 'http',
  nvme: 'nvme-host',
  vvfat: 'dir',
  fat: 'dir',
  sheepdog: 'sheepdog',
  vxhs: 'vxhs',
  'null-co': 'null',
  'null-aio': 'null',
  io_uring: 'blkio',
  'nvme-io_uring': 'blkio',
  'virtio-blk-vfio-pci': 'blkio',
  'virtio-blk-vhost-user': 'vhost-user',
  'virtio-blk-vhost-vdpa': 'vhost-vdpa',
};

export function sourceOfDriver(driver: string): SourceKind {
  return ofDriver[driver] ?? 'other';
}

const schemes: readonly (readonly [RegExp, SourceKind])[] = [
  [/^nbd(\+\w+)?:/, 'nbd'],
  [/^rbd:/, 'rbd'],
  [/^iscsi:\/\//, 'iscsi'],
  [/^nfs:\/\//, 'nfs'],
  [/^gluster(\+\w+)?:\/\//, 'gluster'],
  [/^ssh:\/\//, 'ssh'],
  [/^(https?|ftps?|tftp):\/\//, 'http'],
  [/^sheepdog(\+\w+)?:/, 'sheepdog'],
  [/^vxhs:/, 'vxhs'],
  [/^nvme:\/\//, 'nvme-host'],
  [/^fat:/, 'dir'],
  [/^null-(co|aio):\/\//, 'null'],
  [/^\/dev\/fdset\//, 'fd'],
  [/^\/dev\/(?!shm\/)/, 'block'],
];

/** What a file's name stands for, as QEMU reads names on its command line. */
export function sourceOfName(name: string): SourceKind {
  return schemes.find(([pattern]) => pattern.test(name))?.[1] ?? 'file';
}

/** Drivers of QEMU that pass a flush on although `no-flush` is set (they flush "to the OS"). */
export const flushesAlways: ReadonlySet<SourceKind> = new Set(['nbd']);

/** Kinds that QEMU opens through the host's kernel, where `aio` means something. */
export const localSources: ReadonlySet<SourceKind> = new Set([
  'file',
  'block',
  'fd',
  'volume',
  'persistent-volume',
  'ephemeral',
]);
