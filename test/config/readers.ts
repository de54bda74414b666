import type { FormatId } from '../../src/config/formats.js';
import { readKubevirt } from '../../src/config/kubevirt/read.js';
import { readLibvirt } from '../../src/config/libvirt/read.js';
import { readProxmox } from '../../src/config/proxmox/read.js';
import { readQemu } from '../../src/config/qemu/read.js';
import type { Reader } from '../../src/config/reader.js';

export const readers: Readonly<Record<FormatId, Reader>> = {
  libvirt: readLibvirt,
  kubevirt: readKubevirt,
  proxmox: readProxmox,
  qemu: readQemu,
};
