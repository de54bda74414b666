import type { FormatId } from '../config/formats.js';
import type { Reader } from '../config/reader.js';

/** Each loads its parser only when it is needed: a start-up must not pay for all of them. */
const loaders: Readonly<Record<FormatId, () => Promise<Reader>>> = {
  libvirt: async () => (await import('../config/libvirt/read.js')).readLibvirt,
  kubevirt: async () => (await import('../config/kubevirt/read.js')).readKubevirt,
  proxmox: async () => (await import('../config/proxmox/read.js')).readProxmox,
  qemu: async () => (await import('../config/qemu/read.js')).readQemu,
};

export function loadReader(format: FormatId): Promise<Reader> {
  return loaders[format]();
}
