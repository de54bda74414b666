/**
 * Ways to write a disk down. A format of definitions may have several: Terraform has one for each
 * provider, a domain of libvirt may have disks on QEMU's command line.
 */
export const notationIds = [
  'qemu-drive',
  'qemu-blockdev',
  'libvirt',
  'kubevirt',
  'harvester',
  'proxmox',
  'incus',
  'bpg',
  'telmate',
  'dmacvicar',
  'dmacvicar-blocks',
  'packer-qemu',
  'packer-proxmox',
  'vagrant',
  'nova',
  'image-properties',
  'virt-install',
  'firecracker',
  'cloud-hypervisor',
  // Firmware's variables, a device of the host: there is nothing to set.
  'no-settings',
] as const;
/** How the settings of a disk are written down, which decides which changes it can have. */
export type NotationId = (typeof notationIds)[number];
