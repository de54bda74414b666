import type { VmDefinition } from '../../model/vm-disk.js';
import { blocks } from '../document/blocks.js';
import { at, isThere, positionOf, textOf } from '../document/view.js';
import { note } from '../draft.js';
import { storageAssumption } from '../proxmox/storage.js';
import { foreign, type ReadContext, type ReadResult } from '../reader.js';
import { readMachines } from '../vm-file.js';
import { readBpgClone, readBpgVm } from './bpg.js';
import { readHarvesterVm } from './harvester.js';
import { readLibvirtAttributes } from './libvirt-attributes.js';
import { readLibvirtBlocks } from './libvirt-blocks.js';
import { passedOver } from './passed-over.js';
import { cloneNotes, type Module, nameOf, type Resource } from './resource.js';
import { readTelmateVm } from './telmate.js';

type ResourceReader = (resource: Resource, module: Module, context: ReadContext) => VmDefinition;

const readers: Readonly<Record<string, ResourceReader>> = {
  proxmox_virtual_environment_vm: (resource, _, context) => readBpgVm(resource, context),
  proxmox_virtual_environment_vm2: readNewVm,
  proxmox_vm: readNewVm,
  proxmox_virtual_environment_cloned_vm: (resource, _, context) => readBpgClone(resource, context),
  proxmox_cloned_vm: (resource, _, context) => readBpgClone(resource, context),
  proxmox_vm_qemu: (resource, _, context) => readTelmateVm(resource, context),
  libvirt_domain: readLibvirt,
  harvester_virtualmachine: (resource, _, context) => readHarvesterVm(resource, context),
};

/** The machines of a module, whatever its resources were written in. */
export function terraformFile(module: Module, context: ReadContext): ReadResult {
  const { source, resources } = module;
  const machines = resources.filter(({ type }) => Object.hasOwn(readers, type));
  if (machines.length === 0) {
    const message = 'no machine is found here';
    const help = `resources that are read: ${Object.keys(readers).join(', ')}`;
    return foreign(source, message, help);
  }
  const hasProxmox = machines.some(({ type }) => type.startsWith('proxmox'));
  return readMachines(source, context, {
    format: 'terraform',
    machines,
    read: (resource) => {
      const found = (readers[resource.type] ?? readNewVm)(resource, module, context);
      const definition = isNever(resource) ? neverMade(found) : found;
      return resource === machines[0]
        ? { ...definition, notes: [...definition.notes, ...passedOver(module)] }
        : definition;
    },
    assumptions: hasProxmox ? storageAssumption(context) : [],
  });
}

/** Terraform, Meta-Arguments: `count` is how many of it there are. */
const isNever = ({ body }: Resource): boolean => /^0+$/.test(textOf(at(body, 'count')));

function neverMade(definition: VmDefinition): VmDefinition {
  const reason = 'count = 0: there is no such machine';
  const skipped = definition.disks.map(({ id, at: where }) => ({ id, reason, at: where }));
  return { ...definition, disks: [], skipped: [...definition.skipped, ...skipped], notes: [] };
}

/** bpg's new resource describes no disks yet; some write it as the old one. */
function readNewVm(resource: Resource, _: Module, context: ReadContext): VmDefinition {
  const { body } = resource;
  if (blocks(body, 'disk').length > 0) return readBpgVm(resource, context);
  const clones = cloneNotes([at(body, 'clone')]);
  const message = `${resource.type} says nothing of disks`;
  return {
    name: nameOf(resource),
    at: positionOf(body),
    machineType: null,
    disks: [],
    skipped: [],
    notes: clones.length > 0 ? clones : [note('unreadable', message, positionOf(body))],
  };
}

/** 0.9 has attributes where there were blocks before. */
function readLibvirt(resource: Resource, module: Module, context: ReadContext): VmDefinition {
  const { body } = resource;
  return isThere(at(body, 'devices')) || isThere(at(body, 'os'))
    ? readLibvirtAttributes(resource, context)
    : readLibvirtBlocks(resource, module, context);
}
