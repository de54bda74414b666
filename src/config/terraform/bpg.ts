import type { VmDefinition } from '../../model/vm-disk.js';
import { block, blocks, hiddenBlocks, isGiven, isTrue } from '../document/blocks.js';
import { at, members, textOf, type View } from '../document/view.js';
import { isDriveKey } from '../proxmox/drive.js';
import type { Setting } from '../proxmox/settings.js';
import {
  driveSetting,
  optionOf,
  optionsOf,
  ownOption,
  settingOf,
  settingOr,
  volumeOption,
  wordAt,
} from '../proxmox/synthetic.js';
import { proxmoxMachine } from '../proxmox/synthetic-machine.js';
import type { ReadContext } from '../reader.js';
import { cloneNotes, nameOf, type Resource } from './resource.js';

const tool = 'the provider bpg/proxmox';

/** proxmox_virtual_environment_vm. bpg d6bd1ff, proxmoxtf/resource/vm/vm.go, disk/schema.go. */
export function readBpgVm(resource: Resource, context: ReadContext): VmDefinition {
  const { body } = resource;
  const disks = blocks(body, 'disk');
  const efi = blocks(body, 'efi_disk');
  const settings: Setting[] = [
    settingOr('scsihw', at(body, 'scsi_hardware'), 'virtio-scsi-pci', body),
    ...settingOf('machine', at(body, 'machine')),
    ...settingOf('bios', at(body, 'bios')),
    ...settingOf('arch', at(block(body, 'cpu'), 'architecture')),
    ...settingOf('ostype', at(block(body, 'operating_system'), 'type')),
    ...settingOf('args', at(body, 'kvm_arguments')),
    ...templateSetting(body),
    ...efi.map(efiSetting),
    ...disks.map(diskSetting),
    ...blocks(body, 'tpm_state').map((view) => plainDrive('tpmstate0', view, 'tpm')),
    ...blocks(body, 'cdrom').map((view) => cdromSetting(view, 'ide3')),
    ...blocks(body, 'initialization').map((view) => plainDrive('cloudinit', view, 'cloudinit')),
  ];
  const notes = [...hiddenBlocks(body, 'disk', 'disks'), ...cloneNotes([at(body, 'clone')])];
  return proxmoxMachine(
    {
      name: nameOf(resource),
      body,
      settings,
      tool,
      notation: 'bpg',
      heads: [...disks, ...efi],
      notes,
    },
    context,
  );
}

function templateSetting(body: View): readonly Setting[] {
  const view = at(body, 'template');
  return isTrue(view) ? [{ key: 'template', value: wordAt('1', view.span) }] : [];
}

function diskSetting(disk: View, index: number): Setting {
  const iface = at(disk, 'interface');
  const name = textOf(iface);
  const options = [
    volumeOption(at(disk, 'datastore_id'), 'local-lvm', at(disk, 'path_in_datastore'), disk),
    ...optionsOf(disk, [
      ['format', at(disk, 'file_format'), ''],
      ['cache', at(disk, 'cache'), 'none'],
      ['aio', at(disk, 'aio'), 'io_uring'],
      ['discard', at(disk, 'discard'), 'ignore'],
    ]),
  ];
  const isCounted = !isDriveKey(name);
  const key = isCounted ? `disk${index}` : name;
  return driveSetting({ key, isCounted, keyView: iface, disk, options });
}

function efiSetting(disk: View): Setting {
  const options = [
    volumeOption(at(disk, 'datastore_id'), 'local-lvm', at({ ...disk, node: null }, ''), disk),
    ...optionsOf(disk, [['format', at(disk, 'file_format'), 'raw']]),
  ];
  return driveSetting({ key: 'efidisk0', keyView: disk, disk, options });
}

/** A drive that Proxmox VE's reader skips by its name. */
function plainDrive(key: string, disk: View, volume: string): Setting {
  const options = [ownOption('file', `storage:${volume}`, disk)];
  return driveSetting({ key, keyView: disk, disk, options });
}

function cdromSetting(disk: View, fallback: string): Setting {
  const key = textOf(at(disk, 'interface')) || fallback;
  const options = [ownOption('file', 'cdrom', disk), ownOption('media', 'cdrom', disk)];
  return driveSetting({ key, keyView: disk, disk, options });
}

/** proxmox_cloned_vm: drives are named by their keys, and what is not said stays as it was. */
export function readBpgClone(resource: Resource, context: ReadContext): VmDefinition {
  const { body } = resource;
  const disks = members(at(body, 'disk'));
  const settings = disks.map(([key, disk]) => clonedDisk(key, disk));
  const notes = [...hiddenBlocks(body, 'disk', 'disks'), ...cloneNotes([at(body, 'clone')])];
  const open = new Map(disks.map(([key, disk]) => [key, openKeys(disk)]));
  return proxmoxMachine(
    {
      name: nameOf(resource),
      body,
      settings,
      tool,
      notation: 'bpg',
      heads: disks.map(([, disk]) => disk),
      notes,
      open,
    },
    context,
  );
}

function clonedDisk(key: string, disk: View): Setting {
  const file = at(disk, 'file');
  const options = [
    isGiven(file)
      ? optionOf('file', file)
      : volumeOption(at(disk, 'datastore_id'), 'storage', at({ ...disk, node: null }, ''), disk),
    ...optionsOf(disk, [
      ['format', at(disk, 'format'), ''],
      ['cache', at(disk, 'cache'), ''],
      ['aio', at(disk, 'aio'), ''],
      ['discard', at(disk, 'discard'), ''],
      ['media', at(disk, 'media'), ''],
    ]),
  ];
  return driveSetting({ key, keyView: disk, disk, options });
}

/** What a template may have set, where the clone says nothing. */
function openKeys(disk: View): readonly string[] {
  return ['cache', 'aio', 'discard'].filter((key) => !isGiven(at(disk, key)));
}
