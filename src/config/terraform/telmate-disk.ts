import { isGiven, isTrue } from '../document/blocks.js';
import { at, textOf, type View } from '../document/view.js';
import { isDriveKey } from '../proxmox/drive.js';
import type { Setting } from '../proxmox/settings.js';
import {
  driveSetting,
  optionOf,
  optionsOf,
  ownOption,
  switchOption,
  volumeOption,
} from '../proxmox/synthetic.js';
import type { Option } from '../qemu/options.js';

/** What is in one slot of a machine. */
export interface Slot {
  readonly key: string;
  /** `disk`, `passthrough`, `cdrom`, `cloudinit` or `ignore`. */
  readonly content: string;
  readonly disk: View;
}

export function slotSetting({ key, content, disk }: Slot): Setting {
  return driveSetting({ key, keyView: disk, disk, options: contentOptions(content, disk) });
}

/** A flat `disk` names its slot; up to 2.9 it had a type, and its number was its place among all. */
export function flatSetting(disk: View, index: number): Setting {
  const slot = at(disk, 'slot');
  const type = at(disk, 'type');
  const isOld = isGiven(type) && /^(ide|sata|scsi|virtio)$/.test(textOf(type));
  const number = /^\d+$/.test(textOf(slot)) ? textOf(slot) : String(index);
  const key = isOld ? `${textOf(type)}${number}` : textOf(slot);
  const content = isOld ? 'old' : isTrue(at(disk, 'passthrough')) ? 'passthrough' : textOf(type);
  const isDrive = isDriveKey(key);
  return driveSetting({
    key: isDrive ? key : `disk${index}`,
    isCounted: !isDrive || (isOld && number !== textOf(slot)),
    keyView: isOld ? type : isGiven(slot) ? slot : disk,
    disk,
    options: contentOptions(content, disk),
  });
}

function contentOptions(content: string, disk: View): readonly Option[] {
  if (content === 'cdrom') {
    return [ownOption('file', 'cdrom', disk), ownOption('media', 'cdrom', disk)];
  }
  if (content === 'cloudinit') return [ownOption('file', 'storage:cloudinit', disk)];
  if (content === 'ignore') return [ownOption('file', 'none', disk)];
  const common = [
    ...optionsOf(disk, [['cache', at(disk, 'cache'), '']]),
    ...switchOption('ro', at(disk, 'readonly'), ['1', '0']),
  ];
  if (content === 'old') return [...oldOptions(disk), ...common];
  return [
    fileOption(content, disk),
    ...common,
    ...optionsOf(disk, [
      ['aio', at(disk, 'asyncio'), ''],
      ['format', at(disk, 'format'), content === 'passthrough' ? '' : 'raw'],
    ]),
    ...switchOption('discard', at(disk, 'discard'), ['on', 'ignore']),
  ];
}

function fileOption(content: string, disk: View): Option {
  if (content === 'passthrough') {
    const file = [at(disk, 'file'), at(disk, 'disk_file')].find(isGiven);
    if (file !== undefined) return optionOf('file', file);
  }
  return volumeOption(at(disk, 'storage'), 'storage', at(disk, 'volume'), disk);
}

/** 2.9: the words of Proxmox VE itself. */
function oldOptions(disk: View): readonly Option[] {
  const file = [at(disk, 'volume'), at(disk, 'file')].find(isGiven);
  return [
    file === undefined ? fileOption('disk', disk) : optionOf('file', file),
    ...optionsOf(disk, [
      ['aio', at(disk, 'aio'), ''],
      ['format', at(disk, 'format'), ''],
      ['media', at(disk, 'media'), ''],
      ['discard', at(disk, 'discard'), ''],
    ]),
  ];
}
