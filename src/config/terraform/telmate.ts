import type { VmDefinition } from '../../model/vm-disk.js';
import { block, blocks, hiddenBlocks } from '../document/blocks.js';
import { at, members, type View } from '../document/view.js';
import type { Setting } from '../proxmox/settings.js';
import {
  driveSetting,
  optionsOf,
  settingOf,
  settingOr,
  volumeOption,
} from '../proxmox/synthetic.js';
import { proxmoxMachine } from '../proxmox/synthetic-machine.js';
import type { ReadContext } from '../reader.js';
import { cloneNotes, nameOf, type Resource } from './resource.js';
import { flatSetting, type Slot, slotSetting } from './telmate-disk.js';

const tool = 'the provider Telmate/proxmox';

/** proxmox_vm_qemu. Telmate 225e289, resource_vm_qemu.go and guest/qemu/disk/schema.go; 2.9 before. */
export function readTelmateVm(resource: Resource, context: ReadContext): VmDefinition {
  const { body } = resource;
  const slots = slotsOf(block(body, 'disks'));
  const flat = blocks(body, 'disk');
  const efi = blocks(body, 'efidisk');
  const settings: Setting[] = [
    settingOr('scsihw', at(body, 'scsihw'), 'lsi', body),
    ...settingOf('machine', at(body, 'machine')),
    ...settingOf('bios', at(body, 'bios')),
    ...settingOf('args', at(body, 'args')),
    ...settingOf('ostype', at(body, 'qemu_os')),
    ...slots.map(slotSetting),
    ...flat.map(flatSetting),
    ...efi.map(efiSetting),
  ];
  const heads = [...slots.map(({ disk }) => disk), ...flat, ...efi];
  const notes = [
    ...hiddenBlocks(body, 'disk', 'disks'),
    ...hiddenBlocks(body, 'disks', 'disks'),
    ...cloneNotes([at(body, 'clone'), at(body, 'clone_id')]),
  ];
  const name = nameOf(resource);
  const notation = 'telmate';
  return proxmoxMachine({ name, body, settings, tool, notation, heads, notes }, context);
}

/** `disks { scsi { scsi0 { disk { ... } } } }`: a block for each kind, each slot, and what is in it. */
function slotsOf(disks: View): readonly Slot[] {
  return ['ide', 'sata', 'scsi', 'virtio'].flatMap((kind) =>
    members(block(disks, kind)).flatMap(([key]) => {
      const slot = block(block(disks, kind), key);
      return ['disk', 'passthrough', 'cdrom', 'cloudinit', 'ignore'].flatMap((content) =>
        blocks(slot, content).map((disk) => ({ key, content, disk })),
      );
    }),
  );
}

function efiSetting(disk: View): Setting {
  const nothing = at({ ...disk, node: null }, '');
  const options = [
    volumeOption(at(disk, 'storage'), 'storage', nothing, disk),
    ...optionsOf(disk, [['format', at(disk, 'format'), 'raw']]),
  ];
  return driveSetting({ key: 'efidisk0', keyView: disk, disk, options });
}
