import type { VmDefinition } from '../../model/vm-disk.js';
import { block, blocks, hiddenBlocks } from '../document/blocks.js';
import { at, givenText, textOf, type View } from '../document/view.js';
import type { Setting } from '../proxmox/settings.js';
import {
  driveSetting,
  optionsOf,
  settingOf,
  settingOr,
  switchOption,
  volumeOption,
} from '../proxmox/synthetic.js';
import { proxmoxMachine } from '../proxmox/synthetic-machine.js';
import type { ReadContext } from '../reader.js';
import type { Builder } from './builds.js';
import { builderDisk } from './qemu.js';

const tool = "Packer's Proxmox builder";

/**
 * A machine that becomes a template. packer-plugin-proxmox 2026-07-16, builder/proxmox/common: an
 * empty `asyncio` is left to Proxmox VE, because the default is put into a copy.
 */
export function readProxmoxBuilder({ name, body }: Builder, context: ReadContext): VmDefinition {
  const disks = blocks(body, 'disks');
  const counts = new Map<string, number>();
  const efi = blocks(body, 'efi_config');
  const settings: Setting[] = [
    settingOr('scsihw', at(body, 'scsi_controller'), 'lsi', body),
    ...settingOf('machine', at(body, 'machine')),
    ...settingOf('bios', at(body, 'bios')),
    ...settingOf('ostype', at(body, 'os')),
    ...settingOf('args', at(body, 'qemu_additional_args')),
    ...disks.map((disk) => diskSetting(disk, counts)),
    ...efi.map(efiSetting),
  ];
  const label = givenText(at(body, 'vm_name'));
  const notes = hiddenBlocks(body, 'disks', 'disks');
  const machine = proxmoxMachine(
    {
      name: label?.known === true ? label.value : name,
      body,
      settings,
      tool,
      notation: 'packer-proxmox',
      heads: [...disks, ...efi],
      notes,
    },
    context,
  );
  const kept = machine.disks.map((disk) => ({
    ...disk,
    disposable: disk.disposable || builderDisk,
  }));
  return { ...machine, disks: kept };
}

/** Disks are counted by type. */
function diskSetting(disk: View, counts: Map<string, number>): Setting {
  const type = at(disk, 'type');
  const fact = givenText(type);
  const bus = fact === null ? 'scsi' : fact.known ? textOf(type) : 'disk';
  const number = counts.get(bus) ?? 0;
  counts.set(bus, number + 1);
  const nothing = block({ ...disk, node: null }, '');
  const options = [
    volumeOption(at(disk, 'storage_pool'), 'storage', nothing, disk),
    ...optionsOf(disk, [
      ['format', at(disk, 'format'), 'raw'],
      ['cache', at(disk, 'cache_mode'), 'none'],
      ['aio', at(disk, 'asyncio'), ''],
    ]),
    ...switchOption('discard', at(disk, 'discard'), ['on', 'ignore']),
  ];
  return driveSetting({
    key: `${bus}${number}`,
    keyView: fact === null ? disk : type,
    disk,
    options,
  });
}

function efiSetting(disk: View): Setting {
  const nothing = block({ ...disk, node: null }, '');
  const options = [
    volumeOption(at(disk, 'efi_storage_pool'), 'storage', nothing, disk),
    ...optionsOf(disk, [['format', at(disk, 'efi_format'), 'raw']]),
  ];
  return driveSetting({ key: 'efidisk0', keyView: disk, disk, options });
}
