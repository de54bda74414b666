import { type Assembly, skip } from './assembly.js';
import { positionOf, valueIn } from './options.js';

/** Why disks behind vhost-scsi are none of QEMU's. */
export const kernelDisks = "disks of the host's kernel (vhost-scsi): QEMU does none of their I/O";

/** Devices behind which there are disks, or what guests use as disks, that no drive of QEMU's stands for. */
const kinds: readonly (readonly [RegExp, string])[] = [
  [/^vhost-scsi(-|$)/, kernelDisks],
  [/^vhost-user-scsi(-|$)/, 'disks of another process (vhost-user-scsi): it decides'],
  [/^vhost-vdpa-device(-|$)/, 'a vDPA device: it may be a disk, and decides itself'],
  [/^nvdimm$/, 'an NVDIMM: memory that QEMU maps, no disk'],
  [/^virtio-pmem(-|$)/, 'virtio-pmem: memory that QEMU maps, no disk'],
];

export function addHostDisks(assembly: Assembly): void {
  for (const options of assembly.setup.devices) {
    const model = valueIn(options, 'driver') ?? '';
    const reason = kinds.find(([pattern]) => pattern.test(model))?.[1];
    if (reason === undefined) continue;
    skip(assembly, valueIn(options, 'id') ?? model, reason, positionOf(options));
  }
}
