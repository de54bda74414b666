import { ofTemplates } from '../../config/branches.js';
import type { DefinitionFormat } from '../../config/formats.js';
import type { Reader } from '../../config/reader.js';
import type { Grammar } from './grammars.js';

/** A text of JSON, of which some formats have one syntax of two. */
const isJson = (text: string): boolean => /^\s*[{[]/.test(text);

/** One whose values call `qm`: no file of Proxmox VE does, and a script is none. */
const mayBeDocument = (text: string): boolean => !text.startsWith('#!') && /qm|pvesh/i.test(text);

/** Each loads its parser only when it is needed: a start-up must not pay for all of them. */
const loaders: Readonly<Record<DefinitionFormat, (text: string) => Promise<Reader>>> = {
  libvirt: async () => (await import('../../config/libvirt/read.js')).readLibvirt,
  kubevirt: async () => (await import('../../config/kubevirt/read.js')).readKubevirt,
  incus: async () => (await import('../../config/incus/read.js')).readIncus,
  terraform: async (text) =>
    isJson(text)
      ? (await import('../../config/terraform/read-json.js')).readTerraformJson
      : (await import('../../config/terraform/read-hcl.js')).terraformHclReader(
          await grammar('hcl'),
        ),
  vagrant: async () =>
    (await import('../../config/vagrant/read.js')).vagrantReader(await grammar('ruby')),
  packer: async (text) =>
    isJson(text)
      ? (await import('../../config/packer/read.js')).readPackerJson
      : (await import('../../config/packer/read.js')).packerHclReader(await grammar('hcl')),
  firecracker: async () =>
    (await import('../../config/microvm/read-firecracker.js')).readFirecracker,
  'cloud-hypervisor': async () =>
    (await import('../../config/microvm/read-cloud-hypervisor.js')).readCloudHypervisor,
  openstack: async () => (await import('../../config/openstack/read.js')).readOpenstack,
  'virt-install': async () => (await import('../../config/virt-install/read.js')).readVirtInstall,
  proxmox: async (text) =>
    mayBeDocument(text)
      ? (await import('../../config/proxmox/read-document.js')).readProxmoxDocument
      : (await import('../../config/proxmox/read.js')).readProxmox,
  qemu: async () => (await import('../../config/qemu/read.js')).readQemu,
};

/** @param text - decides between the syntaxes of a format that has several */
export async function loadReader(format: DefinitionFormat, text: string): Promise<Reader> {
  return ofTemplates(await loaders[format](text));
}

async function grammar(name: Grammar) {
  return (await import('./grammars.js')).loadGrammar(name);
}
