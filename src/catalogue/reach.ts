/** By the keys of dimensions: the values that definitions of a format can ask for, of those that are not all. */
export type Reach = Readonly<Record<string, readonly string[]>>;

export const everything: Reach = {};

/** KubeVirt staging/src/kubevirt.io/api/core/v1/schema.go (DiskTarget, DriverCache, DriverIO): the rest is refused. */
const kubevirt: Reach = {
  frontend: ['virtio-blk', 'virtio-scsi', 'ahci', 'usb-storage'],
  cache: ['none', 'writethrough', 'writeback'],
  aio: ['native', 'threads'],
  format: ['raw'],
  dpofua: [],
  'config-wce': [],
};

/** What a format of definitions reaches. Others pass options of QEMU on, or were not looked into. */
export function reachOf(format: string): Reach {
  return format === 'kubevirt' ? kubevirt : everything;
}

export function isWithin(reach: Reach, key: string, value: string): boolean {
  return reach[key]?.includes(value) ?? true;
}
